"""Merging cells of a margin until each is large enough."""

from hypothesis import given
from hypothesis import strategies as st

from feedback.statistics.margins import merged_cells

margins = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 40), min_size=1, max_size=9)


def test_large_cells_stay_as_they_are() -> None:
    assert merged_cells({"a": 10, "b": 90}, ordered=True) == {"a": ("a",), "b": ("b",)}


def test_a_small_age_band_joins_the_smaller_of_its_neighbours() -> None:
    cells = merged_cells({"young": 40, "middle": 3, "old": 20}, ordered=True)
    assert cells == {"young": ("young",), "middle": ("middle", "old"), "old": ("middle", "old")}


def test_a_small_district_joins_the_next_smallest() -> None:
    cells = merged_cells({"north": 4, "centre": 60, "south": 12}, ordered=False)
    assert cells == {"north": ("north", "south"), "south": ("north", "south"), "centre": ("centre",)}


def test_the_last_age_band_joins_the_one_before() -> None:
    assert merged_cells({"young": 40, "middle": 30, "old": 0}, ordered=True)["old"] == ("middle", "old")


def test_a_margin_that_is_too_small_becomes_one_cell() -> None:
    (names,) = set(merged_cells({"a": 2, "b": 3, "c": 4}, ordered=False).values())
    assert set(names) == {"a", "b", "c"}


@given(margins, st.booleans())
def test_every_group_is_in_one_cell_and_every_cell_is_large_enough_or_alone(counts: dict[str, int], ordered: bool) -> None:
    cells = merged_cells(counts, ordered)
    assert all(group in names for group, names in cells.items())
    assert sorted(group for names in set(cells.values()) for group in names) == sorted(counts)
    sizes = [sum(counts[group] for group in names) for names in set(cells.values())]
    assert len(sizes) == 1 or min(sizes) >= 10


@given(margins)
def test_ordered_groups_are_merged_only_with_neighbours(counts: dict[str, int]) -> None:
    order = list(counts)
    for names in merged_cells(counts, ordered=True).values():
        first = order.index(names[0])
        assert list(names) == order[first : first + len(names)]
