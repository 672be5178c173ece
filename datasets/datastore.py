"""Answers to questions about the rows of a release, from its query index; no SQL comes from outside."""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from datasets import indexes, keyset, ranking
from datasets.formats.cells import Stored, Value, with_booleans
from datasets.formats.layout import Schema
from datasets.indexes import OpenIndex
from datasets.queries import WITHOUT_LIMIT, Query, Sql, query
from datasets.question import Question

CHUNK = 1000
"""Rows a stream reads at once."""
REMEMBERED = 4096
"""Totals that are kept; in a release that never changes they stay true."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of rows, cells in the order of ``fields``; ``total`` counts all rows that fit, None where nobody asked."""

    fields: tuple[str, ...]
    rows: list[tuple[Value, ...]]
    total: int | None
    last: tuple[Stored, ...] = ()
    """What stands in the last row, for ``Question.after`` of the next page; empty where nobody asked or no row is left."""


@dataclass(frozen=True, slots=True)
class Facet:
    """The most frequent values of a column, None for empty cells; ``rest`` counts the rows of all other values."""

    column: str
    values: list[tuple[Value, int]]
    rest: int


_lock = threading.Lock()
_totals: OrderedDict[tuple[object, ...], int] = OrderedDict()


def schema(index_path: Path) -> Schema:
    """Columns, key and number of rows of an index; raises NotFound."""
    with indexes.opened(index_path) as index:
        return index.schema


def answer(index_path: Path, question: Question, *, seconds: float = indexes.SECONDS) -> Answer:
    """One page of rows and their total; raises NotFound, and BadQuestion naming the field that is off or after ``seconds``."""
    with indexes.opened(index_path) as index, index.limited(seconds) as connection:
        asked = query(index, question)
        if question.ranked and question.q and asked.where and not question.distinct and _remembered(index, asked) <= ranking.MOST:
            asked = query(index, question, weighed=True)
        rows = connection.execute(*asked.page(question.limit, question.offset)).fetchall() if question.limit else []
        total = _total(index, asked, question, len(rows)) if question.include_total else None
    return Answer(asked.fields, _shown(asked, rows), total)


def page(index_path: Path, question: Question, *, seconds: float = indexes.SECONDS) -> Answer:
    """As ``answer``, with what the next page begins behind; distinct rows have no such place."""
    if question.distinct and not question.after:
        return answer(index_path, question, seconds=seconds)
    with indexes.opened(index_path) as index, index.limited(seconds) as connection:
        asked = query(index, question)
        rows: list[tuple[Stored, ...]] = []
        for text, values in _statements(index, asked, question, question.limit + 1):
            rows += connection.execute(text, values).fetchall()
            if len(rows) > question.limit:
                break
        more = len(rows) > question.limit > 0
        del rows[question.limit :]
        width = len(asked.fields)
        # behind a known row the number of those found says nothing about all
        found = len(rows) if not question.after else question.limit
        total = _total(index, asked, question, found) if question.include_total else None
    return Answer(asked.fields, _shown(asked, [row[:width] for row in rows]), total, rows[-1][width:] if more else ())


def stream(index_path: Path, question: Question, *, seconds: float = indexes.SECONDS) -> Iterator[tuple[Value, ...]]:
    """All rows that fit, from ``offset`` on; the question's limit and total do not count here.

    The question is checked at the call; ``seconds`` hold for each thousand rows, so a slow reader loses nothing.
    The iterator holds a connection until it is used up or closed, and may go from thread to thread.
    """
    with indexes.opened(index_path) as index:
        asked = query(index, question)
        statements = list(keyset.behind(index, asked, question, asked.columns)) if question.after else []
    whole = [(text, [*values, WITHOUT_LIMIT]) for text, values in statements] or [asked.page(WITHOUT_LIMIT, question.offset)]
    return _chunks(index_path, asked, whole, seconds)


def numbers(index_path: Path, question: Question, *, seconds: float = indexes.SECONDS) -> list[int] | None:
    """The numbers of all rows that fit, in no order; None where that is all of them."""
    with indexes.opened(index_path) as index, index.limited(seconds) as connection:
        asked = query(index, question)
        return [number for (number,) in connection.execute(*asked.numbers())] if asked.where else None


def facets(index_path: Path, question: Question, columns: tuple[str, ...], limit: int) -> list[Facet]:
    """Of each column the most frequent values among all rows that fit, and how many rows have another one."""
    whole = answer(index_path, replace(question, limit=0, after=(), offset=0, include_total=True)).total or 0
    found = [(column, facet(index_path, question, column, limit)) for column in columns]
    return [Facet(column, values, whole - sum(count for _, count in values)) for column, values in found]


def facet(
    index_path: Path, question: Question, column: str, limit: int = 20, *, seconds: float = indexes.SECONDS
) -> list[tuple[Value, int]]:
    """The most frequent values of a column among the rows that fit, with their numbers of rows; None stands for empty cells."""
    with indexes.opened(index_path) as index, index.limited(seconds) as connection:
        asked = query(index, replace(question, limit=limit, fields=(column,), sort=(), distinct=False, after=(), offset=0))
        known = _tallies(index, column, limit) if asked.by_number else []
        # tallied values are more frequent than all others, and often there are no others
        enough = known and (len(known) == limit or sum(count for _, count in known) == index.schema.rows)
        found = known if enough else connection.execute(*asked.values_of(limit)).fetchall()
    return [((bool(value) if asked.booleans and value is not None else value), count) for value, count in found]


def _total(index: OpenIndex, asked: Query, question: Question, found: int) -> int:
    """Counts no rows twice: all rows, a page that is the last one, and frequent values are known without."""
    if not asked.where and not asked.distinct:
        return index.schema.rows
    if found < question.limit and (found or not question.offset):
        return question.offset + found
    known = None if asked.distinct or question.q else _tally(index, asked, question)
    return known or _remembered(index, asked)


def _remembered(index: OpenIndex, asked: Query) -> int:
    text, values = asked.count()
    key = (index.name, text, *values)
    with _lock:
        if key in _totals:
            _totals.move_to_end(key)
            return _totals[key]
    total = int(index.connection.execute(text, values).fetchone()[0])
    with _lock:
        _totals[key] = total
        if len(_totals) > REMEMBERED:
            _totals.popitem(last=False)
    return total


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


def _statements(index: OpenIndex, asked: Query, question: Question, limit: int) -> Iterator[Sql]:
    """What finds the rows of a page together with their places in the order."""
    columns = f"{asked.columns}, {keyset.marks(index, asked, question)}"
    if question.after:
        yield from ((text, [*values, limit]) for text, values in keyset.behind(index, asked, question, columns))
    else:
        yield replace(asked, columns=columns).page(limit, question.offset)


def _chunks(index_path: Path, asked: Query, statements: list[Sql], seconds: float) -> Iterator[tuple[Value, ...]]:
    with indexes.opened(index_path) as index, index.limited(seconds) as connection:
        for statement in statements:
            cursor = connection.execute(*statement)
            while rows := cursor.fetchmany(CHUNK):
                yield from _shown(asked, rows)
                index.extend(seconds)


def _shown(asked: Query, rows: list[tuple[Stored, ...]]) -> list[tuple[Value, ...]]:
    if not asked.booleans:
        return list(rows)
    return [with_booleans(row, asked.booleans) for row in rows]
