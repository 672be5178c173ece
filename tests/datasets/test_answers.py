"""Tests of questions against plain Python on small tables, of pages against the stream, of nonsense against BadQuestion."""

import operator
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.datastore import Answer, answer, facet, stream
from datasets.errors import BadQuestion
from datasets.formats import csv, index
from datasets.formats.cells import STORED, Stored, plain
from datasets.question import Filter, Operator, Question, Sort
from datasets.records import Cell
from tests.datasets.tables import CELLS, COLUMNS, LETTERS, ROWS, an_index, column

NAMES = [column.name for column in COLUMNS]
TYPES = {column.name: column.type for column in COLUMNS}
ORDERED: dict[str, Callable[[Any, Any], bool]] = {"lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge}
KINDS: st.SearchStrategy[Operator] = st.sampled_from(["eq", "ne", "in", "null", "notnull", "lt", "le", "gt", "ge"])
Rows = list[tuple[Cell, ...]]


def said(cell: Cell, name: str) -> Cell:
    """A cell as somebody might write it into an address."""
    stored = STORED[TYPES[name]](cell)
    if isinstance(cell, bool):
        return str(cell).lower()
    return plain(stored) if isinstance(stored, int | float) else stored


def meets(cell: Any, kind: Operator, value: Any) -> bool:
    """What a filter means, in plain words; ``value`` is a stored value or a tuple of them."""
    if kind in ORDERED:
        return cell is not None and ORDERED[kind](cell, value)
    plainly = {"eq": cell == value, "ne": cell != value, "null": cell is None, "notnull": cell is not None}
    return cell in value if kind == "in" else plainly[kind]


@st.composite
def tables_and_filters(draw: st.DrawFn) -> tuple[Rows, list[Filter]]:
    rows = draw(ROWS)
    filters = []
    for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3)):
        own = [row[NAMES.index(name)] for row in rows]
        cells = st.sampled_from(own) | CELLS[TYPES[name]] if own else CELLS[TYPES[name]]
        kind = draw(KINDS)
        value = draw(st.lists(cells, max_size=3).map(tuple) if kind == "in" else cells)
        if kind not in ORDERED or value not in {None, ""}:
            filters.append(Filter(name, kind, value))
    return rows, filters


def stored(rows: Rows) -> list[dict[str, Stored]]:
    return [{name: STORED[TYPES[name]](cell) for name, cell in zip(NAMES, row, strict=True)} for row in rows]


def each(asked: Filter, change: Callable[[Cell, str], Cell]) -> Any:
    """The filter's value, or every one of its values, changed."""
    if isinstance(asked.value, tuple):
        return [change(value, asked.column) for value in asked.value]
    return change(asked.value, asked.column)  # type: ignore[arg-type]  # the strategy above draws cells only


def kept(cell: Cell, name: str) -> Cell:
    return STORED[TYPES[name]](cell)


@settings(max_examples=100, deadline=None)
@given(case=tables_and_filters())
def test_filters_find_what_plain_python_finds(tmp_path_factory: pytest.TempPathFactory, case: tuple[Rows, list[Filter]]) -> None:
    rows, filters = case
    path = an_index(tmp_path_factory.mktemp("index") / "index.sqlite", COLUMNS, rows)
    asked = tuple(Filter(one.column, one.operator, each(one, said)) for one in filters)
    meant = [(one.column, one.operator, each(one, kept)) for one in filters]
    expected = [(n,) for n, row in enumerate(stored(rows), 1) if all(meets(row[name], kind, value) for name, kind, value in meant)]
    assert answer(path, Question(filters=asked, fields=("_id",))) == Answer(("_id",), expected, len(expected))  # type: ignore[arg-type]
    assert answer(path, Question(filters=asked, limit=0)).total == len(expected)


@settings(max_examples=100, deadline=None)
@given(rows=ROWS, needle=st.text(LETTERS, min_size=1, max_size=3))
def test_contains_finds_what_plain_python_finds(tmp_path_factory: pytest.TempPathFactory, rows: Rows, needle: str) -> None:
    path = an_index(tmp_path_factory.mktemp("index") / "index.sqlite", COLUMNS, rows)
    expected = [n for n, row in enumerate(stored(rows), 1) if needle.lower() in str(row["string_a"] or "").lower()]
    question = Question(filters=(Filter("string_a", "contains", needle),), fields=("_id",))
    assert [row[0] for row in answer(path, question).rows] == expected


def by(name: str) -> Callable[[tuple[int, dict[str, Stored]]], Any]:
    return lambda pair: pair[1][name]


SORTS = st.lists(st.builds(Sort, st.sampled_from(NAMES), st.booleans(), st.booleans()), max_size=3)


@settings(max_examples=100, deadline=None)
@given(rows=ROWS, sorts=SORTS)
def test_rows_are_sorted_as_plain_python_sorts(tmp_path_factory: pytest.TempPathFactory, rows: Rows, sorts: list[Sort]) -> None:
    path = an_index(tmp_path_factory.mktemp("index") / "index.sqlite", COLUMNS, rows)
    expected = list(enumerate(stored(rows), 1))
    for sort in reversed(sorts):
        empty = [pair for pair in expected if pair[1][sort.column] is None]
        known = [pair for pair in expected if pair[1][sort.column] is not None]
        known.sort(key=by(sort.column), reverse=sort.descending)  # equal ones keep their order, reversed or not
        expected = known + empty if sort.nulls_last else empty + known
    answered = answer(path, Question(sort=tuple(sorts), fields=("_id",)))
    assert [row[0] for row in answered.rows] == [number for number, _ in expected]


