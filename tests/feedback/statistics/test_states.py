"""Publication states of a score."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.statistics.posterior import posterior
from feedback.statistics.prior import FIRST_PRIOR
from feedback.statistics.states import State, state


@pytest.mark.parametrize(
    ("n", "half_width", "expected"),
    [
        (0, 0.75, "too_few"),
        (4, 0.62, "too_few"),
        (5, 0.59, "first"),
        (29, 0.38, "first"),
        (30, 0.37, "solid"),
        (30, 0.40, "solid"),
        (30, 0.41, "first"),
    ],
)
def test_states_at_their_limits(n: int, half_width: float, expected: State) -> None:
    assert state(n, half_width) == expected


@given(st.integers(5, 10_000), st.floats(0, 1))
def test_a_review_hides_how_sure_the_score_is(n: int, half_width: float) -> None:
    assert state(n, half_width, under_review=True) == "review"


@given(st.integers(0, 4), st.booleans())
def test_too_few_votes_look_the_same_with_and_without_a_review(n: int, under_review: bool) -> None:
    assert state(n, 0.6, under_review) == "too_few"


def test_thirty_usual_votes_are_solid_and_thirty_at_both_ends_are_not() -> None:
    usual, torn = posterior((2, 3, 6, 10, 9), FIRST_PRIOR), posterior((15, 0, 0, 0, 15), FIRST_PRIOR)
    assert state(usual.n, usual.half_width) == "solid"
    assert state(torn.n, torn.half_width) == "first"
