"""The list of projects as people and htmx see it."""

import re

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session
from starlette.testclient import TestClient

from datasets import catalogue, search
from datasets.database import transaction
from tests.builders import a_funding, a_project

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture(autouse=True)
def fourteen(app: FastAPI) -> None:
    """13 projects on energy, every second running, and one on the harbour."""
    with transaction(app.state.engine) as session:
        for number in range(13):
            a_listed_project(session, f"Energie {number:02}", "energie", "running" if number % 2 else "finished")
        a_listed_project(session, "Öffentliche Förderung", "hafenumfeld", "planned")
        catalogue.raise_version(session)


def a_listed_project(session: Session, title: str, topic: str, status: str) -> None:
    project = a_project(session, title=title, topics=(topic,), status=status)
    a_funding(session, project, funder="Bund & Land")
    search.put(session, "project", project.slug, title, "")


def titles(page: str) -> list[str]:
    return re.findall(r'<h3><a href="/projekte/[^"]+">([^<]+)</a>', page)


def test_the_list_counts_and_pages(client: TestClient) -> None:
    page = client.get("/projekte").text
    assert "14 Projekte, Seite 1 von 2" in page
    assert len(titles(page)) == 12
    assert titles(client.get("/projekte?seite=2").text) == ["Energie 12", "Öffentliche Förderung"]


def test_a_filter_says_how_many_it_would_give(client: TestClient) -> None:
    page = client.get("/projekte?status=running").text
    assert re.search(r'href="/projekte\?thema=energie&amp;status=running"><span>Energie</span><span>6</span>', page)
    assert "hafenumfeld" not in page


def test_a_chosen_filter_takes_itself_out(client: TestClient) -> None:
    page = client.get("/projekte?thema=hafenumfeld&q=f%C3%B6rderungen").text
    assert titles(page) == ["Öffentliche Förderung"]
    assert 'href="/projekte?q=f%C3%B6rderungen" aria-current="true"' in page
    assert '<input type="hidden" name="thema" value="hafenumfeld" form="ask">' in page


def test_a_funder_with_odd_letters_is_a_filter(client: TestClient) -> None:
    page = client.get("/projekte").text
    (address,) = re.findall(r'href="(/projekte\?foerdergeber=[^"]+)"', page)
    assert address == "/projekte?foerdergeber=Bund+%26+Land"
    assert "14 Projekte" in client.get(address).text


def test_no_hit_offers_ways_on(client: TestClient) -> None:
    page = client.get("/projekte?q=xyzzy&thema=energie").text
    assert "Keine Projekte gefunden" in page
    for way in ('href="/projekte?q=xyzzy"', 'href="/suche?q=xyzzy"', 'href="/ideen/neu"'):
        assert way in page


def test_htmx_gets_the_hits_alone(client: TestClient) -> None:
    part = client.get("/projekte?thema=energie", headers=HTMX).text
    assert "13 Projekte" in part
    assert "<h1" not in part
    assert "<html" not in part


def test_the_order_is_kept_by_filters(client: TestClient) -> None:
    page = client.get("/projekte?sort=ende").text
    assert '<option value="ende" selected>' in page
    assert 'href="/projekte?thema=energie&amp;sort=ende"' in page


@given(question=st.fixed_dictionaries({name: st.text(max_size=12) for name in ("q", "thema", "foerdergeber", "sort", "seite")}))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_the_address_is_answered(client: TestClient, question: dict[str, str]) -> None:
    answer = client.get("/projekte", params=question)
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
