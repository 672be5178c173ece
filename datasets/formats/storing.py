"""Rows as they come -> rows as an index holds them, each with the digest of its canonical bytes; one by one or many at once."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any

from datasets.errors import Refused
from datasets.formats.cells import STORED, Stored
from datasets.records import Cell, Column

TEXT = {str, type(None)}
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

    def rows(self, batch: Sequence[Sequence[Cell]]) -> list[tuple[bytes, StoredRow]]:
        """The same of some rows, column by column and so in a third of the time. Raises what the first wrong row would."""
        try:
            return self._by_columns(batch)
        except (ValueError, Refused):
            return [self.row(cells) for cells in batch]

    def _by_columns(self, batch: Sequence[Sequence[Cell]]) -> list[tuple[bytes, StoredRow]]:
        given = zip(self._columns, zip(*batch, strict=True), strict=True)
        stored = [_stored_texts(cells) if column.type == "string" else [*map(STORED[column.type], cells)] for column, cells in given]
        canonical = zip(*(_canonicals(column, cells) for column, cells in zip(self._columns, stored, strict=True)), strict=True)
        width = len(self._columns)
        return [(_digest(text, width), row) for text, row in zip(map("\0".join, canonical), zip(*stored, strict=True), strict=True)]


def _stored(column: Column, cell: Cell) -> Stored:
    try:
        return STORED[column.type](cell)
    except ValueError as error:
        raise Refused(f"Column {column.name}: {error}.") from None


def _stored_texts(cells: Sequence[Cell]) -> Sequence[Any]:
    # most texts are fine: looking at their types at once costs a third of calling each
    if not set(map(type, cells)) <= TEXT:
        raise ValueError
    return [cell or None for cell in cells] if "" in cells else cells


def _canonical(cell: Stored) -> str:
    return cell if type(cell) is str else "" if cell is None else repr(cell)


def _canonicals(column: Column, cells: Sequence[Any]) -> Iterable[str]:
    if None in cells:
        return map(_canonical, cells)
    return map(repr, cells) if column.type in NUMBERS else cells


def _digest(text: str, width: int) -> bytes:
    """Of the canonical row, which no other row shares: no text is empty and none holds the sign between two cells."""
    if text.count("\0") != width - 1:
        raise Refused("A text holds a NUL character.")
    try:
        return blake2b(text.encode(), digest_size=16).digest()
    except UnicodeEncodeError:
        raise Refused("A text holds half of a surrogate pair.") from None
