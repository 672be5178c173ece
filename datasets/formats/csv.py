"""The CSV of a release: UTF-8 without a mark, comma, one header line, LF; what all other files hold the same rows as."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path

from datasets.formats.cells import Value, any_needs_plain, plain
from datasets.records import Column

BATCH = 1000
"""Rows written at once: one call of the writer for many rows is twice as fast as one each."""


def write(path: Path, columns: Sequence[Column], rows: Iterable[tuple[Value, ...]]) -> None:
    """Writes header and rows. A cell is written as it is: whoever opens the file in a spreadsheet imports it as text."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(batches(columns, rows))


def batches(columns: Sequence[Column], rows: Iterable[tuple[Value, ...]]) -> Iterator[str]:
    """The header's line, then texts of many rows each; a row spans several lines where a cell does.

    Numbers are decimals with a point and without an exponent, dates ISO 8601, yes and no ``true`` and ``false``,
    an empty cell is nothing.
    """
    yield _lines([[column.name for column in columns]])
    numbers = [position for position, column in enumerate(columns) if column.type == "number"]
    booleans = [position for position, column in enumerate(columns) if column.type == "boolean"]
    source = iter(rows)
    while batch := [*islice(source, BATCH)]:
        as_they_are = not booleans and not any_needs_plain(batch, numbers)
        yield _lines(batch if as_they_are else [_texts(row, numbers, booleans) for row in batch])


def _lines(rows: Sequence[Sequence[Value]]) -> str:
    """Lines that end in LF. Python quotes a lone CR only when it is part of the line's end: then each gets CR LF and loses the CR."""
    text = _written(rows, "\n")
    return text if "\r" not in text else "".join(_written([row], "\r\n")[:-2] + "\n" for row in rows)


def _written(rows: Iterable[Sequence[Value]], end: str) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator=end).writerows(rows)
    return buffer.getvalue()


def _texts(row: Sequence[Value], numbers: list[int], booleans: list[int]) -> list[Value]:
    cells = list(row)
    for position in numbers:
        number = cells[position]
        if isinstance(number, float | Decimal):
            cells[position] = plain(number)
    for position in booleans:
        cell = cells[position]
        cells[position] = None if cell is None else str(cell).lower()
    return cells
