"""Hits, their order, and that both databases and a naive search in Python agree."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session

from datasets import search, search_ddl, words

TEXTS = {
    "beleuchtung": ("Intelligente Straßenbeleuchtung", "Laternen, die mitdenken; gefördert vom Bund."),
    "foerderung": ("Förderung für Vereine", "Zuschüsse und Förderungen, auch für Müllsensoren."),
    "muell": ("Müll", "Sensor im Container, 2024 gefoerdert"),
    "parken": ("Parken und Laden", "Freie Parkplätze in der Innenstadt finden"),
    "steuer": ("Steuern digital", "Grundsteuer und Hundesteuer online zahlen. E-Government"),
    "tokio": ("東京都 trifft die Stadt", "Öl, Äpfel, naïve Cafés, Łódź, İstanbul"),
}
ALPHABET = sorted({word for pair in TEXTS.values() for part in pair for word in part.split()})


@pytest.fixture
def filled(session: Session) -> Session:
    """The texts above as projects, and one dataset that holds all their words."""
    for slug, (title, body) in TEXTS.items():
        search.put(session, "project", slug, title, body)
    search.put(session, "dataset", "alles", "Alles", " ".join(ALPHABET))
    return session


def naive(question: str) -> set[str]:
    """The same search without a database."""
    terms = words.asked(question)
    return {slug for slug, parts in TEXTS.items() if terms and all(holds(words.analyse(" ".join(parts)), term) for term in terms)}


def holds(tokens: list[str], term: words.Term) -> bool:
    starts = (term.start, words.INNER + term.start) if term.inner else (term.start,)
    return term.stem in tokens or any(token.startswith(starts) for token in tokens)


@pytest.mark.parametrize(
    ("question", "slugs"),
    [
        ("foerderungen", ["foerderung"]),
        ("Förderu", ["foerderung"]),
        ("strassenbeleuchtung", ["beleuchtung"]),
        ("sensor", ["foerderung", "muell"]),
        ("parkplatz finden", ["parken"]),
        ("Steuer", ["steuer"]),
        ("ul", []),
        ("東京", ["tokio"]),
        ("lodz istanbul cafes", ["tokio"]),
        ("die", ["tokio", "beleuchtung"]),
        ("", []),
    ],
)
def test_a_question_finds(filled: Session, question: str, slugs: list[str]) -> None:
    assert search.hits(filled, "project", question) == (slugs, len(slugs))


@given(question=st.one_of(st.text(max_size=40), st.lists(st.sampled_from(ALPHABET).map(lambda word: word[:5]), max_size=3).map(" ".join)))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_question_is_safe_and_finds_what_a_naive_search_finds(filled: Session, question: str) -> None:
    found, total = search.hits(filled, "project", question)
    assert set(found) == naive(question)
    assert total == len(found)


def test_hits_in_the_title_come_first(filled: Session) -> None:
    search.put(filled, "project", "aaa", "Aaa", "Parken")
    assert search.hits(filled, "project", "parken")[0] == ["parken", "aaa"]


def test_only_so_many_are_given_but_all_are_counted(filled: Session) -> None:
    assert search.hits(filled, "project", "gefördert", limit=1) == (["beleuchtung"], 2)


def test_new_words_replace_the_old_ones(filled: Session) -> None:
    search.put(filled, "project", "muell", "Abfall", "Tonne")
    assert search.hits(filled, "project", "container") == ([], 0)
    assert search.hits(filled, "project", "abfall") == (["muell"], 1)


def test_what_is_removed_is_found_no_more(filled: Session) -> None:
    search.remove(filled, "project", "muell")
    search.remove(filled, "project", "unbekannt")
    assert search.hits(filled, "project", "container") == ([], 0)


def test_the_index_can_be_dropped_and_made_anew(filled: Session) -> None:
    dialect = filled.get_bind().dialect.name
    for statement in (*search_ddl.drop(dialect), *search_ddl.create(dialect)):
        filled.execute(text(statement))
    assert search.hits(filled, "project", "parken") == (["parken"], 1)
