"""The score of a tally: reference values, and what must hold for every tally."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.statistics.posterior import posterior
from feedback.statistics.prior import FIRST_PRIOR, Prior
from feedback.statistics.tally import Counts, Tally, mean, tally_of

counts = st.integers(0, 500)
tallies = st.tuples(counts, counts, counts, counts, counts)
FLAT = Prior((0.2, 0.2, 0.2, 0.2, 0.2), weight=5)


@pytest.mark.parametrize(
    ("tally", "mu", "sd", "low", "high"),
    [
        ((0, 0, 0, 0, 3), 3.831, 0.342, 3.161, 4.500),
        ((0, 0, 1, 4, 5), 3.940, 0.242, 3.466, 4.414),
        ((2, 3, 6, 10, 9), 3.645, 0.189, 3.275, 4.015),
        ((20, 10, 10, 20, 60), 3.729, 0.133, 3.469, 3.989),
        ((25, 20, 75, 80, 60), 3.499, 0.073, 3.356, 3.643),
    ],
)
def test_reference_tallies_under_the_first_prior(tally: Tally, mu: float, sd: float, low: float, high: float) -> None:
    belief = posterior(tally, FIRST_PRIOR)
    assert (belief.mu, belief.sd) == pytest.approx((mu, sd), abs=0.0006)
    assert (belief.low, belief.high) == pytest.approx((low, high), abs=0.0056)


def test_six_votes_of_an_example_give_3_80() -> None:
    belief = posterior(tally_of([5, 4, 4, 5, 3, 5]), FIRST_PRIOR)
    assert (belief.n, belief.score) == (6, 3.80)


@pytest.mark.parametrize(
    ("tally", "raw_mean"), [((0, 0, 0, 0, 3), 5.0), ((2, 3, 6, 10, 9), 3.7), ((20, 10, 10, 20, 60), 3.75), ((25, 20, 75, 80, 60), 3.5)]
)
def test_the_raw_mean_of_reference_tallies(tally: Tally, raw_mean: float) -> None:
    assert mean(tally) == pytest.approx(raw_mean)


def test_figures_are_published_with_two_decimals() -> None:
    belief = posterior((2, 3, 6, 10, 9), FIRST_PRIOR)
    assert (belief.score, belief.low, belief.high, belief.half_width) == (3.65, 3.27, 4.02, 0.37)


def test_a_flat_prior_gives_evan_millers_lower_bound() -> None:
    belief = posterior((25, 20, 75, 80, 60), FLAT)
    assert belief.mu == pytest.approx(3.4906, abs=5e-5)
    assert belief.mu - 1.65 * belief.sd == pytest.approx(3.3684, abs=5e-5)


def test_the_weighted_rank_of_film_sites_is_the_same_mean() -> None:
    votes, weight, centre = 260, FIRST_PRIOR.weight, 3.48
    ranked = votes / (votes + weight) * 3.5 + weight / (votes + weight) * centre
    assert posterior((25, 20, 75, 80, 60), FIRST_PRIOR).mu == pytest.approx(ranked)


@pytest.mark.parametrize(
    ("n", "half_width"), [(5, 0.59), (10, 0.51), (20, 0.42), (30, 0.37), (50, 0.30), (100, 0.22), (200, 0.16), (400, 0.12)]
)
def test_ratings_that_spread_by_1_2_give_the_usual_half_width(n: int, half_width: float) -> None:
    spread = Prior((0.1, 0.1, 0.3, 0.3, 0.2))
    usual: Counts = (0.1 * n, 0.1 * n, 0.3 * n, 0.3 * n, 0.2 * n)
    assert posterior(usual, spread).half_width == pytest.approx(half_width, abs=0.011)


def test_the_interval_ends_at_the_ends_of_the_scale() -> None:
    sure_of_five = Prior((0.05, 0, 0, 0, 0.95))
    belief = posterior((0, 0, 0, 0, 5), sure_of_five)
    assert belief.mu + 1.96 * belief.sd > 5
    assert belief.high == 5.0


def test_without_ratings_the_score_is_the_priors_mean() -> None:
    assert posterior((0, 0, 0, 0, 0), FIRST_PRIOR).score == 3.48


def test_negative_counts_are_an_error() -> None:
    with pytest.raises(ValueError, match="negative"):
        posterior((0, -1, 0, 0, 0), FIRST_PRIOR)


@given(tallies)
def test_the_interval_contains_the_score_and_keeps_to_the_scale(tally: Tally) -> None:
    belief = posterior(tally, FIRST_PRIOR)
    assert 1 <= belief.low <= belief.score <= belief.high <= 5
    assert belief.sd > 0


@given(tallies, st.integers(0, 4))
def test_a_vote_moves_the_score_towards_itself(tally: Tally, step: int) -> None:
    before, after = posterior(tally, FIRST_PRIOR).mu, posterior(_with_one_more(tally, step), FIRST_PRIOR).mu
    assert min(before, step + 1) - 1e-12 <= after <= max(before, step + 1) + 1e-12


@given(tallies, st.integers(0, 4), st.integers(0, 4))
def test_a_higher_vote_never_gives_a_lower_score_than_a_lower_vote(tally: Tally, one: int, other: int) -> None:
    lower, higher = sorted((one, other))
    scores = [posterior(_with_one_more(tally, step), FIRST_PRIOR).mu for step in (lower, higher)]
    assert scores[0] <= scores[1]


@given(tallies, st.integers(2, 50))
def test_more_of_the_same_votes_make_the_score_surer(tally: Tally, times: int) -> None:
    same = Prior(_shares(tally)) if any(tally) else FIRST_PRIOR
    more = posterior((times * tally[0], times * tally[1], times * tally[2], times * tally[3], times * tally[4]), same)
    assert more.sd <= posterior(tally, same).sd


@given(tallies)
def test_turning_the_scale_round_turns_the_score_round(tally: Tally) -> None:
    turned = posterior((tally[4], tally[3], tally[2], tally[1], tally[0]), FLAT)
    assert turned.mu == pytest.approx(6 - posterior(tally, FLAT).mu)


@given(tallies)
def test_anybody_can_recompute_the_score_from_what_is_published(tally: Tally) -> None:
    belief = posterior(tally, FIRST_PRIOR)
    published = [n + 10 * share for n, share in zip(tally, (0.10, 0.12, 0.23, 0.30, 0.25), strict=True)]
    score = sum(k * share for k, share in enumerate(published, 1)) / (sum(tally) + 10)
    assert math.isclose(belief.score, score, abs_tol=0.005 + 1e-9)


def _with_one_more(tally: Tally, step: int) -> Tally:
    one, two, three, four, five = (count + (place == step) for place, count in enumerate(tally))
    return one, two, three, four, five


def _shares(tally: Tally) -> Counts:
    one, two, three, four, five = (count / sum(tally) for count in tally)
    return one, two, three, four, five
