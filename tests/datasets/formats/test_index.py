"""Tests of writing and reading a query index."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.datastore import answer
from datasets.errors import NotFound, Refused
from datasets.formats.cells import STORED, with_booleans
from datasets.formats.differences import changed_cells, differences
from datasets.formats.index import open_index, read_rows, read_schema
from datasets.formats.layout import MOST_COLUMNS
from datasets.question import Question, Sort
from datasets.records import Cell
from tests.datasets.tables import COLUMNS, GRANT_ROWS, GRANTS, ROWS, an_index, column

BOOLEANS = [position for position, column in enumerate(COLUMNS) if column.type == "boolean"]


def raw(path: Path, select: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(select).fetchall()
    finally:
        connection.close()


@settings(max_examples=50, deadline=None)
@given(rows=ROWS)
def test_all_rows_come_back_in_their_order(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[Cell, ...]]) -> None:
    path = an_index(tmp_path_factory.mktemp("index") / "index.sqlite", COLUMNS, rows)
    stored = [tuple(STORED[column.type](cell) for column, cell in zip(COLUMNS, row, strict=True)) for row in rows]
    assert list(read_rows(path)) == [with_booleans(row, BOOLEANS) for row in stored]
    assert read_schema(path).rows == len(rows)


def test_row_numbers_have_no_gaps_even_where_rows_were_left_out(tmp_path: Path) -> None:
    with open_index(tmp_path / "index.sqlite", GRANTS, ("fkz",)) as writer:
        taken = [writer.add(row) for row in [*GRANT_ROWS, *GRANT_ROWS, ("02A", *GRANT_ROWS[0][1:])]]
    assert taken == [True] * 5 + [False] * 5 + [True]
    assert raw(tmp_path / "index.sqlite", "SELECT _id, _key FROM rows ORDER BY _id")[-2:] == [(5, "01E"), (6, "02A")]


def test_equal_rows_without_a_key_are_told_apart_by_their_occurrence(tmp_path: Path) -> None:
    path = an_index(tmp_path / "index.sqlite", [column("a")], [("x",), ("y",), ("x",), ("x",)])
    keys = [str(key) for (key,) in raw(path, "SELECT _key FROM rows ORDER BY _id")]
    assert [key.split("#")[1] for key in keys] == ["1", "1", "2", "3"]
    assert len({key.split("#")[0] for key in keys}) == 2


@settings(max_examples=50, deadline=None)
@given(rows=ROWS, repeated=st.integers(0, 3), keyed=st.booleans())
def test_rows_taken_at_once_are_those_taken_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[Cell, ...]], repeated: int, keyed: bool
) -> None:
    folder, rows = tmp_path_factory.mktemp("index"), rows * repeated
    key = ("integer_a",) if keyed else ()
    rows = [row for row in rows if not keyed or row[COLUMNS.index(column("integer_a", "integer"))] is not None]
    with open_index(folder / "one.sqlite", COLUMNS, key) as one, open_index(folder / "all.sqlite", COLUMNS, key) as many:
        for row in rows:
            one.add(row)
        many.add_all(rows)
    assert (folder / "one.sqlite").read_bytes() == (folder / "all.sqlite").read_bytes()


def test_many_rows_are_all_there_with_what_recurs_in_a_later_batch(tmp_path: Path) -> None:
    rows = [(f"x{number}", number) for number in range(2345)]
    with open_index(tmp_path / "index.sqlite", [column("a"), column("n", "integer")]) as writer:
        writer.add(rows[7])
        writer.add_all([*rows, rows[3]])
    assert list(read_rows(tmp_path / "index.sqlite")) == [rows[7], *rows, rows[3]]
    ends = [key.split("#")[1] for (key,) in raw(tmp_path / "index.sqlite", "SELECT _key FROM rows ORDER BY _id") if isinstance(key, str)]
    assert [position for position, end in enumerate(ends) if end == "2"] == [8, 2346]


def test_a_key_of_two_columns_is_both(tmp_path: Path) -> None:
    path = an_index(tmp_path / "index.sqlite", [column("a"), column("b")], [("x", "yz"), ("xy", "z"), ("x", None)], ("a", "b"))
    assert raw(path, "SELECT _key FROM rows ORDER BY _id") == [('["x","yz"]',), ('["xy","z"]',), ('["x",null]',)]


def test_the_same_content_has_the_same_hash_however_it_was_typed(tmp_path: Path) -> None:
    columns = [column("a", "number"), column("b")]
    path = an_index(tmp_path / "index.sqlite", columns, [(Decimal("1.50"), ""), (1.5, None), (Decimal("2.00"), None), (2, None)])
    hashes = [value for (value,) in raw(path, "SELECT _hash FROM rows ORDER BY _id")]
    assert hashes[0] == hashes[1] != hashes[2] == hashes[3]


def test_the_same_rows_make_the_same_file(tmp_path: Path) -> None:
    one, two = (an_index(tmp_path / name, GRANTS, GRANT_ROWS, ("fkz",)) for name in ("one.sqlite", "two.sqlite"))
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("x", "1"), "Column n"),
        ((5, 1), "Column key"),
        (("x",), "1 cells for 2 columns"),
        (("a\0b", 1), "NUL"),
        (("\ud800", 1), "surrogate"),
        ((None, 1), "identifies"),
        (("", 1), "identifies"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_and_the_next_one_taken(tmp_path: Path, row: tuple[Cell, ...], said: str) -> None:
    with open_index(tmp_path / "index.sqlite", [column("key"), column("n", "integer")], ("key",)) as writer:
        with pytest.raises(Refused, match=said):
            writer.add(row)
        assert writer.add(("x", 1))
    assert list(read_rows(tmp_path / "index.sqlite")) == [("x", 1)]


def test_a_backslash_that_looks_like_a_nul_is_a_text(tmp_path: Path) -> None:
    path = an_index(tmp_path / "index.sqlite", [column("a")], [("\\u0000",)])
    assert list(read_rows(path)) == [("\\u0000",)]


def test_columns_may_have_names_that_are_words_of_sqlite(tmp_path: Path) -> None:
    names = ["rank", "rowid", "select", "rows_fts", "key", "t0", "rows", "order"]
    path = an_index(tmp_path / "index.sqlite", [column(name) for name in names], [tuple(names)])
    assert list(read_rows(path)) == [tuple(names)]


def test_long_texts_get_no_tree_and_short_columns_do(tmp_path: Path) -> None:
    rows = [("short", "x" * 61, "y" * 201 if number == 1 else "", number) for number in range(4)]
    path = an_index(tmp_path / "index.sqlite", [column("a"), column("b"), column("c"), column("n", "integer")], rows)
    assert read_schema(path).indexed == {"a", "n"}


def test_an_index_describes_its_columns_and_key(tmp_path: Path) -> None:
    schema = read_schema(an_index(tmp_path / "index.sqlite", GRANTS, GRANT_ROWS, ("fkz",)))
    assert (schema.columns, schema.key, schema.rows) == (GRANTS, ("fkz",), 5)


def test_a_failed_writing_leaves_no_file(tmp_path: Path) -> None:
    def failing() -> Iterator[tuple[Cell, ...]]:
        yield GRANT_ROWS[0]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        an_index(tmp_path / "index.sqlite", GRANTS, failing())
    assert list(tmp_path.iterdir()) == []


def test_finishing_twice_is_finishing_once(tmp_path: Path) -> None:
    with open_index(tmp_path / "index.sqlite", GRANTS) as writer:
        writer.add(GRANT_ROWS[0])
        assert writer.finish() == 1
        assert writer.finish() == 1


def test_an_index_is_written_once(tmp_path: Path) -> None:
    path = an_index(tmp_path / "index.sqlite", GRANTS, GRANT_ROWS)
    with pytest.raises(Refused, match="exists"):
        open_index(path, GRANTS)


@pytest.mark.parametrize("names", [[], ["_id"], ["_key", "a"], ["_hash"]])
def test_an_index_needs_columns_and_keeps_its_own_names(tmp_path: Path, names: list[str]) -> None:
    with pytest.raises(Refused, match="needs columns"):
        open_index(tmp_path / "index.sqlite", [column(name) for name in names])


def test_a_table_may_be_as_wide_as_promised_and_no_wider(tmp_path: Path) -> None:
    columns = [column(f"c{number}") for number in range(MOST_COLUMNS + 1)]
    path = an_index(tmp_path / "index.sqlite", columns[:-1], [tuple("x" * MOST_COLUMNS)])
    other = an_index(tmp_path / "other.sqlite", columns[1:], [tuple("y" * MOST_COLUMNS)], ("c5",))
    assert differences(path, other).gone == differences(other, path).gone == 1
    assert list(changed_cells(other, path)) == []
    assert answer(path, Question(q="x", sort=(Sort("c1"),), distinct=True)).total == 1
    with pytest.raises(Refused, match="too many"):
        open_index(tmp_path / "wide.sqlite", columns)


def test_an_index_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        list(read_rows(tmp_path / "none.sqlite"))


def test_an_empty_index_has_no_rows(tmp_path: Path) -> None:
    path = an_index(tmp_path / "index.sqlite", [column("day", "date")], [])
    assert list(read_rows(path)) == []
    assert read_schema(path).rows == 0


def test_more_rows_than_one_batch_arrive(tmp_path: Path) -> None:
    start = dt.date(2000, 1, 1)
    rows = [(start + dt.timedelta(days=number),) for number in range(2500)]
    path = an_index(tmp_path / "index.sqlite", [column("day", "date")], rows, ("day",))
    assert [row[0] for row in read_rows(path)] == [row[0].isoformat() for row in rows]
