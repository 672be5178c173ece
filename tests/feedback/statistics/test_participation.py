"""Who took part, beside who lives there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.statistics.participation import missing_groups, participation

RESIDENTS = {"north": 60_000, "centre": 50_000, "south": 40_000}
groups = st.fixed_dictionaries({name: st.integers(0, 500) for name in RESIDENTS})


def test_equal_rates_mirror_the_residents() -> None:
    found = participation({"north": 60, "centre": 50, "south": 40}, RESIDENTS)
    assert found is not None
    assert (found.n, found.ratio, found.dissimilarity) == pytest.approx((150, 1, 0))


def test_a_silent_district_shows_in_both_measures() -> None:
    found = participation({"north": 0, "centre": 50, "south": 40}, RESIDENTS)
    assert found is not None
    assert found.ratio == 0
    assert found.dissimilarity == pytest.approx(60 / 150)


def test_unequal_rates_by_hand() -> None:
    found = participation({"old": 30, "young": 10}, {"old": 100, "young": 100})
    assert found is not None
    assert (found.ratio, found.dissimilarity) == pytest.approx((1 / 3, 0.25))


def test_ratings_from_outside_and_groups_without_residents_stay_out() -> None:
    found = participation({"old": 30, "young": 10, "outside": 60}, {"old": 100, "young": 100, "harbour": 0})
    assert found is not None
    assert (found.n, found.ratio) == pytest.approx((40, 1 / 3))


def test_without_ratings_there_is_nothing_to_compare() -> None:
    assert participation({"outside": 3}, RESIDENTS) is None


def test_a_group_far_below_its_share_is_missing() -> None:
    assert missing_groups({"north": 9, "centre": 50, "south": 41}, RESIDENTS) == ("north",)
    assert missing_groups({"north": 10, "centre": 50, "south": 40}, RESIDENTS) == ()


def test_no_group_is_missing_while_few_ratings_are_expected_of_it() -> None:
    assert missing_groups({"centre": 6, "south": 6}, RESIDENTS) == ()
    assert missing_groups({"centre": 7, "south": 6}, RESIDENTS) == ("north",)


@given(groups.filter(lambda ratings: any(ratings.values())))
def test_measures_keep_to_zero_and_one(ratings: dict[str, int]) -> None:
    found = participation(ratings, RESIDENTS)
    assert found is not None
    assert 0 <= found.ratio <= 1
    assert 0 <= found.dissimilarity < 1
