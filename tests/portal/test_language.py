import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from datasets.records import Text
from portal import language
from portal.render import TEMPLATES, environment

PORTAL = TEMPLATES.parent
WORDS = Text(de="Haus", en="house", simple="Ein Haus")


@pytest.mark.parametrize(("key", "word"), [("de", "Haus"), ("en", "house"), ("ls", "Ein Haus")])
def test_a_text_is_given_in_the_language_that_is_spoken(key: str, word: str) -> None:
    language.speak(key)
    assert language.localized(WORDS) == word


@pytest.mark.parametrize("key", ["en", "ls"])
def test_a_text_without_translation_is_german(key: str) -> None:
    language.speak(key)
    assert language.localized(Text(de="Haus")) == "Haus"


@pytest.mark.parametrize(
    ("key", "path", "address"),
    [
        ("de", "/projekte?q=a", "/projekte?q=a"),
        ("en", "/projekte?q=a", "/en/projekte?q=a"),
        ("en", "/", "/en/"),
        ("en", "https://example.org/", "https://example.org/"),
        ("en", "//example.org", "//example.org"),
        ("en", "#main", "#main"),
        ("ls", "/projekte/nox-block", "/ls/projekte/nox-block"),
        ("ls", "/projekte", "/projekte"),
        ("ls", "/hilfe", "/ls/hilfe"),
        ("ls", "/daten", "/daten"),
    ],
)
def test_a_link_keeps_the_language(key: str, path: str, address: str) -> None:
    language.speak(key)
    assert language.link(path) == address


@pytest.mark.parametrize(
    ("path", "seen"), [("/where", ["de", "/where"]), ("/en/where", ["en", "/where"]), ("/english", None), ("/fr/where", None)]
)
def test_the_prefix_says_the_language_and_leaves_the_path(app: FastAPI, path: str, seen: list[str] | None) -> None:
    app.add_api_route("/where", _where)
    answer = TestClient(app).get(path)
    assert (answer.json() if answer.status_code == 200 else None) == seen


def test_what_has_no_version_in_leichte_sprache_leads_to_the_german_page(client: TestClient) -> None:
    answer = client.get("/ls/projekte?q=rad")
    assert (answer.status_code, answer.headers["location"]) == (307, "/projekte?q=rad")


@pytest.mark.parametrize("path", ["/ls//evil.example", "/ls/%2Fevil.example", "/ls/%5Cevil.example", "/ls///evil.example/x"])
def test_no_redirect_leads_to_somebody_else(client: TestClient, path: str) -> None:
    location = client.get(path).headers["location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


def test_a_page_names_itself_in_every_language(client: TestClient) -> None:
    found = re.findall(r'rel="alternate" hreflang="([^"]+)" href="http://testserver([^"]*)"', client.get("/en/hilfe?a=1").text)
    assert found == [("de", "/hilfe?a=1"), ("en", "/en/hilfe?a=1"), ("de-simple", "/ls/hilfe?a=1")]


@given(st.text(alphabet="/abensl."))
def test_no_path_breaks_the_split(path: str) -> None:
    key, rest = language.Language(_nothing, ("de", "en", "de-simple"))._split("/" + path)
    assert key in language.TAGS
    assert rest.startswith("/")


def test_every_german_text_has_an_english_one() -> None:
    known = {language._key(message.id): message for message in language.translations("en") if message.id}
    used = set(_texts_of_templates()) | set(_texts_of_code())
    assert sorted(used - {key for key, message in known.items() if all(language._forms(message.string))}) == []


@pytest.mark.parametrize("key", ["en", "ls"])
def test_no_translation_is_of_a_text_that_nobody_says(key: str) -> None:
    known = {language._key(message.id) for message in language.translations(key) if message.id}
    assert sorted(known - set(_texts_of_templates()) - set(_texts_of_code())) == []


@pytest.mark.parametrize("key", language.TAGS)
def test_a_text_is_translated_once(key: str) -> None:
    known = [language._key(message.id) for message in language.translations(key) if message.id]
    assert sorted(text for text, times in Counter(known).items() if times > 1) == []


def test_places_in_a_translation_are_those_of_the_text() -> None:
    messages = [message for message in language.translations("en") if message.id]
    places = re.compile(r"%\(\w+\)s")
    assert [m.id for m in messages if set(places.findall(str(m.id))) != set(places.findall(str(m.string)))] == []


def _texts_of_templates() -> list[str]:
    found = []
    for file in TEMPLATES.glob("*.html"):
        calls = environment().extract_translations(environment().parse(file.read_text("utf-8")))  # type: ignore[attr-defined]
        found += [words[0] if isinstance(words, tuple) else words for _, _, words in calls]
    return found


def _texts_of_code() -> list[str]:
    trees = (ast.parse(file.read_text("utf-8")) for file in _code())
    calls = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))
    named = (call for call in calls if getattr(call.func, "id", getattr(call.func, "attr", "")) in {"_", "gettext", "ngettext"})
    return [str(call.args[0].value) for call in named if isinstance(call.args[0], ast.Constant)]


def _code() -> list[Path]:
    return [file for file in PORTAL.rglob("*.py") if "node_modules" not in file.parts]


def _where(request: Request) -> list[str]:
    return [request.state.language, request.scope["path"]]


async def _nothing(scope: object, receive: object, send: object) -> None:
    """An app that never answers."""
