"""Tests of XLSX, read back by two other libraries."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine

from datasets.errors import Refused
from datasets.formats import xlsx
from datasets.formats.index import read_rows
from tests.datasets.tables import GRANT_ROWS, GRANTS, an_index, column


@pytest.fixture
def grants(tmp_path: Path) -> Path:
    rows = read_rows(an_index(tmp_path / "index.sqlite", GRANTS, GRANT_ROWS))
    xlsx.write(tmp_path / "x.xlsx", GRANTS, rows, sheets=("Daten", "Spalten"))
    return tmp_path / "x.xlsx"


def sheet(path: Path, name: str = "Daten") -> list[list[Any]]:
    return python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python()


def test_rows_are_cells_with_types(grants: Path) -> None:
    header, first, *_ = sheet(grants)
    assert header == ["fkz", "ort", "thema", "summe", "von", "aktiv"]
    assert first == ["01A", "Dortmund", "Wasserstoff für die Straße", 1000.5, dt.date(2020, 1, 1), True]


def test_no_text_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "https://example.org", "0123", "{=A1}", "\t=1"]
    xlsx.write(tmp_path / "x.xlsx", [column("a")], [(text,) for text in texts])
    cells = [row[0] for row in openpyxl.load_workbook(tmp_path / "x.xlsx")["data"].iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == texts
    assert [(cell.data_type, cell.hyperlink) for cell in cells] == [("s", None)] * len(texts)


def test_a_day_before_1900_is_a_text(grants: Path) -> None:
    assert sheet(grants)[4][4] == "1899-12-31"


def test_whole_numbers_keep_all_their_digits(tmp_path: Path) -> None:
    xlsx.write(tmp_path / "x.xlsx", [column("n", "integer")], [(2**62,), (5,)])
    assert sheet(tmp_path / "x.xlsx", "data")[1:] == [[str(2**62)], [5.0]]


def test_what_is_too_long_for_a_cell_ends_in_an_ellipsis(tmp_path: Path) -> None:
    xlsx.write(tmp_path / "x.xlsx", [column("a")], [("x" * 40_000,)])
    ((text,),) = sheet(tmp_path / "x.xlsx", "data")[1:]
    assert (len(text), text[-2:]) == (32_767, "x…")


def test_the_second_sheet_says_what_columns_mean(grants: Path) -> None:
    rows = sheet(grants, "Spalten")
    assert rows[0][:2] == ["name", "type"]
    assert [row[0] for row in rows[1:]] == [column.name for column in GRANTS]


def test_the_same_rows_are_the_same_bytes(tmp_path: Path, grants: Path) -> None:
    again = tmp_path / "again.xlsx"
    xlsx.write(again, GRANTS, read_rows(tmp_path / "index.sqlite"), sheets=("Daten", "Spalten"))
    assert again.read_bytes() == grants.read_bytes()


def test_more_rows_than_fit_leave_no_file(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="100,000"):
        xlsx.write(tmp_path / "x.xlsx", [column("n", "integer")], ((number,) for number in range(xlsx.ROW_LIMIT + 1)))
    assert list(tmp_path.iterdir()) == []
