"""Tallies: from values to counts per level."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.statistics.tally import counts_of, mean, tally_of


def test_values_are_counted_per_level() -> None:
    assert tally_of([5, 4, 4, 5, 3, 5]) == (0, 0, 1, 2, 3)


def test_weights_are_summed_per_level() -> None:
    assert counts_of([(1, 0.5), (1, 0.25), (5, 2.0)]) == (0.75, 0, 0, 0, 2)


@pytest.mark.parametrize("value", [0, 6, -1])
def test_a_value_off_the_scale_is_an_error(value: int) -> None:
    with pytest.raises(ValueError, match="a rating is one of"):
        tally_of([3, value])


def test_an_empty_tally_has_no_mean() -> None:
    with pytest.raises(ValueError, match="no mean"):
        mean((0, 0, 0, 0, 0))


@given(st.lists(st.integers(1, 5), min_size=1))
def test_the_mean_of_a_tally_is_the_mean_of_its_values(values: list[int]) -> None:
    assert mean(tally_of(values)) == pytest.approx(sum(values) / len(values))
    assert sum(tally_of(values)) == len(values)
