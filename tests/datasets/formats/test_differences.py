"""Tests of the difference between two indexes."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.formats.differences import Change, Difference, changed_cells, differences, only_in
from datasets.formats.index import read_rows
from tests.datasets.tables import an_index, column

COLUMNS = (column("id"), column("a"), column("n", "integer"), column("yes", "boolean"))
CONTENT = st.tuples(st.none() | st.sampled_from("xy"), st.none() | st.integers(0, 1), st.none() | st.booleans())
Rows = dict[str, tuple[str | int | None, ...]]
NAMES = [column.name for column in COLUMNS[1:]]
LIST = st.dictionaries(st.sampled_from("abcdef"), CONTENT)


@settings(max_examples=60, deadline=None)
@given(old=LIST, new=LIST)
def test_differences_are_those_of_two_mappings(tmp_path_factory: pytest.TempPathFactory, old: Rows, new: Rows) -> None:
    folder = tmp_path_factory.mktemp("differences")
    before, after = (
        an_index(folder / name, COLUMNS, [(key, *cells) for key, cells in rows.items()], ("id",))
        for name, rows in (("old.sqlite", old), ("new.sqlite", new))
    )
    changed = {key for key in old.keys() & new.keys() if old[key] != new[key]}
    kept = len(old.keys() & new.keys())
    assert differences(before, after) == Difference(len(new) - kept, len(changed), kept - len(changed), len(old) - kept)
    cells = list(changed_cells(before, after))
    assert {cell.key for cell in cells} == changed
    assert all(new[cell.key][NAMES.index(cell.column)] == cell.new != cell.old for cell in cells)
    assert [key for key, _ in only_in(after, before)] == [key for key in new if key not in old]
    assert dict(only_in(before, after)) == {key: (key, *cells) for key, cells in old.items() if key not in new}


def test_a_changed_cell_says_what_it_was_and_is(tmp_path: Path) -> None:
    old = an_index(tmp_path / "old.sqlite", COLUMNS, [("k", "x", 1, True), ("l", None, None, None)], ("id",))
    new = an_index(tmp_path / "new.sqlite", COLUMNS, [("l", "y", None, None), ("k", "x", 2, False)], ("id",))
    assert list(changed_cells(old, new)) == [
        Change("l", "a", None, "y"),
        Change("k", "n", 1, 2),
        Change("k", "yes", True, False),
    ]


def test_without_a_key_rows_come_and_go_but_do_not_change(tmp_path: Path) -> None:
    old = an_index(tmp_path / "old.sqlite", [column("a")], [("x",), ("x",), ("y",)])
    new = an_index(tmp_path / "new.sqlite", [column("a")], [("x",), ("z",), ("y",)])
    assert differences(old, new) == Difference(added=1, changed=0, unchanged=2, gone=1)
    assert [row for _, row in only_in(new, old)] == [("z",)]


def test_a_new_column_or_another_order_changes_no_row(tmp_path: Path) -> None:
    old = an_index(tmp_path / "old.sqlite", [column("id"), column("a")], [("k", "x"), ("l", "y")], ("id",))
    new = an_index(tmp_path / "new.sqlite", [column("a"), column("id"), column("b")], [("x", "k", "new"), ("z", "l", "new")], ("id",))
    assert differences(old, new) == Difference(added=0, changed=1, unchanged=1, gone=0)
    assert list(changed_cells(old, new)) == [Change("l", "a", "y", "z")]


def test_a_text_that_became_a_number_has_changed(tmp_path: Path) -> None:
    old = an_index(tmp_path / "old.sqlite", [column("id"), column("a")], [("k", "42")], ("id",))
    new = an_index(tmp_path / "new.sqlite", [column("id"), column("a", "integer")], [("k", 42)], ("id",))
    assert list(changed_cells(old, new)) == [Change("k", "a", "42", 42)]
    assert differences(old, new).changed == 1


def test_reading_an_index_changes_nothing_of_it(tmp_path: Path) -> None:
    path = an_index(tmp_path / "index.sqlite", [column("a")], [("x",)])
    before = path.read_bytes()
    assert differences(path, path).unchanged == len(list(read_rows(path))) == 1
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
