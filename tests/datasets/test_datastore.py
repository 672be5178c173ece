"""Tests of questions to a release."""

from pathlib import Path
from typing import Any

import pytest

from datasets.datastore import Answer, answer, facet, schema, stream
from datasets.errors import BadQuestion, NotFound
from datasets.formats.cells import Value
from datasets.question import Filter, Question, Sort
from tests.datasets.tables import GRANT_ROWS, GRANTS, an_index, column


@pytest.fixture
def grants(tmp_path: Path) -> Path:
    return an_index(tmp_path / "index.sqlite", GRANTS, GRANT_ROWS, ("fkz",))


def found(path: Path, *filters: Filter, **question: Any) -> list[Value]:
    return [row[0] for row in answer(path, Question(filters=filters, fields=("fkz",), **question)).rows]


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        (Filter("ort", "eq", "Dortmund"), ["01A", "01C"]),
        (Filter("ort", "ne", "Dortmund"), ["01B", "01D", "01E"]),
        (Filter("ort", "eq", ""), ["01D"]),
        (Filter("ort", "eq", None), ["01D"]),
        (Filter("ort", "in", ["Köln", None]), ["01B", "01D"]),
        (Filter("ort", "in", []), []),
        (Filter("ort", "contains", "öT"), ["01E"]),
        (Filter("thema", "contains", "(a1:"), ["01D"]),
        (Filter("thema", "contains", "%"), []),
        (Filter("summe", "eq", "1000.50"), ["01A"]),
        (Filter("summe", "eq", "2e1"), ["01B"]),
        (Filter("summe", "gt", 999), ["01A", "01E"]),
        (Filter("von", "lt", "2020-01-01"), ["01D", "01E"]),
        (Filter("von", "ge", "2020-01-01T00:00:00"), ["01A", "01B"]),
        (Filter("von", "contains", "-05-"), ["01B"]),
        (Filter("aktiv", "eq", "true"), ["01A", "01D"]),
        (Filter("aktiv", "ne", False), ["01A", "01C", "01D"]),
        (Filter("aktiv", "null"), ["01C"]),
        (Filter("_id", "in", ["2", 4]), ["01B", "01D"]),
    ],
)
def test_values_are_read_by_the_type_of_their_column(grants: Path, filter_: Filter, expected: list[str]) -> None:
    assert found(grants, filter_) == expected


@pytest.mark.parametrize(
    ("question", "field"),
    [
        (Question(filters=(Filter("none", "eq", 1),)), "filters"),
        (Question(filters=(Filter("summe", "eq", "viel"),)), "filters"),
        (Question(filters=(Filter("summe", "gt", None),)), "filters"),
        (Question(filters=(Filter("summe", "contains", "1"),)), "filters"),
        (Question(filters=(Filter("summe", "eq", "0.123456789012345678901"),)), "filters"),
        (Question(filters=(Filter("von", "eq", "2020"),)), "filters"),
        (Question(filters=(Filter("von", "eq", "2020-01-01T12:00"),)), "filters"),
        (Question(filters=(Filter("aktiv", "eq", "vielleicht"),)), "filters"),
        (Question(filters=(Filter("ort", "in", "Köln"),)), "filters"),
        (Question(filters=(Filter("ort", "contains", ""),)), "filters"),
        (Question(filters=(Filter("ort"),) * 51), "filters"),
        (Question(fields=("none",)), "fields"),
        (Question(fields=("ort", "ort")), "fields"),
        (Question(sort=(Sort("none"),)), "sort"),
        (Question(sort=(Sort("ort"),) * 21), "sort"),
        (Question(sort=(Sort("ort"),), fields=("fkz",), distinct=True), "sort"),
        (Question(q={"summe": "1"}), "q"),
        (Question(q={"none": "1"}), "q"),
        (Question(q="x " * 31), "q"),
        (Question(q="x" * 1001), "q"),
        (Question(limit=-1), "limit"),
        (Question(offset=-1), "offset"),
    ],
)
def test_a_bad_question_says_which_field_is_off(grants: Path, question: Question, field: str) -> None:
    for ask in (answer, stream):
        with pytest.raises(BadQuestion) as caught:
            ask(grants, question)
        assert caught.value.field == field


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("wasserstoff", ["01A", "01C"]),
        ("WASSERSTOFF grüner", ["01C"]),
        ("gruner", ["01C"]),
        ("wasser", []),
        ("wasser*", ["01A", "01C"]),
        ("wasser:*", ["01A", "01C"]),
        ('"für die straße"', ["01A"]),
        ('"die für"', []),
        ('"wasserstoff fü"*', ["01A"]),
        ("mullsensoren,vernetzt", ["01B"]),
        ("wasserstoff - !", ["01A", "01C"]),
        ("- !", []),
        ("", ["01A", "01B", "01C", "01D", "01E"]),
        ({"ort": "dortmund", "thema": "straße"}, ["01A"]),
        ({"ort": "wasserstoff"}, []),
        ({"ort": "", "thema": "daten"}, ["01E"]),
        ("01C OR 01A", []),
        ("dortmund NOT wasserstoff", []),
    ],
)
def test_words_are_found_in_texts(grants: Path, q: str | dict[str, str], expected: list[str]) -> None:
    assert found(grants, q=q) == expected
    assert answer(grants, Question(q=q, limit=1)).total == len(expected)


