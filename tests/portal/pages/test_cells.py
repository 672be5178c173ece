import pytest

from datasets.records import Column, ColumnType, Text
from portal.language import speak
from portal.pages.cells import shown, typed
from portal.pages.preview import laid_out


def a_column(kind: ColumnType) -> Column:
    return Column(name="x", type=kind, title=Text(de="X"))


@pytest.mark.parametrize(("kind", "value", "german", "english"), [
    ("number", 1234567.5, "1.234.567,5", "1,234,567.5"),
    ("number", -0.25, "-0,25", "-0.25"),
    ("number", 1e-05, "0,00001", "0.00001"),
    ("number", -1234, "-1.234", "-1,234"),
    ("integer", 0, "0", "0"),
    ("year", 2026, "2026", "2026"),
    ("boolean", True, "ja", "yes"),
    ("date", "2026-05-31", "31.05.2026", "31 May 2026"),
    ("datetime", "2026-05-31T08:05:00+00:00", "31.05.2026, 08:05", "31 May 2026, 08:05"),
    ("date", "kein Tag", "kein Tag", "kein Tag"),
    ("string", "1234.5", "1234.5", "1234.5"),
    ("string", None, "", ""),
])  # fmt: skip
def test_a_cell_is_shown_in_the_language_that_is_spoken(kind: ColumnType, value: str | float | None, german: str, english: str) -> None:
    assert shown(a_column(kind), value) == german
    speak("en")
    assert shown(a_column(kind), value) == english


@pytest.mark.parametrize(("kind", "text", "read"), [
    ("number", "1.234,50", "1234.50"),
    ("number", "1,5", "1.5"),
    ("number", "1.5", "1.5"),
    ("integer", "12.000", "12000"),
    ("date", "31.5.2026", "2026-05-31"),
    ("date", "2026-05", "2026-05"),
    ("string", "1.234,50", "1.234,50"),
])  # fmt: skip
def test_what_a_person_types_is_read_as_it_is_written_in_german(kind: ColumnType, text: str, read: str) -> None:
    assert typed(a_column(kind), text) == read


def test_in_english_a_point_stays_a_point() -> None:
    speak("en")
    assert typed(a_column("number"), "12.000") == "12.000"


def test_a_long_text_is_cut() -> None:
    assert len(shown(a_column("string"), "x" * 1000)) == 150


def test_only_an_address_becomes_a_link() -> None:
    cells = [row[0] for row in laid_out([a_column("string")], [["https://x.example/a"], ["https://x a"], ["javascript:alert(1)"]])]
    assert [href for _attribute, _text, href in cells] == ["https://x.example/a", "", ""]


def test_numbers_stand_to_the_right_and_long_texts_have_room() -> None:
    columns = [a_column("number"), a_column("string"), a_column("string")]
    row = laid_out(columns, [[1, "kurz", "lang " * 10]])[0]
    assert [attribute for attribute, _text, _href in row] == [' class="number"', ' class="short"', ' class="long"']
