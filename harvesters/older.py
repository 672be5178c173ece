"""Rows of the last release that a source shows no longer, as rows of the next one: a feed shows its newest entries only."""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

from datasets.formats import index
from datasets.formats.cells import Value
from datasets.records import Cell, ColumnType, DatasetRecord

_READERS: dict[ColumnType, Callable[[str], Cell]] = {
    "date": dt.date.fromisoformat,
    "datetime": dt.datetime.fromisoformat,
    "number": Decimal,
    "integer": int,
    "year": int,
}


def rows(file: Path, before: DatasetRecord, after: DatasetRecord) -> Iterator[tuple[Cell, ...]]:
    """The rows of a query index in the columns of the dataset as it is now; a new column is empty in them."""
    places = {column.name: at for at, column in enumerate(before.columns)}
    for cells in index.read_rows(file):
        yield tuple(_cell(column.type, cells[places[column.name]]) if column.name in places else None for column in after.columns)


def _cell(kind: ColumnType, value: Value) -> Cell:
    if value is None or isinstance(value, bool):
        return value
    return _READERS.get(kind, str)(str(value))
