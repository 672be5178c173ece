"""Answers to questions about the rows of a release, from its query index; no SQL comes from outside."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from datasets import indexes
from datasets.formats.cells import Stored, Value, with_booleans
from datasets.formats.layout import Schema
from datasets.indexes import OpenIndex
from datasets.queries import WITHOUT_LIMIT, Query, query
from datasets.question import Question

CHUNK = 1000
"""Rows a stream reads at once."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of rows, cells in the order of ``fields``; ``total`` counts all rows that fit, None where nobody asked."""

    fields: tuple[str, ...]
    rows: list[tuple[Value, ...]]
    total: int | None


def schema(index_path: Path) -> Schema:
    """Columns, key and number of rows of an index; raises NotFound."""
    with indexes.opened(index_path) as index:
        return index.schema


def answer(index_path: Path, question: Question, *, seconds: float = indexes.SECONDS) -> Answer:
    """One page of rows and their total; raises NotFound, and BadQuestion naming the field that is off or after ``seconds``."""
    with indexes.opened(index_path) as index, index.limited(seconds) as connection:
        asked = query(index, question)
        rows = connection.execute(*asked.page(question.limit, question.offset)).fetchall() if question.limit else []
        total = _total(index, asked, question, len(rows)) if question.include_total else None
    return Answer(asked.fields, _shown(asked, rows), total)


def stream(index_path: Path, question: Question, *, seconds: float = indexes.SECONDS) -> Iterator[tuple[Value, ...]]:
    """All rows that fit, from ``offset`` on; the question's limit and total do not count here.

    The question is checked at the call; ``seconds`` hold for each thousand rows, so a slow reader loses nothing.
    The iterator holds a connection until it is used up or closed, and may go from thread to thread.
    """
    with indexes.opened(index_path) as index:
        asked = query(index, question)
    return _chunks(index_path, asked, question.offset, seconds)


def facet(
    index_path: Path, question: Question, column: str, limit: int = 20, *, seconds: float = indexes.SECONDS
) -> list[tuple[Value, int]]:
    """The most frequent values of a column among the rows that fit, with their numbers of rows; None stands for empty cells."""
    with indexes.opened(index_path) as index, index.limited(seconds) as connection:
        asked = query(index, replace(question, limit=limit, fields=(column,), sort=(), distinct=False))
        known = _tallies(index, column, limit) if asked.by_number else []
        # tallied values are more frequent than all others, and often there are no others
        enough = known and (len(known) == limit or sum(count for _, count in known) == index.schema.rows)
        found = known if enough else connection.execute(*asked.values_of(limit)).fetchall()
    return [((bool(value) if asked.booleans and value is not None else value), count) for value, count in found]


def _total(index: OpenIndex, asked: Query, question: Question, found: int) -> int:
    """Counts no rows twice: all rows, a page that is the last one, and frequent values are known without."""
    if asked.by_number:
        return index.schema.rows
    if found < question.limit and (found or not question.offset):
        return question.offset + found
    known = None if asked.distinct or question.q else _tally(index, asked, question)
    return known or int(index.connection.execute(*asked.count()).fetchone()[0])


def _tally(index: OpenIndex, asked: Query, question: Question) -> int | None:
    if len(question.filters) != 1 or question.filters[0].operator not in ("eq", "null"):
        return None
    value = asked.values[0] if asked.values else None
    select = "SELECT n FROM tallies WHERE name = ? AND value IS ?"
    found = index.connection.execute(select, (question.filters[0].column, value)).fetchone()
    return int(found[0]) if found else None


def _tallies(index: OpenIndex, column: str, limit: int) -> list[tuple[Stored, int]]:
    select = "SELECT value, n FROM tallies WHERE name = ? ORDER BY n DESC, value LIMIT ?"
    return index.connection.execute(select, (column, limit)).fetchall()


def _chunks(index_path: Path, asked: Query, offset: int, seconds: float) -> Iterator[tuple[Value, ...]]:
    with indexes.opened(index_path) as index, index.limited(seconds) as connection:
        cursor = connection.execute(*asked.page(WITHOUT_LIMIT, offset))
        while rows := cursor.fetchmany(CHUNK):
            yield from _shown(asked, rows)
            index.extend(seconds)


def _shown(asked: Query, rows: list[tuple[Stored, ...]]) -> list[tuple[Value, ...]]:
    if not asked.booleans:
        return list(rows)
    return [with_booleans(row, asked.booleans) for row in rows]
