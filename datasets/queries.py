"""A question made into SQL for one index: every name checked against its columns, every value kept apart from the text."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from datasets import conditions, fulltext, ranking
from datasets.errors import BadQuestion
from datasets.formats.cells import Stored
from datasets.formats.layout import quoted
from datasets.indexes import OpenIndex
from datasets.question import Question, Sort

MOST_SORTS = 20
FARTHEST = 10**15
"""Rows; no limit or offset beyond it means anything."""
WITHOUT_LIMIT = -1

# What is put into these texts is made below: names of columns that exist, and conditions whose values are question marks.
FROM_NUMBER = "SELECT {columns} FROM rows WHERE rows._id > ? ORDER BY rows._id LIMIT ?"
PAGE = "SELECT {columns} FROM {source}{where} ORDER BY {order} LIMIT ? OFFSET ?"
GROUPED = "SELECT {columns} FROM {source}{where} GROUP BY {columns} ORDER BY {order} LIMIT ? OFFSET ?"
COUNT = "SELECT count(*) FROM {counted}{where}"
NUMBERS = "SELECT {number} FROM {counted}{where}"
COUNT_GROUPED = "SELECT count(*) FROM (SELECT DISTINCT {columns} FROM {source}{where})"
FREQUENT = "SELECT {columns}, count(*) AS n FROM {source}{where} GROUP BY {columns} ORDER BY n DESC, {columns} LIMIT ?"

# CROSS keeps the words first: SQLite must not look each of many rows up in the full text.
WITH_WORDS = "rows_fts CROSS JOIN rows ON rows._id = rows_fts.rowid"

Sql = tuple[str, list[Stored]]


@dataclass(frozen=True, slots=True)
class Query:
    """A question made ready for one index."""

    fields: tuple[str, ...]
    booleans: tuple[int, ...]
    """Positions of fields that are yes or no."""
    columns: str
    source: str
    counted: str
    """Where rows are counted: in the full text alone when words are the only condition."""
    where: str
    values: list[Stored]
    order: str
    number: str
    """The number of a row, as the source names it."""
    distinct: bool
    by_number: bool
    """Whether all rows are asked for in their own order: then an offset is an address."""

    def page(self, limit: int, offset: int) -> Sql:
        """The rows from ``offset`` on, at most ``limit`` of them (-1: all)."""
        if self.by_number:
            return FROM_NUMBER.format(columns=self.columns), [offset, limit]
        return self._written(GROUPED if self.distinct else PAGE), [*self.values, limit, offset]

    def count(self) -> Sql:
        """How many rows there are in all."""
        return self._written(COUNT_GROUPED if self.distinct else COUNT), self.values

    def values_of(self, limit: int) -> Sql:
        """The most frequent values of the only field with their numbers of rows; ties in the order of the values."""
        return self._written(FREQUENT), [*self.values, limit]

    def numbers(self) -> Sql:
        """The numbers of all rows that fit, in no order."""
        return self._written(NUMBERS), self.values

    def _written(self, template: str) -> str:
        parts = {"columns": self.columns, "source": self.source, "counted": self.counted, "where": self.where}
        return template.format(**parts, order=self.order, number=self.number)


def query(index: OpenIndex, question: Question, *, weighed: bool = False) -> Query:
    """Checks the question and makes it ready; raises BadQuestion naming the field that is off.

    ``weighed``: its rows are few enough for their ranks to be worked out.
    """
    _check_number(question.limit, "limit")
    _check_number(question.offset, "offset")
    words = fulltext.match(question.q, index.texts)
    ranks = ranking.columns(question, index, weighed=weighed) if words else {}
    fields = _fields(index, question, ranks)
    made = conditions.conditions(question.filters, index.types)
    number = "rows_fts.rowid" if words else "rows._id"
    if words:
        # unambiguous even where a column of the list is called like the full text
        made.insert(0, ("rows_fts.rows_fts MATCH ?", [words]))
    return Query(
        fields=fields,
        booleans=tuple(position for position, name in enumerate(fields) if index.types.get(name) == "boolean"),
        columns=", ".join(ranks.get(name) or _columns((name,)) for name in fields) if ranks else _columns(fields),
        source=WITH_WORDS if words else "rows",
        counted="rows" if not words else "rows_fts" if len(made) == 1 else WITH_WORDS,
        where=" WHERE " + " AND ".join(text for text, _ in made) if made else "",
        values=[value for _, values in made for value in values],
        order=_order(index, question, fields, number, ranks if weighed else {}),
        number=number,
        distinct=question.distinct,
        by_number=not (made or question.sort or question.distinct),
    )


def _check_number(number: int, field: str) -> None:
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= FARTHEST:
        raise BadQuestion(f"{field} must be a whole number from 0 on.", field=field)


def _fields(index: OpenIndex, question: Question, ranks: Mapping[str, str]) -> tuple[str, ...]:
    asked = question.fields
    if not asked:
        number, *names = index.types
        return (number, *names, *ranks) if question.numbered else (*names, *ranks)
    if unknown := [name for name in asked if name not in index.types and name not in ranks]:
        raise BadQuestion(f"There is no column {unknown[0]!r}; there are {', '.join([*index.types, *ranks])}.", field="fields")
    if len(set(asked)) != len(asked):
        raise BadQuestion("A column is asked for twice.", field="fields")
    return tuple(asked)


@lru_cache(maxsize=1024)  # most questions to a table ask for the same ones
def _columns(fields: tuple[str, ...]) -> str:
    return ", ".join(f"rows.{quoted(name)}" for name in fields)


def _order(index: OpenIndex, question: Question, fields: tuple[str, ...], number: str, ranks: Mapping[str, str]) -> str:
    if len(question.sort) > MOST_SORTS:
        raise BadQuestion(f"At most {MOST_SORTS} columns can make an order.", field="sort")
    terms = [term(index, sort) for sort in question.sort] or [f"{column} DESC" for column in ranks.values()]
    if question.distinct and (hidden := [sort.column for sort in question.sort if sort.column not in fields]):
        raise BadQuestion(f"Distinct rows cannot be sorted by {hidden[0]!r}, which is not among the fields.", field="sort")
    return ", ".join([*terms, f"min({number})" if question.distinct else number])


def term(index: OpenIndex, sort: Sort) -> str:
    """One column of an order, for SQL. Raises BadQuestion."""
    column = conditions.column(sort.column, index.types, "sort")
    return f"{column} {'DESC' if sort.descending else 'ASC'} NULLS {'LAST' if sort.nulls_last else 'FIRST'}"
