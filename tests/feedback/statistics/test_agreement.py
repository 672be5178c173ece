"""Agreement, polarisation and consensus of a tally."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.statistics.agreement import agreement, consensus, divided, polarisation
from feedback.statistics.tally import Tally

counts = st.integers(0, 200)
tallies = st.tuples(counts, counts, counts, counts, counts).filter(any)
PUBLISHED = (30, 40, 210, 130, 530, 50, 10)
"""The example over seven levels that van der Eijk's measure is usually checked with."""


@pytest.mark.parametrize(
    ("tally", "a", "p", "cns"),
    [
        ((50, 0, 0, 0, 50), -1, 1, 0),
        ((20, 20, 20, 20, 20), 0, 0.5, 0.434),
        ((0, 0, 100, 0, 0), 1, 0, 1),
        ((40, 5, 10, 5, 40), -0.642, 0.821, 0.158),
        ((20, 10, 10, 20, 60), 0.264, 0.368, 0.340),
    ],
)
def test_reference_tallies(tally: Tally, a: float, p: float, cns: float) -> None:
    assert (agreement(tally), polarisation(tally), consensus(tally)) == pytest.approx((a, p, cns), abs=6e-4)


def test_the_published_example_over_seven_levels() -> None:
    assert agreement(PUBLISHED) == pytest.approx(0.6113, abs=5e-5)
    assert polarisation(PUBLISHED) == pytest.approx(0.194, abs=5e-4)


@pytest.mark.parametrize(
    ("layer", "a"),
    [
        ((1, 1, 1, 1, 1, 1, 1), 0),
        ((0, 1, 1, 1, 1, 1, 0), 1 / 3),
        ((0, 0, 1, 1, 1, 1, 0), 0.5),
        ((1, 1, 1, 1, 1, 1, 0), 1 / 6),
        ((0, 0, 1, 0, 1, 0, 0), 14 / 25 * 5 / 6),
        ((0, 0, 0, 0, 1, 0, 0), 1),
    ],
)
def test_single_layers(layer: tuple[int, ...], a: float) -> None:
    assert agreement(layer) == pytest.approx(a)


def test_agreement_is_the_mean_of_the_layers_weighted_by_their_ratings() -> None:
    low, high = (1, 1, 0, 0, 0), (0, 0, 0, 5, 0)
    together = (1, 1, 0, 6, 0)
    pattern = agreement((1, 1, 0, 1, 0))
    assert agreement(together) == pytest.approx((3 * pattern + 5 * agreement(high)) / 8)
    assert agreement(low) == pytest.approx(0.75)


def test_opinions_differ_from_thirty_ratings_on() -> None:
    assert divided((40, 5, 10, 5, 40))
    assert divided((15, 0, 0, 0, 15))
    assert not divided((14, 0, 0, 0, 15))
    assert not divided((20, 10, 10, 20, 60))


@pytest.mark.parametrize("measure", [agreement, polarisation, consensus])
def test_an_empty_tally_is_an_error(measure: object) -> None:
    assert callable(measure)
    with pytest.raises(ValueError, match="empty tally"):
        measure((0, 0, 0, 0, 0))


@given(tallies)
def test_measures_keep_to_their_range(tally: Tally) -> None:
    assert -1 - 1e-12 <= agreement(tally) <= 1 + 1e-12
    assert -1e-12 <= polarisation(tally) <= 1 + 1e-12
    assert 0 <= consensus(tally) <= 1


@given(tallies, st.integers(2, 9))
def test_measures_do_not_depend_on_how_many_rated(tally: Tally, times: int) -> None:
    more = [times * count for count in tally]
    assert agreement(more) == pytest.approx(agreement(tally))
    assert consensus(more) == pytest.approx(consensus(tally))


@given(tallies)
def test_measures_do_not_depend_on_the_direction_of_the_scale(tally: Tally) -> None:
    assert agreement(tally[::-1]) == pytest.approx(agreement(tally))
    assert consensus(tally[::-1]) == pytest.approx(consensus(tally))


@given(tallies, st.integers(0, 4))
def test_votes_on_one_level_bring_agreement_in_the_end(tally: Tally, step: int) -> None:
    crowd = [count + 100_000 * (place == step) for place, count in enumerate(tally)]
    assert agreement(crowd) > 0.9
