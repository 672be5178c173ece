"""Comparing scores and noticing a fall."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.statistics.comparison import Comparison, compare, fall, probability_higher
from feedback.statistics.posterior import Posterior, posterior
from feedback.statistics.prior import FIRST_PRIOR, Prior
from feedback.statistics.tally import Tally

counts = st.integers(0, 60)
tallies = st.tuples(counts, counts, counts, counts, counts)


def believed(tally: Tally) -> Posterior:
    return posterior(tally, FIRST_PRIOR)


def test_two_close_projects_are_said_to_be_the_same() -> None:
    found = compare(believed((2, 3, 6, 10, 9)), believed((20, 10, 10, 20, 60)))
    assert found is not None
    assert found.probability == pytest.approx(0.36, abs=0.02)
    assert found.verdict == "same"


def test_a_clearly_better_project_is_higher_and_the_other_lower() -> None:
    good, poor = believed((1, 2, 5, 20, 40)), believed((20, 20, 10, 5, 5))
    assert compare(good, poor) == Comparison(1.0, "higher")
    assert compare(poor, good) == Comparison(0.0, "lower")


def test_nothing_is_compared_below_thirty_votes() -> None:
    assert compare(believed((0, 0, 0, 0, 29)), believed((30, 0, 0, 0, 0))) is None


def test_the_same_question_gets_the_same_answer() -> None:
    first, second = believed((2, 3, 6, 10, 9)), believed((20, 10, 10, 20, 60))
    assert probability_higher(first, second) == probability_higher(second, first) * -1 + 1 == 0.361


def test_a_project_is_not_better_than_its_equal() -> None:
    assert probability_higher(believed((1, 2, 3, 4, 5)), believed((1, 2, 3, 4, 5))) == 0.5


def test_a_prior_that_rules_a_level_out_can_be_drawn_from() -> None:
    sure = posterior((0, 0, 0, 0, 30), Prior((0, 0, 0, 0, 1.0)))
    assert probability_higher(sure, believed((0, 0, 0, 0, 30))) == 1.0


@settings(deadline=None, max_examples=15)
@given(tallies, tallies)
def test_both_orders_add_up_to_one(one: Tally, other: Tally) -> None:
    there, back = probability_higher(believed(one), believed(other)), probability_higher(believed(other), believed(one))
    assert there + back == pytest.approx(1)


@settings(deadline=None, max_examples=15)
@given(tallies, tallies)
def test_a_clearly_higher_mean_is_more_probably_above(one: Tally, other: Tally) -> None:
    first, second = believed(one), believed(other)
    gap = (first.mu - second.mu) / (first.sd**2 + second.sd**2) ** 0.5
    probability = probability_higher(first, second)
    assert probability > 0.85 if gap > 1.5 else probability < 0.15 if gap < -1.5 else 0 < probability < 1


def test_a_reference_fall_is_noticed() -> None:
    found = fall(before=(5, 8, 20, 30, 37), recent=(8, 7, 6, 5, 4), prior=FIRST_PRIOR)
    assert found is not None
    assert found.probability == pytest.approx(0.9999, abs=0.001)
    assert (found.drop, found.falling) == (0.96, True)


def test_a_rise_is_no_fall() -> None:
    found = fall(before=(8, 7, 6, 5, 4), recent=(5, 8, 20, 30, 37), prior=FIRST_PRIOR)
    assert found is not None
    assert not found.falling


def test_a_sure_but_small_drop_is_no_fall() -> None:
    found = fall(before=(0, 0, 0, 5000, 5000), recent=(0, 0, 0, 6000, 4000), prior=FIRST_PRIOR)
    assert found is not None
    assert (found.probability, found.drop, found.falling) == (1.0, 0.1, False)


def test_a_large_but_unsure_drop_is_no_fall() -> None:
    found = fall(before=(4, 2, 2, 4, 8), recent=(7, 3, 2, 2, 6), prior=FIRST_PRIOR)
    assert found is not None
    assert found.drop >= 0.3
    assert not found.falling


@pytest.mark.parametrize(("before", "recent"), [((19, 0, 0, 0, 0), (0, 0, 0, 0, 99)), ((0, 0, 0, 0, 99), (19, 0, 0, 0, 0))])
def test_fewer_than_twenty_votes_on_either_side_say_nothing(before: Tally, recent: Tally) -> None:
    assert fall(before, recent, FIRST_PRIOR) is None
