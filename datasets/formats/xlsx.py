"""The XLSX of a release: the rows on one sheet, what the columns mean on the other."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from datasets.errors import Refused
from datasets.formats.cells import Value
from datasets.records import Column

ROW_LIMIT = 100_000
LONGEST = 32_767
"""Characters a cell of XLSX can hold; what is longer ends in an ellipsis here and is whole in the other files."""
WHOLE_LIMIT = 10**15
"""Spreadsheets keep 15 digits; longer whole numbers are written as text."""
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
STILL = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""The moment the file says it was made at: the same rows must give the same bytes."""

Put = Callable[[int, int, Value], object]


def write(
    path: Path, columns: Sequence[Column], rows: Iterable[tuple[Value, ...]], *, sheets: tuple[str, str] = ("data", "columns")
) -> None:
    """Writes up to 100,000 rows, else raises Refused and leaves no file; no text is ever taken for a formula or a link.

    ``sheets`` are the sheets' names: rows, columns.
    """
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        book.set_properties({"created": STILL})
        table = book.add_worksheet(sheets[0])
        bold = book.add_format({"bold": True})
        _write_line(table, 0, [column.name for column in columns], bold)
        table.freeze_panes(1, 0)
        fits = _write_rows([_put(table, column, book.add_format) for column in columns], rows)
        _write_columns(book.add_worksheet(sheets[1]), columns, bold)
    if not fits:
        path.unlink()
        raise Refused(f"XLSX is written for up to {ROW_LIMIT:,} rows; there are more.")


def _write_rows(puts: list[Put], rows: Iterable[tuple[Value, ...]]) -> bool:
    for number, row in enumerate(rows, 1):
        if number > ROW_LIMIT:
            return False
        for position, (put, cell) in enumerate(zip(puts, row, strict=True)):
            if cell is not None:
                put(number, position, cell)
    return True


def _write_line(sheet: Worksheet, number: int, texts: Sequence[str], style: Format | None = None) -> None:
    for position, text in enumerate(texts):
        sheet.write_string(number, position, text, style)


def _write_columns(sheet: Worksheet, columns: Sequence[Column], bold: Format) -> None:
    _write_line(sheet, 0, ["name", "type", "unit", "title", "description", "title (en)", "description (en)"], bold)
    for number, column in enumerate(columns, 1):
        texts = [column.title.de, column.description.de, column.title.en, column.description.en]
        _write_line(sheet, number, [column.name, column.type, column.unit, *(text[:LONGEST] for text in texts)])


def _put(sheet: Worksheet, column: Column, style: Callable[[dict[str, str]], Format]) -> Put:
    """How a cell of this column is written."""

    def text(row: int, position: int, cell: Value) -> object:
        whole = str(cell)
        return sheet.write_string(row, position, whole if len(whole) <= LONGEST else whole[: LONGEST - 1] + "…")

    def number(row: int, position: int, cell: Value) -> object:
        if isinstance(cell, int) and abs(cell) >= WHOLE_LIMIT:
            return text(row, position, cell)
        return sheet.write_number(row, position, cell)

    def boolean(row: int, position: int, cell: Value) -> object:
        return sheet.write_boolean(row, position, cell)

    if column.type == "date":
        return _date(sheet, text, style({"num_format": "yyyy-mm-dd"}))
    return {"integer": number, "year": number, "number": number, "boolean": boolean}.get(column.type, text)


def _date(sheet: Worksheet, text: Put, style: Format) -> Put:
    def date(row: int, position: int, cell: Value) -> object:
        day = dt.date.fromisoformat(str(cell))
        # no spreadsheet knows days before 1900
        return sheet.write_datetime(row, position, day, style) if day.year >= 1900 else text(row, position, cell)

    return date
