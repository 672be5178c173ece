"""Rounding: halves go up, noise of binary fractions does not count."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.statistics.rounding import rounded


@pytest.mark.parametrize(
    ("value", "figure"),
    [(3.495, 3.5), (3.4949999999999997, 3.5), (2.675, 2.68), (0.125, 0.13), (3.494, 3.49), (-0.125, -0.13), (3.8, 3.8)],
)
def test_halves_go_away_from_zero(value: float, figure: float) -> None:
    assert rounded(value) == figure


def test_a_tiny_negative_figure_is_plain_zero() -> None:
    assert str(rounded(-0.001)) == "0.0"


@given(st.integers(100, 500))
def test_a_figure_of_two_decimals_stays_as_it_is(hundredths: int) -> None:
    assert rounded(hundredths / 100) == hundredths / 100


@given(st.floats(-5, 5))
def test_a_figure_has_two_decimals_and_is_at_most_half_a_step_away(value: float) -> None:
    figure = rounded(value)
    assert len(str(Decimal(str(figure))).partition(".")[2]) <= 2
    assert abs(figure - value) <= 0.005 + 1e-9


@given(st.floats(1, 5), st.floats(1, 5))
def test_rounding_keeps_the_order(one: float, other: float) -> None:
    assert rounded(min(one, other)) <= rounded(max(one, other))
