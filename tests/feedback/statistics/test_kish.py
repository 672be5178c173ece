"""Effective number of ratings and design effect."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.statistics.kish import design_effect, effective_n

weights = st.lists(st.floats(0.01, 100), min_size=1, max_size=50)


def test_equal_weights_lose_nothing() -> None:
    assert effective_n([0.5] * 8) == pytest.approx(8)
    assert design_effect([0.5] * 8) == pytest.approx(1)


def test_one_heavy_rating_among_light_ones() -> None:
    assert effective_n([3, 1]) == pytest.approx(16 / 10)
    assert design_effect([3, 1]) == pytest.approx(1.25)


def test_no_weights_are_worth_nothing() -> None:
    assert effective_n([]) == 0
    with pytest.raises(ValueError, match="no weights"):
        design_effect([])


@given(weights)
def test_weights_never_gain_ratings(values: list[float]) -> None:
    assert 1 - 1e-9 <= effective_n(values) <= len(values) + 1e-9
    assert effective_n(values) * design_effect(values) == pytest.approx(len(values))
