"""Tests of Parquet, read back by DuckDB."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings

from datasets.formats import csv, index, parquet
from datasets.records import Cell, Column
from tests.datasets.tables import COLUMNS, GRANT_ROWS, GRANTS, ROWS, an_index, column


def written(folder: Path, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> Path:
    path = an_index(folder / "index.sqlite", columns, rows)
    csv.write(folder / "x.csv", columns, index.read_rows(path))
    parquet.write(folder / "x.parquet", columns, folder / "x.csv", path)
    return folder / "x.parquet"


def asked(path: Path, what: str) -> list[Any]:
    with duckdb.connect() as connection:
        return connection.execute(f"{what} FROM read_parquet(?)", [str(path)]).fetchall()


def types(path: Path) -> list[str]:
    return [row[1] for row in asked(path, "DESCRIBE SELECT *")]


@settings(max_examples=25, deadline=None)
@given(rows=ROWS)
def test_rows_come_back_with_their_types(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[Cell, ...]]) -> None:
    path = written(tmp_path_factory.mktemp("parquet"), COLUMNS, rows)
    assert [tuple(map(alike, row)) for row in asked(path, "SELECT *")] == [tuple(map(alike, row)) for row in rows]


def alike(cell: Cell) -> Cell:
    """The same for what a file holds and what was handed in: no empty texts, moments without their zone, numbers as doubles."""
    if isinstance(cell, dt.datetime):
        return cell.replace(tzinfo=None)
    return float(cell) if isinstance(cell, Decimal | int) and not isinstance(cell, bool) else cell or None if cell == "" else cell


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [
        ([Decimal("0.01"), Decimal("9999999999999.99"), None], "DECIMAL(18,2)"),
        ([5, -7], "DECIMAL(18,2)"),
        ([Decimal("0.001")], "DOUBLE"),
        ([Decimal("-0.125"), 1], "DOUBLE"),
        ([10**16], "DOUBLE"),
        ([], "DECIMAL(18,2)"),
    ],
)
def test_numbers_are_decimals_where_cents_are_enough(tmp_path: Path, numbers: list[Cell], kind: str) -> None:
    path = written(tmp_path, [column("n", "number")], [(number,) for number in numbers])
    assert types(path) == [kind]
    assert [row[0] for row in asked(path, "SELECT *")] == ([alike(n) for n in numbers] if kind == "DOUBLE" else numbers)


def test_columns_have_types(tmp_path: Path) -> None:
    path = written(tmp_path, GRANTS, GRANT_ROWS)
    assert types(path) == ["VARCHAR", "VARCHAR", "VARCHAR", "DOUBLE", "DATE", "BOOLEAN"]


def test_lines_and_quotes_within_cells_stay(tmp_path: Path) -> None:
    rows = [('a "quoted", text\r\nof two lines', "x"), ("lone\rreturn", None), (None, '"')]
    assert asked(written(tmp_path, [column("a"), column("b")], rows), "SELECT *") == rows


def test_one_column_of_empty_cells_keeps_its_rows(tmp_path: Path) -> None:
    assert asked(written(tmp_path, [column("a")], [(None,), ("x",), (None,)]), "SELECT *") == [(None,), ("x",), (None,)]


def test_a_folder_may_have_a_quote_in_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "it's"
    folder.mkdir()
    assert asked(written(folder, [column("a")], [("x",)]), "SELECT *") == [("x",)]


def test_the_same_rows_are_the_same_bytes_in_many_groups(tmp_path: Path) -> None:
    rows = [(f"text {number % 977}", number) for number in range(30_000)]
    columns = [column("a"), column("n", "integer")]
    files = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        files.append(written(tmp_path / name, columns, rows))
    assert files[0].read_bytes() == files[1].read_bytes()
    assert asked(files[0], "SELECT n") == [(number,) for number in range(30_000)]