def test_words_and_filters_hold_together(grants: Path) -> None:
    question = Question(filters=(Filter("summe", "notnull"),), q="wasserstoff", sort=(Sort("ort"),), fields=("_id", "fkz"))
    assert answer(grants, question) == Answer(("_id", "fkz"), [(1, "01A")], 1)


def test_a_question_can_be_a_key_though_it_came_with_lists_and_mappings() -> None:
    asked = Question(filters=(Filter("a", "in", ["x"]),), q={"a": "x"})
    assert {asked: 1}[Question(filters=(Filter("a", "in", ("x",)),), q=(("a", "x"),))] == 1


def test_empty_cells_come_last_unless_asked_first(grants: Path) -> None:
    assert found(grants, sort=(Sort("ort"),))[-1] == "01D"
    assert found(grants, sort=(Sort("ort", descending=True),))[-1] == "01D"
    assert found(grants, sort=(Sort("ort", nulls_last=False),))[0] == "01D"


def test_nobody_counts_what_nobody_asked(grants: Path) -> None:
    assert answer(grants, Question(limit=2, include_total=False)).total is None


def test_frequent_values_are_counted_as_rare_ones_are(tmp_path: Path) -> None:
    rows = [("often" if number % 3 else "rare" if number < 90 else None, number % 2 == 0) for number in range(300)]
    path = an_index(tmp_path / "index.sqlite", [column("a"), column("even", "boolean")], rows)
    for value in ("often", "rare", None, "never"):
        assert answer(path, Question(filters=(Filter("a", "eq", value),), limit=3)).total == [row[0] for row in rows].count(value)
    assert facet(path, Question(), "a") == [("often", 200), (None, 70), ("rare", 30)]
    assert facet(path, Question(), "a", 1) == [("often", 200)]
    assert facet(path, Question(filters=(Filter("a", "eq", "rare"),)), "even") == [(False, 15), (True, 15)]
    assert facet(path, Question(), "even") == [(False, 150), (True, 150)]


def test_a_stream_has_no_limit_and_starts_where_asked(tmp_path: Path) -> None:
    path = an_index(tmp_path / "index.sqlite", [column("n", "integer")], [(number,) for number in range(2500)])
    assert list(stream(path, Question(limit=1, offset=10))) == [(number,) for number in range(10, 2500)]


def test_yes_and_no_are_booleans(grants: Path) -> None:
    assert answer(grants, Question(fields=("aktiv",), distinct=True)).rows == [(True,), (False,), (None,)]


def test_a_question_that_takes_too_long_is_a_bad_one(tmp_path: Path) -> None:
    path = an_index(tmp_path / "index.sqlite", [column("a")], [(f"text {number}",) for number in range(20_000)])
    expensive = Question(filters=(Filter("a", "contains", "x y"),))
    for ask in (answer, lambda *a, **k: list(stream(*a, **k)), lambda path, question, **k: facet(path, question, "a", **k)):
        with pytest.raises(BadQuestion, match="takes longer"):
            ask(path, expensive, seconds=0)
    assert answer(path, expensive).total == 0


def test_names_that_are_words_of_sqlite_can_be_asked(tmp_path: Path) -> None:
    names = ["rank", "rowid", "select", "rows_fts", "t0", "rows", "n", "match"]
    path = an_index(tmp_path / "index.sqlite", [column(name) for name in names], [tuple(names)])
    for name in names:
        question = Question(filters=(Filter(name, "eq", name),), q={name: name}, sort=(Sort(name),), fields=(name,), distinct=True)
        assert answer(path, question).rows == [(name,)]
        assert facet(path, question, name) == [(name, 1)]


def test_an_index_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    for ask in (answer, stream):
        with pytest.raises(NotFound):
            ask(tmp_path / "none.sqlite", Question())


def test_the_schema_is_that_of_the_release(grants: Path) -> None:
    assert schema(grants).columns == GRANTS
