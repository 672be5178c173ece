"""Rows of the last release that a source shows no longer, as rows of the next one: a feed shows its newest entries only."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from datasets.catalogue import Edition
from datasets.formats import index
from datasets.formats.cells import Value
from datasets.records import Cell, ColumnType, DatasetRecord
from datasets.releases import Draft

_READERS: dict[ColumnType, Callable[[str], Cell]] = {
    "date": dt.date.fromisoformat,
    "datetime": dt.datetime.fromisoformat,
    "number": Decimal,
    "integer": int,
    "year": int,
}


def carry_over(last: Edition | None, draft: Draft, dataset: DatasetRecord, writer: index.IndexWriter) -> None:
    """Behind the rows of today those of the last release whose key is not among them; a new column is empty in them."""
    if last is None:
        return
    places = {column.name: at for at, column in enumerate(last.record.columns)}
    for cells in index.read_rows(draft.home / last.name / draft.index.name):
        writer.add([_cell(column.type, cells[places[column.name]]) if column.name in places else None for column in dataset.columns])


def _cell(kind: ColumnType, value: Value) -> Cell:
    if value is None or isinstance(value, bool):
        return value
    return _READERS.get(kind, str)(str(value))
