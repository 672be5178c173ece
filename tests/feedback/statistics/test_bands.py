"""Bands: decided from the published score, two of them where one would claim too much."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.statistics.bands import BANDS, LIMITS, Band, Bands, band_of, bands, masses
from feedback.statistics.posterior import posterior
from feedback.statistics.prior import FIRST_PRIOR
from feedback.statistics.tally import Tally

many = st.integers(6, 400)
tallies = st.tuples(many, many, many, many, many)


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (1.0, "low"),
        (2.49, "low"),
        (2.5, "medium"),
        (3.49, "medium"),
        (3.5, "high"),
        (3.99, "high"),
        (4.0, "very_high"),
        (5.0, "very_high"),
    ],
)
def test_bands_at_their_limits(score: float, band: Band) -> None:
    assert band_of(score) == band


def test_the_band_follows_the_figure_that_is_seen() -> None:
    belief = posterior((250, 200, 750, 800, 600), FIRST_PRIOR)
    assert belief.mu < 3.5
    assert (belief.score, str(bands(belief))) == (3.5, "medium-high")


def test_a_sure_score_that_is_rounded_up_to_a_limit_is_not_of_the_lower_band_alone() -> None:
    belief = posterior((0, 0, 503_000, 497_000, 0), FIRST_PRIOR)
    assert masses(belief)[1] > 0.99
    assert (belief.score, str(bands(belief))) == (3.5, "medium-high")


@pytest.mark.parametrize(
    ("tally", "named"),
    [
        ((2, 3, 6, 10, 9), "medium-high"),
        ((20, 10, 10, 20, 60), "high"),
        ((0, 0, 10, 40, 350), "very_high"),
        ((60, 30, 5, 3, 2), "low"),
        ((10, 20, 40, 20, 10), "medium"),
        ((1, 1, 4, 12, 15), "high-very_high"),
    ],
)
def test_tallies_and_the_bands_to_name(tally: Tally, named: str) -> None:
    assert str(bands(posterior(tally, FIRST_PRIOR))) == named


def test_no_band_below_thirty_votes() -> None:
    assert bands(posterior((0, 0, 0, 0, 29), FIRST_PRIOR)) is None
    assert bands(posterior((0, 0, 0, 0, 30), FIRST_PRIOR)) is not None


@given(tallies)
def test_one_band_or_two_neighbours_one_of_which_is_the_scores(tally: Tally) -> None:
    belief = posterior(tally, FIRST_PRIOR)
    named = bands(belief)
    assert isinstance(named, Bands)
    assert BANDS.index(named.upper) - BANDS.index(named.lower) in {0, 1}
    assert band_of(belief.score) in {named.lower, named.upper}


@given(tallies)
def test_one_band_is_named_only_with_four_fifths_of_the_posterior_in_it(tally: Tally) -> None:
    belief = posterior(tally, FIRST_PRIOR)
    named, shares = bands(belief), masses(belief)
    assert named is not None
    assert sum(shares) == pytest.approx(1)
    assert (named.lower == named.upper) == (shares[BANDS.index(band_of(belief.score))] >= 0.8)


@pytest.mark.parametrize("tally", [(2, 3, 6, 10, 9), (15, 0, 0, 0, 15), (0, 0, 0, 5, 25), (12, 8, 6, 3, 1), (5, 0, 0, 25, 0)])
def test_shares_of_the_posterior_are_close_to_dirichlet_draws(tally: Tally) -> None:
    chance = random.Random(7)
    found = [0] * len(BANDS)
    for _ in range(4000):
        parts = [chance.gammavariate(n + pseudo, 1.0) for n, pseudo in zip(tally, FIRST_PRIOR.counts, strict=True)]
        level = sum(k * part for k, part in enumerate(parts, 1)) / sum(parts)
        found[sum(level >= limit for limit in LIMITS)] += 1
    assert [count / 4000 for count in found] == pytest.approx(masses(posterior(tally, FIRST_PRIOR)), abs=0.05)
