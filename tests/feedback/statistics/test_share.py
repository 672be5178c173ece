"""The share of ratings that see a great benefit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.statistics.share import positive_share, wilson
from feedback.statistics.tally import Tally

counts = st.integers(0, 300)
tallies = st.tuples(counts, counts, counts, counts, counts).filter(any)


def test_nineteen_of_thirty() -> None:
    share = positive_share((2, 3, 6, 10, 9))
    assert (share.positive, share.n) == (19, 30)
    assert (share.low, share.high) == pytest.approx((0.455, 0.781), abs=5e-4)


def test_three_of_three_is_not_sure_of_all() -> None:
    assert wilson(3, 3) == pytest.approx((0.438, 1), abs=5e-4)


def test_a_share_of_no_ratings_is_an_error() -> None:
    with pytest.raises(ValueError, match="no ratings"):
        positive_share((0, 0, 0, 0, 0))


@given(tallies)
def test_the_interval_contains_the_share_and_keeps_to_zero_and_one(tally: Tally) -> None:
    share = positive_share(tally)
    assert 0 <= share.low <= share.share + 1e-12
    assert share.share - 1e-12 <= share.high <= 1


@given(tallies)
def test_the_interval_solves_wilsons_equation(tally: Tally) -> None:
    share = positive_share(tally)
    for end in (share.low, share.high):
        assert (share.share - end) ** 2 == pytest.approx(1.96**2 * end * (1 - end) / share.n, abs=1e-9)


@given(st.integers(0, 200), st.integers(1, 200))
def test_the_intervals_of_yes_and_no_mirror_each_other(positive: int, negative: int) -> None:
    low, high = wilson(positive, positive + negative)
    assert wilson(negative, positive + negative) == pytest.approx((1 - high, 1 - low))
