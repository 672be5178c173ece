"""Pages that begin behind a known row: by what stands in it, so that the thousandth page takes as long as the first."""

from collections.abc import Iterator

from datasets.conditions import column, read
from datasets.errors import BadQuestion
from datasets.formats.cells import Stored
from datasets.indexes import OpenIndex
from datasets.queries import Query, Sql, term
from datasets.question import Question, Sort

# What is put into this text is made below or in queries.py: names of columns that exist, and question marks.
BEHIND = "SELECT {columns} FROM {source}{where} ORDER BY {order} LIMIT ?"

Part = tuple[str, list[Stored]]


def marks(index: OpenIndex, asked: Query, question: Question) -> str:
    """The columns, for SQL, whose cells in a row are its place in the order; the last is its number."""
    return ", ".join([*(column(sort.column, index.types, "sort") for sort in question.sort), asked.number])


def behind(index: OpenIndex, asked: Query, question: Question, columns: str) -> Iterator[Sql]:
    """Statements whose rows, one after the other, are those behind ``question.after``; each lacks only its limit.

    First the rows that are equal to the known one in all columns of the order and have a higher number, then those equal
    in all but the last column and behind it in that, and so on: each is one range of one index. Raises BadQuestion.
    """
    known = _known(index, question)
    for equal in range(len(question.sort), -1, -1):
        fixed = [_equal(index, sort, cell) for sort, cell in zip(question.sort[:equal], known, strict=False)]
        for where, values, order in _steps(index, asked, question, known, equal):
            texts = [*([asked.where.removeprefix(" WHERE ")] if asked.where else []), *(text for text, _ in fixed), where]
            cells = [*asked.values, *(cell for _, given in fixed for cell in given), *values]
            yield BEHIND.format(columns=columns, source=asked.source, where=" WHERE " + " AND ".join(texts), order=order), cells


def _known(index: OpenIndex, question: Question) -> list[Stored]:
    if question.distinct:
        raise BadQuestion("Distinct rows have no number to begin behind; ask for them by offset.", field="after")
    if question.offset:
        raise BadQuestion("after and offset exclude each other.", field="offset")
    if len(question.after) != len(question.sort) + 1:
        raise BadQuestion("after belongs to a question with another order; take it from the next page of an answer.", field="after")
    kinds = [index.types[sort.column] for sort in question.sort if sort.column in index.types]
    try:
        return [read(cell, kind, "after") for cell, kind in zip(question.after, [*kinds, "integer"], strict=True)]
    except BadQuestion as error:
        raise BadQuestion(str(error), field="after") from None


def _steps(index: OpenIndex, asked: Query, question: Question, known: list[Stored], equal: int) -> Iterator[tuple[str, list[Stored], str]]:
    """Condition, values and order of the rows that differ from the known one at this place of the order for the first time."""
    if equal == len(question.sort):
        yield f"{asked.number} > ?", [known[-1]], asked.number
        return
    sort, cell = question.sort[equal], known[equal]
    name = column(sort.column, index.types, "sort")
    rest = [term(index, further) for further in question.sort[equal + 1 :]]
    ranked = ", ".join([f"{name} {'DESC' if sort.descending else 'ASC'}", *rest, asked.number])
    if cell is not None:
        yield f"{name} {'<' if sort.descending else '>'} ?", [cell], ranked
        if sort.nulls_last:
            yield f"{name} IS NULL", [], ", ".join([*rest, asked.number])
    elif not sort.nulls_last:
        yield f"{name} IS NOT NULL", [], ranked


def _equal(index: OpenIndex, sort: Sort, cell: Stored) -> Part:
    name = column(sort.column, index.types, "sort")
    return (f"{name} IS NULL", []) if cell is None else (f"{name} = ?", [cell])
