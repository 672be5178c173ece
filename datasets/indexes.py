"""Open query indexes, kept for the next question: few per process, the least used one closed first, each with its time limit."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from datasets.errors import NotFound, TooLong
from datasets.formats import index, layout
from datasets.formats.layout import Schema
from datasets.records import ColumnType

MOST_IDLE = 32
"""Connections kept open while nobody asks; each holds at most ``CACHE`` kB, so this bounds a process' memory."""
CACHE = 1000
SECONDS = 5.0
"""What one question may take."""
STEPS = 5000
"""Instructions of SQLite between two looks at the clock: well under a millisecond, and the looking costs under 1 %."""

Name = tuple[Path, int, int]


@dataclass(slots=True)
class OpenIndex:
    """An open index with what queries need to know of it; used by one thread at a time."""

    name: Name
    connection: sqlite3.Connection
    schema: Schema
    types: dict[str, ColumnType]
    """Types of all columns by name, ``_id`` among them."""
    texts: dict[str, str]
    """Text columns and their names in the full text."""
    deadline: float = 0.0

    @contextmanager
    def limited(self, seconds: float) -> Iterator[sqlite3.Connection]:
        """The connection, for so long; raises BadQuestion when the time is over."""
        self.extend(seconds)
        try:
            yield self.connection
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                raise TooLong(f"This question takes longer than {seconds:g} seconds; ask for less at once.") from None
            raise

    def extend(self, seconds: float) -> None:
        """Lets the connection work for so long from now on."""
        self.deadline = time.monotonic() + seconds

    def late(self) -> bool:
        """Whether the time is over; SQLite stops when it is."""
        return time.monotonic() > self.deadline


_lock = threading.Lock()
_idle: list[OpenIndex] = []
"""In the order of their last use."""


@contextmanager
def opened(path: Path) -> Iterator[OpenIndex]:
    """A connection to an index, for the length of a ``with``; raises NotFound where there is no such file."""
    found = _taken(_name(path)) or _fresh(path)
    try:
        yield found
    finally:
        _give_back(found)


def close_idle() -> None:
    """Closes all connections nobody uses: before a fork, or before releases are replaced by a backup."""
    with _lock:
        while _idle:
            _idle.pop().connection.close()


def _name(path: Path) -> Name:
    try:
        status = path.stat()
    except FileNotFoundError:
        raise NotFound(f"There is no index at {path.parent.name}/{path.name}.") from None
    # a restored backup may have put another file at the same place
    return path, status.st_ino, status.st_mtime_ns


def _taken(name: Name) -> OpenIndex | None:
    with _lock:
        for position in range(len(_idle) - 1, -1, -1):
            if _idle[position].name == name:
                return _idle.pop(position)
    return None


def _give_back(used: OpenIndex) -> None:
    with _lock:
        _idle.append(used)
        eldest = _idle.pop(0) if len(_idle) > MOST_IDLE else None
    if eldest:
        eldest.connection.close()


def _fresh(path: Path) -> OpenIndex:
    name = _name(path)
    connection = index.connect(path, any_thread=True)
    connection.execute(f"PRAGMA cache_size=-{CACHE}")
    schema = layout.read_schema(connection)
    types: dict[str, ColumnType] = {"_id": "integer", **{column.name: column.type for column in schema.columns}}
    fresh = OpenIndex(name, connection, schema, types, layout.text_names(schema.columns))
    connection.set_progress_handler(fresh.late, STEPS)
    return fresh
