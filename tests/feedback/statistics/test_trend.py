"""The trend line: old ratings fade, small groups give no point."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.statistics.posterior import posterior
from feedback.statistics.prior import FIRST_PRIOR
from feedback.statistics.trend import Dated, decay, trend_line

DAY = dt.date(2025, 6, 30)


def days_before(days: int) -> dt.date:
    return DAY - dt.timedelta(days=days)


def test_a_rating_halves_in_a_year() -> None:
    assert [decay(0), decay(365), decay(730)] == pytest.approx([1, 0.5, 0.25])


def test_fresh_ratings_give_the_plain_score() -> None:
    ratings: list[Dated] = [(DAY, 4)] * 20 + [(DAY, 5)] * 20
    (point,) = trend_line(ratings, [DAY], FIRST_PRIOR)
    plain = posterior((0, 0, 0, 20, 20), FIRST_PRIOR)
    assert (point.score, point.low, point.high) == (plain.score, plain.low, plain.high)
    assert point.n_effective == pytest.approx(40)


def test_year_old_ratings_count_half() -> None:
    ratings: list[Dated] = [(days_before(365), 1)] * 20 + [(DAY, 5)] * 20
    (point,) = trend_line(ratings, [DAY], FIRST_PRIOR)
    assert point.score == posterior((10, 0, 0, 0, 20), FIRST_PRIOR).score
    assert point.n_effective == pytest.approx(30**2 / (20 * 0.25 + 20))


def test_no_point_below_thirty_ratings_in_the_window() -> None:
    ratings: list[Dated] = [(days_before(730), 3)] * 10 + [(DAY, 3)] * 29
    assert trend_line(ratings, [DAY], FIRST_PRIOR) == ()
    assert len(trend_line([*ratings, (DAY, 3)], [DAY], FIRST_PRIOR)) == 1


def test_a_second_point_waits_for_five_new_ratings() -> None:
    old: list[Dated] = [(days_before(10), 3)] * 30
    days = [days_before(10), DAY]
    assert [point.day for point in trend_line([*old, *[(DAY, 5)] * 4], days, FIRST_PRIOR)] == [days_before(10)]
    assert [point.day for point in trend_line([*old, *[(DAY, 5)] * 5], days, FIRST_PRIOR)] == days


def test_ratings_of_later_days_do_not_reach_an_earlier_point() -> None:
    ratings: list[Dated] = [(days_before(1), 2)] * 30 + [(DAY, 5)] * 30
    earlier, later = trend_line(ratings, [DAY, days_before(1)], FIRST_PRIOR)
    assert earlier.score == posterior((0, 30, 0, 0, 0), FIRST_PRIOR).score
    assert later.score > earlier.score


@given(st.lists(st.tuples(st.integers(0, 900).map(days_before), st.integers(1, 5)), max_size=120))
def test_points_keep_to_the_scale_and_are_worth_at_most_their_ratings(ratings: list[Dated]) -> None:
    for point in trend_line(ratings, [days_before(100 * step) for step in range(9)], FIRST_PRIOR):
        assert 1 <= point.low <= point.score <= point.high <= 5
        assert 0 < point.n_effective <= sum(day <= point.day for day, _ in ratings) + 1e-9
