from collections.abc import Iterator

import jinja2
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.testclient import TestClient

from portal.render import TEMPLATES, done, environment, page

PAGE = (
    '{% extends "layout.html" %}{% block title %}T{% endblock %}'
    "{% block main %}<h1>Whole</h1>{% block part %}<p>{{ word }}</p>{% endblock %}{% endblock %}"
)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """An app with one page of one block, and a form."""
    env = environment()
    loader, env.loader = env.loader, jinja2.ChoiceLoader([jinja2.DictLoader({"trial.html": PAGE}), jinja2.FileSystemLoader(TEMPLATES)])
    app.add_api_route("/trial", _trial, response_model=None)
    app.add_api_route("/trial", _sent, methods=["POST"], response_model=None)
    yield TestClient(app, follow_redirects=False)
    env.loader = loader


def _trial(request: Request, word: str = "x") -> Response:
    return page(request, "trial.html", "part", word=word)


def _sent(request: Request) -> Response:
    return done(request, "trial.html", "part", "/trial", word="sent")


def test_a_visitor_gets_the_whole_page(client: TestClient) -> None:
    answer = client.get("/trial")
    assert "<h1>Whole</h1><p>x</p>" in answer.text
    assert answer.headers["vary"].startswith("HX-Request, HX-Request-Type")


def test_htmx_gets_the_block(client: TestClient) -> None:
    assert client.get("/trial", headers={"HX-Request": "true"}).text == "<p>x</p>"
    assert client.get("/trial", headers={"HX-Request": "true", "HX-Request-Type": "partial"}).text == "<p>x</p>"


def test_htmx_gets_the_whole_page_where_it_asks_for_it(client: TestClient) -> None:
    assert "<h1>Whole</h1>" in client.get("/trial", headers={"HX-Request": "true", "HX-Request-Type": "full"}).text


def test_a_form_leads_to_a_page_in_the_same_language(client: TestClient) -> None:
    answer = client.post("/en/trial")
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/trial")


def test_a_form_sent_by_htmx_gets_the_block(client: TestClient) -> None:
    assert client.post("/trial", headers={"HX-Request": "true"}).text == "<p>sent</p>"


@pytest.mark.parametrize("suffix", [".html", ".xml", ".txt", ""])
def test_markup_in_a_value_is_escaped_whatever_the_template_is_called(suffix: str) -> None:
    made = environment().overlay(loader=jinja2.DictLoader({f"a{suffix}": "{{ word }}"}))
    assert made.get_template(f"a{suffix}").render(word="<b>") == "&lt;b&gt;"


def test_markup_in_a_translated_text_is_escaped() -> None:
    assert environment().from_string('{{ _("%(n)s Stimmen", n="<b>") }}').render() == "&lt;b&gt; Stimmen"


def test_a_name_that_is_not_there_fails_loudly() -> None:
    with pytest.raises(jinja2.UndefinedError):
        environment().from_string("{{ nobody }}").render()


@pytest.mark.parametrize("name", sorted(file.name for file in TEMPLATES.glob("*.html")))
def test_every_template_compiles_and_has_no_inline_script_or_style(name: str) -> None:
    text = (TEMPLATES / name).read_text("utf-8")
    environment().get_template(name)
    assert not [word for word in ("<style", " style=", "hx-on", "javascript:", " onclick=", "js:{") if word in text]
    assert "<script>" not in text
