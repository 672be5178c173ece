"""Tests of the CSV."""

import csv as reader
import io
from decimal import Decimal
from pathlib import Path

from hypothesis import given

from datasets.formats import csv
from datasets.formats.cells import STORED, Value, plain, shown
from datasets.records import Cell
from tests.datasets.tables import COLUMNS, GRANT_ROWS, GRANTS, ROWS, column


def values(rows: list[tuple[Cell, ...]]) -> list[tuple[Value, ...]]:
    stored = [tuple(STORED[column.type](cell) for column, cell in zip(COLUMNS, row, strict=True)) for row in rows]
    return list(shown(COLUMNS, stored))


def text(cell: Value) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    return "" if cell is None else cell if isinstance(cell, str) else plain(cell)


@given(ROWS)
def test_any_reader_of_csv_gets_the_cells_back(rows: list[tuple[Cell, ...]]) -> None:
    written = "".join(csv.lines(COLUMNS, values(rows)))
    header, *read = reader.reader(io.StringIO(written, newline=""))
    assert header == [column.name for column in COLUMNS]
    assert read == [[text(cell) for cell in row] for row in values(rows)]


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
    assert list(csv.lines([column("a", "number")], [(STORED["number"](Decimal("1234567.80")),)]))[1] == "1234567.8\n"
