"""What of a table stays hidden: seen by somebody who knows the total, the other cells and the rule itself."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.scores.remainder import remainder

NAMES = "abc"


def seen(counts: dict[str, int], least: int) -> tuple[object, ...]:
    """All that is public of a table."""
    hidden = remainder(counts, least)
    return tuple((name, None if name in hidden else count) for name, count in counts.items()), sum(counts.values())


def test_nothing_is_hidden_where_every_cell_is_large() -> None:
    assert remainder({"a": 5, "b": 6, "c": 70}) == frozenset()


def test_one_small_cell_takes_the_next_one_with_it_and_not_the_next_smallest() -> None:
    assert remainder({"a": 2, "b": 30, "c": 6, "d": 40}) == {"a", "b"}


def test_what_is_left_must_be_large_enough_to_hide_four() -> None:
    assert remainder({"a": 0, "b": 9, "c": 6, "d": 8}) == {"a", "b", "c"}


def test_small_cells_that_are_nearly_full_take_another_one_with_them() -> None:
    assert remainder({"a": 4, "b": 4, "c": 5, "d": 90}) == {"a", "b", "c"}


def test_small_cells_that_may_hold_the_rest_for_each_other_need_no_other() -> None:
    assert remainder({"a": 3, "b": 2, "c": 1, "d": 90}) == {"a", "b", "c"}


def test_cells_that_are_all_empty_are_not_given_away_by_the_total() -> None:
    assert remainder({"a": 0, "b": 0, "c": 6, "d": 12, "e": 9}) == {"a", "b", "c", "d"}


@pytest.mark.parametrize("least", [5, 7])
def test_every_hidden_cell_may_hold_any_small_number_for_all_that_is_seen(least: int) -> None:
    """Every table of three cells up to a number: those that look the same are put side by side."""
    most = 2 * least + 8
    alike: dict[tuple[object, ...], list[dict[str, int]]] = defaultdict(list)
    for values in product(range(most + 1), repeat=len(NAMES)):
        counts = dict(zip(NAMES, values, strict=True))
        if len(remainder(counts, least)) < len(NAMES):
            alike[seen(counts, least)].append(counts)
    for tables in alike.values():
        hidden = remainder(tables[0], least)
        for name in hidden if sum(tables[0][one] for one in hidden) <= most else ():
            if any(counts[name] < least for counts in tables):
                assert {counts[name] for counts in tables} >= set(range(5)), (tables[0], name)


@given(st.dictionaries(st.sampled_from("abcdefghij"), st.integers(0, 60), min_size=1))
def test_no_small_cell_is_shown_and_none_is_hidden_alone(counts: dict[str, int]) -> None:
    hidden = remainder(counts)
    assert all(count >= 5 for name, count in counts.items() if name not in hidden)
    assert len(hidden) != 1 or len(counts) == 1
