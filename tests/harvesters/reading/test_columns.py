import datetime as dt
from decimal import Decimal

import pytest

from harvesters.reading.cells import Unreadable
from harvesters.reading.columns import Kind, Known, grid_of, identifies, reader_of
from harvesters.reading.grid import RawCell
from harvesters.reading.tables import Line, Table

KNOWN = (
    Known("identifier", "projectID", "line", "Kennung; im Projekt", "Identifier"),
    Known("total", "total Cost", "amount", "Summe", "Sum", unit="EUR"),
)


def _table(headers: tuple[str, ...], *rows: list[RawCell]) -> Table:
    return Table("a", headers, lambda: (Line(number, row) for number, row in enumerate(rows, 2)))


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("amount", "960619,95", Decimal("960619.95")),
        ("amount", "528340.975", Decimal("528340.975")),
        ("amount", "4.729375062E7", Decimal("47293750.62")),
        ("amount", 12.5, Decimal("12.5")),
        ("english_amount", "152,505", 152_505),
        ("english_amount", "1,234.50", Decimal("1234.50")),
        ("number", "51.525895694", Decimal("51.525895694")),
        ("integer", 3.0, 3),
        ("date", "04/09/2017", dt.date(2017, 9, 4)),
        ("partial", "2025-04", "2025-04"),
        ("datetime", "2026-06-03 12:20:56", dt.datetime(2026, 6, 3, 12, 20, 56)),
        ("boolean", "False", False),
        ("boolean", None, None),
        ("line", 101082377.0, "101082377"),
    ],
)
def test_a_cell_is_read_as_its_column_says(kind: Kind, raw: RawCell, value: object) -> None:
    assert reader_of(kind)(raw) == value


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("amount", "viel"),
        ("amount", "1E99"),
        ("integer", "1.5"),
        ("number", "nan%"),
        ("date", "2025"),
        ("datetime", "gestern"),
        ("boolean", "vielleicht"),
    ],
)
def test_what_a_column_does_not_hold_is_told(kind: Kind, raw: RawCell) -> None:
    with pytest.raises(Unreadable):
        reader_of(kind)(raw)


def test_columns_are_found_by_header_and_the_others_keep_a_name_of_theirs() -> None:
    grid = grid_of(_table(("Total cost", "\ufeffprojectID", "Website: Notes", "", "website notes", "2. Wahl", "_id")), KNOWN)
    assert grid.places == {"identifier": 1, "total": 0, "website_notes": 2, "website_notes_2": 4, "wahl": 5, "id": 6}
    assert [column.source_name for column in grid.columns][:2] == ["\ufeffprojectID", "Total cost"]
    assert (grid.columns[0].title.de, grid.columns[0].description.de, grid.columns[1].unit) == ("Kennung", "Kennung; im Projekt.", "EUR")


def test_columns_identify_a_row_where_each_has_cells_of_its_own() -> None:
    whole, twice, hollow = (_table(("projectID",), *([key] for key in keys)) for keys in (["1", "2"], ["1", "1"], ["1", ""]))
    assert [identifies(grid_of(table, KNOWN), ("identifier",)) for table in (whole, twice, hollow)] == [True, False, False]
    assert not identifies(grid_of(whole, KNOWN), ("total",))
