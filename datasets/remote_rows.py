"""Rows of a release in the datastore of a real CKAN: only those that differ are sent, those that are gone are deleted."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

from datasets.formats import index
from datasets.formats.cells import Value
from datasets.records import Column, ColumnType, DatasetRecord
from datasets.remote_site import Site
from datasets.vocabularies.ckan_datastore import field

TYPES: dict[ColumnType, str] = {
    "string": "text",
    "integer": "int8",
    "number": "numeric",
    "boolean": "bool",
    "date": "date",
    "datetime": "timestamp",
    "year": "int4",
}
"""Types of PostgreSQL as CKAN names them back."""
BATCH = 1000
PAGE = 10_000
"""Rows asked for at once."""


@dataclass(slots=True)
class Changed:
    """How many rows were sent anew, sent over others, deleted."""

    added: int = 0
    changed: int = 0
    gone: int = 0

    def add(self, more: "Changed") -> None:
        """Counts what a further attempt did."""
        self.added, self.changed, self.gone = self.added + more.added, self.changed + more.changed, self.gone + more.gone


@dataclass(frozen=True, slots=True)
class Table:
    """What one push of rows is about."""

    site: Site
    resource: str
    record: DatasetRecord
    index: Path
    progress: Callable[[int], None]


def bring(table: Table) -> Changed:
    """Brings the rows there to those of the release, from whatever a broken push left."""
    there = _prepared(table)
    told, known = Changed(), dict[bytes, tuple[bytes, list[int]]]()
    for number, row in _rows_there(table) if there else ():
        known.setdefault(_identity(table.record, row), (_hash(row), []))[1].append(number)
    fresh, over = list[dict[str, Value]](), list[dict[str, Value]]()
    for done, row in enumerate(_rows_here(table), 1):
        _sort(table.record, row, known, fresh, over)
        told.added, told.changed = told.added + _send(table, fresh, "insert"), told.changed + _send(table, over, "upsert")
        if done % BATCH == 0:
            table.progress(done)
    told.added += _send(table, fresh, "insert", least=1)
    told.changed += _send(table, over, "upsert", least=1)
    told.gone = _delete(table, [number for _, numbers in known.values() for number in numbers])
    return told


def count(site: Site, resource: str) -> int:
    """How many rows stand there; -1 where there is no table."""
    found = site.find("datastore_search", resource_id=resource, limit=0)
    return -1 if found is None else int(found["total"])


def _prepared(table: Table) -> bool:
    """Whether there is a table with our columns; one with others is deleted, one that lacks is made."""
    found = table.site.find("datastore_search", resource_id=table.resource, limit=0)
    mine = [(column.name, TYPES[column.type]) for column in table.record.columns]
    if found is not None:
        if [(one["id"], one["type"]) for one in found["fields"] if one["id"] != "_id"] == mine:
            return True
        table.site.write("datastore_delete", resource_id=table.resource, force=True)
    fields = [field(column) | {"type": TYPES[column.type]} for column in table.record.columns]
    table.site.write(
        "datastore_create", resource_id=table.resource, force=True, fields=fields, records=[], primary_key=list(table.record.key)
    )
    return False


def _rows_there(table: Table) -> Iterator[tuple[int, tuple[Value, ...]]]:
    asked = {"resource_id": table.resource, "sort": "_id", "limit": PAGE, "include_total": False}
    offset = 0
    while found := table.site.read("datastore_search", **asked, offset=offset)["records"]:
        for one in found:
            yield one["_id"], tuple(_as_here(column, one[column.name]) for column in table.record.columns)
        offset += len(found)


def _rows_here(table: Table) -> Iterator[tuple[Value, ...]]:
    columns = table.record.columns
    for row in index.read_rows(table.index):
        yield tuple(_as_there(column, cell) for column, cell in zip(columns, row, strict=True))


def _as_there(column: Column, cell: Value) -> Value:
    """A moment as CKAN tells it again: in UTC without a zone, to the millisecond."""
    if column.type != "datetime" or not isinstance(cell, str):
        return cell
    moment = dt.datetime.fromisoformat(cell)
    utc = moment.astimezone(dt.UTC).replace(tzinfo=None) if moment.tzinfo else moment
    return utc.isoformat(timespec="milliseconds")


def _as_here(column: Column, cell: Any) -> Value:
    """Numbers as numbers, whichever way they were written, and moments in one form."""
    found: Value = float(cell) if column.type == "number" and cell is not None else cell
    return _as_there(column, found)


def _sort(
    record: DatasetRecord,
    row: tuple[Value, ...],
    known: dict[bytes, tuple[bytes, list[int]]],
    fresh: list[dict[str, Value]],
    over: list[dict[str, Value]],
) -> None:
    """Puts a row to those that are sent, and takes what stands there of it from ``known``, in which the gone ones stay."""
    identity = _identity(record, row)
    hashed, numbers = known.get(identity, (b"", []))
    said = dict(zip((column.name for column in record.columns), row, strict=True))
    if not numbers:
        fresh.append(said)
        return
    number = numbers.pop()
    if hashed != _hash(row) and all(said[name] is not None for name in record.key):
        over.append(said)
    elif hashed != _hash(row):
        # CKAN finds no row by a key of which a part is empty: the old one goes, the new one comes.
        numbers.append(number)
        fresh.append(said)


def _send(table: Table, rows: list[dict[str, Value]], method: str, least: int = BATCH) -> int:
    """Sends a full batch and empties it; returns how many."""
    if len(rows) < least:
        return 0
    table.site.write("datastore_upsert", resource_id=table.resource, force=True, method=method, records=rows)
    sent = len(rows)
    rows.clear()
    return sent


def _delete(table: Table, numbers: Sequence[int]) -> int:
    rest = iter(numbers)
    while batch := list(islice(rest, BATCH)):
        table.site.write("datastore_delete", resource_id=table.resource, force=True, filters={"_id": batch})
    return len(numbers)


def _identity(record: DatasetRecord, row: tuple[Value, ...]) -> bytes:
    """The cells of the key; of a table without one, all of them."""
    if not record.key:
        return _hash(row)
    return _hash(tuple(cell for column, cell in zip(record.columns, row, strict=True) if column.name in record.key))


def _hash(row: tuple[Value, ...]) -> bytes:
    # 1.0 and 1 are the same number on both sides.
    return blake2b(repr([float(cell) if type(cell) is int else cell for cell in row]).encode(), digest_size=16).digest()
