"""The CSV of a release: UTF-8 without a mark, comma, one header line, LF; what all other files hold the same rows as."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from datasets.formats.cells import Value, plain
from datasets.records import Column


def write(path: Path, columns: Sequence[Column], rows: Iterable[tuple[Value, ...]]) -> None:
    """Writes header and rows. A cell is written as it is: whoever opens the file in a spreadsheet imports it as text."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines(columns, rows))


def lines(columns: Sequence[Column], rows: Iterable[tuple[Value, ...]]) -> Iterator[str]:
    """The header and one text per row, each with its LF; a row spans several lines where a cell does.

    Numbers are decimals with a point and without an exponent, dates ISO 8601, yes and no ``true`` and ``false``,
    an empty cell is nothing.
    """
    # Python quotes a lone CR only when it is part of the line's end; so it gets CR LF, and each line loses the CR
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield writer.writerow([column.name for column in columns])[:-2] + "\n"
    numbers = [position for position, column in enumerate(columns) if column.type == "number"]
    booleans = [position for position, column in enumerate(columns) if column.type == "boolean"]
    for row in rows if not numbers and not booleans else (_texts(row, numbers, booleans) for row in rows):
        yield writer.writerow(row)[:-2] + "\n"


class _Echo:
    """A file that hands each written line back: ``writerow`` returns what its file's ``write`` returned."""

    def write(self, line: str) -> str:
        return line


def _texts(row: tuple[Value, ...], numbers: list[int], booleans: list[int]) -> list[Value]:
    cells = list(row)
    for position in numbers:
        number = cells[position]
        if isinstance(number, float | Decimal):
            cells[position] = plain(number)
    for position in booleans:
        cell = cells[position]
        cells[position] = None if cell is None else str(cell).lower()
    return cells
