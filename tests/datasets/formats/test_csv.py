"""Tests of the CSV."""

import csv as reader
import io
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from datasets.formats import csv
from datasets.formats.cells import STORED, Value, plain, shown
from datasets.records import Cell
from tests.datasets.tables import CELLS, COLUMNS, GRANT_ROWS, GRANTS, ROWS, column

TEXT = st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1) | st.text(',"\r\n x', min_size=1)


def values(rows: list[tuple[Cell, ...]]) -> list[tuple[Value, ...]]:
    stored = [tuple(STORED[column.type](cell) for column, cell in zip(COLUMNS, row, strict=True)) for row in rows]
    return list(shown(COLUMNS, stored))


def text(cell: Value) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    return "" if cell is None else cell if isinstance(cell, str) else plain(cell)


@given(ROWS)
def test_any_reader_of_csv_gets_the_cells_back(rows: list[tuple[Cell, ...]]) -> None:
    written = "".join(csv.batches(COLUMNS, values(rows)))
    header, *read = reader.reader(io.StringIO(written, newline=""))
    assert header == [column.name for column in COLUMNS]
    assert read == [[text(cell) for cell in row] for row in values(rows)]


@given(st.lists(st.tuples(CELLS["string"], CELLS["number"]), max_size=8))
def test_rows_without_yes_and_no_are_written_at_once_and_come_back_too(rows: list[tuple[Cell, Cell]]) -> None:
    columns = [column("a"), column("n", "number")]
    stored = [(STORED["string"](name), STORED["number"](number)) for name, number in rows]
    _, *read = reader.reader(io.StringIO("".join(csv.batches(columns, stored)), newline=""))
    assert read == [[text(cell) for cell in row] for row in stored]


@given(st.lists(st.tuples(TEXT, TEXT, st.none() | st.integers()), min_size=1))
def test_the_bytes_are_those_of_the_writer_of_the_standard_library(rows: list[tuple[Value, ...]]) -> None:
    columns = [column("a"), column("b"), column("n", "integer")]
    buffer = io.StringIO(newline="")
    reader.writer(buffer, lineterminator="\r\n").writerows([("a", "b", "n"), *rows])
    assert "".join(csv.batches(columns, rows)) == "".join(line.removesuffix("\r\n") + "\n" for line in _records(buffer.getvalue()))


def _records(text: str) -> list[str]:
    """The records of a CSV whose lines end in CR LF, each with its end: one ends where no quote is open."""
    records = [""]
    for line in text.split("\r\n"):
        if records[-1].count('"') % 2:
            records[-1] += f"\r\n{line}"
        else:
            records.append(line)
    return [f"{record}\r\n" for record in records[1:-1]]


def test_each_of_many_batches_is_written_as_it_needs(tmp_path: Path) -> None:
    rows: list[tuple[Value, ...]] = [(f"x{number}", number) for number in range(2500)]
    rows[1100], rows[2400] = ("a\rb", 1), ("small", 1e-05)
    csv.write(tmp_path / "x.csv", [column("a"), column("n", "number")], rows)
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        _, *read = reader.reader(file)
    assert read == [[text(cell) for cell in row] for row in rows]
    assert read[2400] == ["small", "0.00001"]


def test_the_file_is_utf8_without_mark_with_commas_and_lf(tmp_path: Path) -> None:
    csv.write(tmp_path / "x.csv", [column("a"), column("b", "number")], [("Köln, am Rhein", 1.5), (None, 1e-05)])
    assert (tmp_path / "x.csv").read_bytes() == 'a,b\n"Köln, am Rhein",1.5\n,0.00001\n'.encode()


def test_a_lone_carriage_return_stays_within_its_cell(tmp_path: Path) -> None:
    csv.write(tmp_path / "x.csv", [column("a"), column("b")], [("one\rtwo", "three\r\nfour"), ("five", None)])
    assert (tmp_path / "x.csv").read_bytes() == b'a,b\n"one\rtwo","three\r\nfour"\nfive,\n'


def test_a_row_of_one_empty_cell_is_a_row(tmp_path: Path) -> None:
    csv.write(tmp_path / "x.csv", [column("a")], [(None,), ("x",)])
    assert (tmp_path / "x.csv").read_bytes() == b'a\n""\nx\n'


def test_the_same_rows_are_the_same_bytes(tmp_path: Path) -> None:
    rows = [tuple(STORED[column.type](cell) for column, cell in zip(GRANTS, row, strict=True)) for row in GRANT_ROWS]
    for name in ("one.csv", "two.csv"):
        csv.write(tmp_path / name, GRANTS, shown(GRANTS, rows))
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_money_has_a_point_and_no_thousands() -> None:
    assert list(csv.batches([column("a", "number")], [(STORED["number"](Decimal("1234567.80")),)]))[1] == "1234567.8\n"
