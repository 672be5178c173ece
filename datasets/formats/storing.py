"""Rows as they come -> rows as an index holds them, each with the digest of its canonical bytes; one by one or many at once."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from datasets.errors import Refused
from datasets.formats.cells import STORED, Stored
from datasets.formats.texts import TEXT
from datasets.records import Cell, Column, ColumnType

DATES = {dt.date, type(None)}
NUMBERS = {"integer", "number", "year", "boolean"}
"""Types of columns whose cells an index holds as numbers."""

StoredRow = tuple[Stored, ...]


class Storing:
    """What turns the rows of one table, whose columns it knows."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = tuple(columns)

    def row(self, cells: Sequence[Cell]) -> tuple[bytes, StoredRow]:
        """Digest and cells of one row. Raises Refused, naming column and cell, when a cell does not fit its column."""
        if len(cells) != len(self._columns):
            raise Refused(f"A row has {len(cells)} cells for {len(self._columns)} columns.")
        row = tuple([_stored(column, cell) for column, cell in zip(self._columns, cells, strict=True)])
        return _digest("\0".join([_canonical(cell) for cell in row]), len(row)), row

    def rows(self, batch: Sequence[Sequence[Cell]]) -> tuple[list[bytes], list[StoredRow]]:
        """The same of some rows, column by column and so in a third of the time. Raises what the first wrong row would."""
        try:
            return self._by_columns(batch)
        except (ValueError, Refused):
            taken = [self.row(cells) for cells in batch]
            return [digest for digest, _ in taken], [row for _, row in taken]

    def _by_columns(self, batch: Sequence[Sequence[Cell]]) -> tuple[list[bytes], list[StoredRow]]:
        given = zip(self._columns, zip(*batch, strict=True), strict=True)
        stored = [_column(column.type, cells) for column, cells in given]
        canonical = [*map("\0".join, zip(*map(_canonicals, self._columns, stored), strict=True))]
        if "\0".join(canonical).count("\0") != len(canonical) * len(stored) - 1:
            raise ValueError
        return [blake2b(text.encode(), digest_size=16).digest() for text in canonical], [*zip(*stored, strict=True)]


def _stored(column: Column, cell: Cell) -> Stored:
    try:
        return STORED[column.type](cell)
    except ValueError as error:
        raise Refused(f"Column {column.name}: {error}.") from None


def _column(kind: ColumnType, cells: Sequence[Any]) -> Sequence[Any]:
    """What an index holds of a column's cells. Raises ValueError where one does not fit."""
    types = {*map(type, cells)}
    if kind == "string":
        return _texts(cells, types)
    if kind == "number" and types == {Decimal}:
        return _decimals(cells)
    if kind == "date" and types <= DATES:
        texts = {cell: cell and cell.isoformat() for cell in {*cells}}  # a day has many rows
        return [*map(texts.get, cells)]
    return [*map(STORED[kind], cells)]


def _texts(cells: Sequence[Any], types: set[type]) -> Sequence[Any]:
    # most texts are fine: looking at their types at once costs a third of calling each
    if not types <= TEXT:
        raise ValueError
    return [cell or None for cell in cells] if "" in cells else cells


def _decimals(cells: Sequence[Decimal]) -> Sequence[Any]:
    # most are what their double says; that of a whole number says .0, which such a decimal may say, too
    reals = [*map(float, cells)]
    said = zip(cells, map(str, cells), reals, map(repr, reals), strict=True)
    return [real if text == shortest and not real.is_integer() else STORED["number"](cell) for cell, text, real, shortest in said]


def _canonical(cell: Stored) -> str:
    return cell if type(cell) is str else "" if cell is None else repr(cell)


def _canonicals(column: Column, cells: Sequence[Any]) -> Iterable[str]:
    if column.type in NUMBERS:
        return ["" if cell is None else repr(cell) for cell in cells] if None in cells else map(repr, cells)
    return ["" if cell is None else cell for cell in cells] if None in cells else cells


def _digest(text: str, width: int) -> bytes:
    """Of the canonical row, which no other row shares: no text is empty and none holds the sign between two cells."""
    if text.count("\0") != width - 1:
        raise Refused("A text holds a NUL character.")
    try:
        return blake2b(text.encode(), digest_size=16).digest()
    except UnicodeEncodeError:
        raise Refused("A text holds half of a surrogate pair.") from None
