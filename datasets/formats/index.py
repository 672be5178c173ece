"""The query index of a release: one SQLite file with all rows, a full text over the text columns, a b-tree per column to filter by."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from datasets.errors import NotFound, Refused
from datasets.formats import layout
from datasets.formats.cells import Value, plain, shown
from datasets.formats.files import sync
from datasets.formats.layout import Schema, quoted
from datasets.formats.storing import StoredRow, Storing
from datasets.records import Cell, Column

BATCH = 1000
"""Rows handed to SQLite at once."""
PRAGMAS = ("journal_mode=off", "synchronous=off", "locking_mode=exclusive", "cache_size=-64000", "analysis_limit=1000")
"""For a file that is thrown away when its writing fails."""

ALL = "SELECT {names} FROM rows ORDER BY _id"
INSERT = "INSERT INTO rows VALUES {rows}"
BOUND = 1200
"""Cells handed over in one statement: a step of SQLite for many rows costs half of a step for each."""

listed = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def address(path: Path) -> str:
    """What SQLite must be told to open an index read-only and immutable."""
    return f"{path.absolute().as_uri()}?mode=ro&immutable=1"


def connect(path: Path, *, any_thread: bool = False) -> sqlite3.Connection:
    """Opens an index read-only and immutable; raises NotFound where there is none."""
    if not path.is_file():
        raise NotFound(f"There is no index at {path.parent.name}/{path.name}.")
    return sqlite3.connect(address(path), uri=True, isolation_level=None, check_same_thread=not any_thread)


def read_schema(path: Path) -> Schema:
    """What an index says of itself."""
    connection = connect(path)
    try:
        return layout.read_schema(connection)
    finally:
        connection.close()


def read_rows(path: Path) -> Iterator[tuple[Value, ...]]:
    """All rows in the order of their numbers, cells in the order of the columns."""
    connection = connect(path, any_thread=True)
    try:
        columns = layout.read_schema(connection).columns
        names = ", ".join(quoted(column.name) for column in columns)
        yield from shown(columns, connection.execute(ALL.format(names=names)))
    finally:
        connection.close()


def open_index(path: Path, columns: Sequence[Column], key: Sequence[str] = ()) -> "IndexWriter":
    """A writer of a new index's rows, which ``complete`` then makes an index of.

    ``key`` names the columns that identify a row, empty: the whole row does.
    """
    return IndexWriter(path, tuple(columns), tuple(key))


def complete(path: Path) -> None:
    """Builds what queries need into a file of finished rows and brings it to the disk."""
    connection = _writable(path)
    try:
        connection.execute("BEGIN")
        schema = layout.read_schema(connection)
        layout.write_indexed(connection, layout.build(connection, schema.columns))
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
    finally:
        connection.close()
    sync(path)


def _writable(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


class IndexWriter:
    """Takes rows one by one; as a context it finishes the file, or removes it when something was raised.

    In memory it keeps what identifies each row so far (about 120 bytes a row); all else is flat.
    """

    def __init__(self, path: Path, columns: tuple[Column, ...], key: tuple[str, ...]) -> None:
        names = [column.name for column in columns]
        if not names or layout.RESERVED & set(names) or not set(key) <= set(names):
            raise Refused("An index needs columns, none of them named _id, _key or _hash, and a key of its columns.")
        if len(columns) > layout.MOST_COLUMNS:
            raise Refused(f"{len(columns)} columns are too many; an index holds {layout.MOST_COLUMNS}.")
        if path.exists():
            raise Refused(f"{path.name} exists; an index is written once.")
        self._path, self._columns, self._key = path, columns, key
        self._key_at = [names.index(name) for name in key]
        self._storing = Storing(columns)
        self._seen: set[str | bytes] = set()
        self._repeats: dict[bytes, int] = {}
        self._batch: list[tuple[Any, ...]] = []
        self._rows = 0
        self._marks = f"(NULL, {', '.join('?' * (len(names) + 2))})"
        self._connection = _writable(path)
        self._connection.execute("BEGIN")
        layout.create_rows(self._connection, columns)
        self._writing = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self.finish()
        finally:
            self.abandon()  # which has nothing to do when finishing went well

    def add(self, cells: Sequence[Cell]) -> bool:
        """Takes a row. False: a row of the same declared key came before, this one is left out.

        Raises Refused, naming column and cell, when a cell does not fit its column or the declared key is empty; that
        row is left out, too, and the next one may come.
        """
        return self._take(*self._storing.row(cells))

    def add_all(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Takes rows until the first that is refused, many at once; leaves out what ``add`` would."""
        source = iter(rows)
        while batch := [*islice(source, BATCH)]:
            self._take_all(*self._storing.rows(batch))

    def _take_all(self, digests: Sequence[bytes], rows: Sequence[StoredRow]) -> None:
        found = set(digests)
        if self._key or len(found) < len(rows) or not self._seen.isdisjoint(found):
            for digest, row in zip(digests, rows, strict=True):
                self._take(digest, row)
            return
        self._flush()
        self._seen |= found
        self._rows += len(rows)
        self._batch = [(f"{digest.hex()}#1", digest, *row) for digest, row in zip(digests, rows, strict=True)]
        self._flush()

    def _take(self, digest: bytes, row: StoredRow) -> bool:
        identity = self._declared(row) if self._key else self._numbered(digest)
        if identity is None:
            return False
        self._rows += 1
        self._batch.append((identity, digest, *row))
        if len(self._batch) >= BATCH:
            self._flush()
        return True

    def finish(self) -> int:
        """Brings the rows into the file, ready to be read and compared, and returns their number; a second call only returns it."""
        if not self._writing:
            return self._rows
        self._flush()
        layout.build_key(self._connection)
        layout.write_schema(self._connection, Schema(self._columns, self._key, self._rows, frozenset()))
        self._connection.execute("COMMIT")
        self._close()
        return self._rows

    def abandon(self) -> None:
        """Removes the unfinished file; does nothing to a finished one."""
        if self._writing:
            self._close()
            self._path.unlink(missing_ok=True)

    def _close(self) -> None:
        self._connection.close()
        self._writing = False
        self._seen.clear()
        self._repeats.clear()

    def _flush(self) -> None:
        at_once = max(BOUND // (len(self._columns) + 2), 1)
        whole = len(self._batch) - len(self._batch) % at_once
        many = INSERT.format(rows=", ".join([self._marks] * at_once))
        for start in range(0, whole, at_once):
            self._connection.execute(many, [*chain.from_iterable(self._batch[start : start + at_once])])
        self._connection.executemany(INSERT.format(rows=self._marks), self._batch[whole:])
        self._batch.clear()

    def _declared(self, row: Sequence[Any]) -> str | None:
        cells = [row[position] for position in self._key_at]
        if all(cell is None for cell in cells):
            raise Refused(f"Nothing identifies the row: {', '.join(self._key)} is empty.")
        identity = listed(cells) if len(cells) > 1 else cells[0] if isinstance(cells[0], str) else plain(cells[0])
        mark = identity if len(identity) <= 40 else blake2b(identity.encode(), digest_size=16).digest()
        if mark in self._seen:
            return None
        self._seen.add(mark)
        return identity

    def _numbered(self, digest: bytes) -> str:
        if digest not in self._seen:
            self._seen.add(digest)
            return f"{digest.hex()}#1"
        self._repeats[digest] = self._repeats.get(digest, 1) + 1
        return f"{digest.hex()}#{self._repeats[digest]}"
