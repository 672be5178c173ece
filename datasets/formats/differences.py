"""What changed between two releases: rows by their key, cells by their column, read from both query indexes."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from datasets.formats import index, layout
from datasets.formats.cells import Stored, Value, shown
from datasets.formats.layout import Schema, quoted
from datasets.records import Column

PAIRED = "FROM rows AS n JOIN old.rows AS o ON o._key = n._key"
COUNT = "SELECT count(*), total({differs}) " + PAIRED
CHANGED = "SELECT n._key, {pairs} " + PAIRED + " WHERE {differs} ORDER BY n._id"
UNPAIRED = "SELECT n._key, {names} FROM rows AS n WHERE n._key NOT IN (SELECT _key FROM old.rows) ORDER BY n._id"


@dataclass(frozen=True, slots=True)
class Difference:
    """Numbers of rows. A column that came or went changes no row: columns both releases have are compared."""

    added: int
    changed: int
    unchanged: int
    gone: int


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that is not what it was; ``key`` is the row's identity within the list."""

    key: str
    column: str
    old: Value
    new: Value


def differences(old: Path, new: Path) -> Difference:
    """Counts rows by identity and content; a list without a declared key knows no changed rows, only added and gone ones."""
    connection, before, after = _both(old, new)
    try:
        kept, changed = connection.execute(COUNT.format(differs=_differs(before, after))).fetchone()
    finally:
        connection.close()
    return Difference(after.rows - kept, int(changed), kept - int(changed), before.rows - kept)


def changed_cells(old: Path, new: Path) -> Iterator[Change]:
    """Cells that differ, row by row in the new release's order, columns in its order."""
    connection, before, after = _both(old, new)
    try:
        yield from _changes(connection, before, after)
    finally:
        connection.close()


def only_in(path: Path, other: Path) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """Rows, with their identity, whose identity the other release does not have: ``only_in(new, old)`` were added."""
    connection, _, schema = _both(other, path)
    try:
        names = ", ".join(f"n.{quoted(column.name)}" for column in schema.columns)
        for identity, *cells in connection.execute(UNPAIRED.format(names=names)):
            yield identity, next(shown(schema.columns, [tuple(cells)]))
    finally:
        connection.close()


def _both(old: Path, new: Path) -> tuple[sqlite3.Connection, Schema, Schema]:
    before = index.read_schema(old)
    connection = index.connect(new, any_thread=True)
    connection.execute("ATTACH ? AS old", (index.address(old),))
    return connection, before, layout.read_schema(connection)


def _kept(before: Schema, after: Schema) -> list[Column]:
    names = {column.name for column in before.columns}
    return [column for column in after.columns if column.name in names]


def _shape(schema: Schema) -> list[tuple[str, str]]:
    return [(column.name, column.type) for column in schema.columns]


def _differs(before: Schema, after: Schema) -> str:
    """SQL: whether row ``n`` and its former self ``o`` differ; one comparison of sums where the columns are the same."""
    if _shape(before) == _shape(after):
        return "n._hash <> o._hash"
    # the plus keeps SQLite from taking the text "42" for the number 42 where a column changed its type
    return " OR ".join(f"+n.{quoted(column.name)} IS NOT +o.{quoted(column.name)}" for column in _kept(before, after)) or "0"


def _changes(connection: sqlite3.Connection, before: Schema, after: Schema) -> Iterator[Change]:
    columns = _kept(before, after)
    former = {column.name: column for column in before.columns}
    pairs = ", ".join(f"o.{quoted(column.name)}, n.{quoted(column.name)}" for column in columns) or "NULL"
    for identity, *cells in connection.execute(CHANGED.format(pairs=pairs, differs=_differs(before, after))):
        for column, old, new in zip(columns, cells[0::2], cells[1::2], strict=False):
            if old != new:
                yield Change(identity, column.name, _shown(former[column.name], old), _shown(column, new))


def _shown(column: Column, cell: Stored) -> Value:
    return bool(cell) if column.type == "boolean" and cell is not None else cell