@settings(max_examples=40, deadline=None)
@given(rows=ROWS, size=st.integers(1, 4), sorts=SORTS, distinct=st.booleans())
def test_pages_make_the_stream_and_the_stream_the_csv(
    tmp_path_factory: pytest.TempPathFactory, rows: Rows, size: int, sorts: list[Sort], distinct: bool
) -> None:
    path = an_index(tmp_path_factory.mktemp("index") / "index.sqlite", COLUMNS, rows)
    question = Question(sort=tuple(sorts), distinct=distinct)
    pages = [answer(path, Question(sort=tuple(sorts), distinct=distinct, limit=size, offset=start)) for start in range(0, 10, size)]
    assert [row for page in pages for row in page.rows] == list(stream(path, question))
    assert {page.total for page in pages} == {len(list(stream(path, question)))}
    assert list(csv.batches(COLUMNS, stream(path, Question()))) == list(csv.batches(COLUMNS, index.read_rows(path)))


@settings(max_examples=60, deadline=None)
@given(rows=ROWS, fields=st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True))
def test_distinct_rows_are_each_once_in_the_order_of_their_first(
    tmp_path_factory: pytest.TempPathFactory, rows: Rows, fields: list[str]
) -> None:
    path = an_index(tmp_path_factory.mktemp("index") / "index.sqlite", COLUMNS, rows)
    expected = dict.fromkeys(tuple(row[name] for name in fields) for row in stored(rows))
    answered = answer(path, Question(fields=tuple(fields), distinct=True))
    assert answered.rows == list(expected)
    assert answered.total == len(expected)


@settings(max_examples=60, deadline=None)
@given(rows=ROWS, name=st.sampled_from(NAMES))
def test_a_facet_counts_every_value(tmp_path_factory: pytest.TempPathFactory, rows: Rows, name: str) -> None:
    path = an_index(tmp_path_factory.mktemp("index") / "index.sqlite", COLUMNS, rows)
    cells = [row[name] for row in stored(rows)]
    counted = facet(path, Question(), name)
    assert dict(counted) == {cell: cells.count(cell) for cell in cells}
    assert [count for _, count in counted] == sorted((count for _, count in counted), reverse=True)


ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.decimals() | st.text() | st.binary() | st.sampled_from(["\ud800", "\0"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)
SOME_NAME = st.sampled_from([*NAMES, "_id", "_key", "rows_fts", 'a"b', "\ud800"]) | st.text(max_size=5)
OPERATORS: Any = st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge", "in", "contains", "null", "notnull", "sql"])
QUESTIONS = st.builds(
    Question,
    filters=st.lists(st.builds(Filter, SOME_NAME, OPERATORS, ANYTHING), max_size=3).map(tuple),
    q=st.text() | st.dictionaries(SOME_NAME, st.text() | st.sampled_from(['"', "* *", "a\0b", "\ud800", "AND OR NOT", "NEAR(", "^x"])),
    fields=st.lists(SOME_NAME, max_size=2).map(tuple),
    sort=st.lists(st.builds(Sort, SOME_NAME, st.booleans(), st.booleans()), max_size=2).map(tuple),
    limit=st.integers(),
    offset=st.integers(),
    distinct=st.booleans(),
)


@settings(max_examples=200, deadline=None)
@given(question=QUESTIONS, name=SOME_NAME)
def test_no_question_raises_anything_but_bad_question(nonsense: Path, question: Question, name: str) -> None:
    for ask in (answer, lambda path, asked: list(stream(path, asked)), lambda path, asked: facet(path, asked, name)):
        with suppress(BadQuestion):
            ask(nonsense, question)


@pytest.fixture(scope="module")
def nonsense(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows: Rows = [tuple(None for _ in NAMES), ("Größe *%_", "x", 1, 2, 1.5, 2, True, False, None, None, None, None, 2020, 2021)]
    return an_index(tmp_path_factory.mktemp("index") / "index.sqlite", COLUMNS, rows)


WORDS = ["wasser", "wasserstoff", "müll", "mull", "5g", "netz"]
TEXT = st.lists(st.sampled_from(WORDS), max_size=4)
TERM = st.tuples(st.lists(st.sampled_from(WORDS), min_size=1, max_size=2), st.sampled_from(["", "*", ":*"]))


def plain_words(words: list[str]) -> str:
    return " " + " ".join(words).replace("ü", "u")


def holds(words: list[str], phrase: list[str], star: str) -> bool:
    return (plain_words(phrase) + ("" if star else " ")) in plain_words(words) + " "


@settings(max_examples=100, deadline=None)
@given(rows=st.lists(st.tuples(TEXT, TEXT), max_size=6), terms=st.lists(TERM, min_size=1, max_size=3))
def test_words_and_phrases_are_found_as_plain_python_finds_them(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[list[str], list[str]]], terms: list[tuple[list[str], str]]
) -> None:
    texts = [(" ".join(left).upper(), ", ".join(right)) for left, right in rows]
    path = an_index(tmp_path_factory.mktemp("index") / "index.sqlite", [column("left"), column("right")], texts)
    q = " ".join(f'"{" ".join(phrase)}"{star}' if len(phrase) > 1 else phrase[0] + star for phrase, star in terms)
    anywhere = [n for n, row in enumerate(rows, 1) if all(any(holds(words, *term) for words in row) for term in terms)]
    right = [n for n, row in enumerate(rows, 1) if all(holds(row[1], *term) for term in terms)]
    assert [row[0] for row in answer(path, Question(q=q, fields=("_id",))).rows] == anywhere
    assert [row[0] for row in answer(path, Question(q={"right": q}, fields=("_id",))).rows] == right
