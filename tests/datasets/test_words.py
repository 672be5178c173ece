"""How words are folded, stemmed and cut open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets import words


@pytest.mark.parametrize("question", ["foerderung", "Förderungen", "forderung", "FÖRDERUNG", "Fo\u0308rderung", "Förderu"])
def test_all_ways_to_write_an_umlaut_meet(question: str) -> None:
    (term,) = words.asked(question)
    tokens = words.analyse("Öffentliche Förderung")
    assert term.stem in tokens or any(token.startswith(term.start) for token in tokens)


def test_sharp_s_is_two() -> None:
    assert words.asked("Straße") == words.asked("STRASSE")


def test_words_come_first_in_their_order_then_stems_then_tails() -> None:
    assert words.analyse("Neue Müllsensoren") == ["neu", "mullsensoren", "mullsensor", *("_" + "mullsensoren"[at:] for at in range(3, 9))]


def test_numbers_and_identifiers_are_not_cut_open() -> None:
    assert words.analyse("16DKV30056 20202021") == ["16dkv30056", "20202021"]


def test_fillers_are_asked_for_only_where_nothing_else_is() -> None:
    assert [term.start for term in words.asked("Was ist mit dem Parken?")] == ["parken"]
    assert [term.start for term in words.asked("für die")] == ["fur", "die"]


def test_a_question_without_a_word_asks_for_nothing() -> None:
    assert words.asked(" ?*\"' ") == ()


def test_a_long_question_is_cut() -> None:
    assert len(words.asked(" ".join(f"wort{number}" for number in range(10_000)))) <= words.MOST_TERMS


def test_titles_sort_as_in_a_german_list() -> None:
    assert sorted(["Zug", "Ähre", "Apfel", "Öl"], key=words.sort_key) == ["Ähre", "Apfel", "Öl", "Zug"]


@given(st.text())
def test_a_text_is_found_by_each_of_its_words_and_their_beginnings(text: str) -> None:
    tokens = words.analyse(text)
    for term in words.asked(text):
        assert term.stem in tokens
        assert term.start in tokens


@given(st.text())
def test_tokens_hold_nothing_that_a_query_language_could_misread(text: str) -> None:
    assert all(token.removeprefix(words.INNER).isalnum() for token in words.analyse(text))
