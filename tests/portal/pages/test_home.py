import re
from dataclasses import replace
from decimal import Decimal

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from datasets import catalogue
from datasets.database import transaction
from datasets.settings import Settings
from datasets.tables.places import Claim
from portal.app import create_app
from tests.builders import a_funding, a_project, an_organisation


def _fill(app: FastAPI, projects: int = 5, local: str = "1000000.00") -> None:
    with transaction(app.state.engine) as session:
        here = an_organisation(session, municipality_key=app.state.settings.city.municipality_key, partner=True)
        for number in range(projects):
            project = a_project(session, title=f"Vorhaben {number}")
            a_funding(session, project, amount=local if number == 0 else None, recipient_id=here.id, as_of="2021-07")
        session.add(Claim(key="funding_total", value=Decimal(40_000_000), source_url="https://example.org/claim"))
        catalogue.raise_version(session)


def test_an_empty_portal_has_a_start_page(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert "Bitte bewerten" not in answer.text


def test_the_claim_stands_beside_the_documented_sum_with_gap_and_source(app: FastAPI) -> None:
    _fill(app)
    text = TestClient(app).get("/").text.replace("\xa0", " ")
    assert all(words in text for words in ("1 Mio. €", "mehr als 40 Mio. €", "39 Mio. €", "Juli 2021", "https://example.org/claim"))


def test_no_gap_is_named_where_all_is_documented(app: FastAPI) -> None:
    _fill(app, local="50000000.00")
    assert "Zwischen Beleg und eigener Angabe" not in TestClient(app).get("/").text


def test_the_projects_to_rate_are_drawn_anew_each_day(app: FastAPI, frozen: object) -> None:
    _fill(app, projects=30)
    client, seen = TestClient(app), []
    for _ in range(3):
        seen.append(re.findall(r'href="/projekte/([^"]+)"', client.get("/").text)[:3])
        frozen.shift(86_400)  # type: ignore[attr-defined]
    assert len({tuple(slugs) for slugs in seen}) > 1


def test_on_one_day_everybody_sees_the_same_draw(settings: Settings) -> None:
    first, second = (create_app(settings, fresh=0) for _ in range(2))
    _fill(first, projects=30)
    assert TestClient(first).get("/").text == TestClient(second).get("/").text


def test_the_start_page_speaks_english(app: FastAPI) -> None:
    _fill(app)
    text = TestClient(app).get("/en/").text
    assert '<html lang="en">' in text
    assert "Please rate" in text
    assert 'href="/en/projekte"' in text


def test_the_page_in_leichte_sprache_says_that_it_is_a_draft(client: TestClient) -> None:
    text = client.get("/ls/").text
    assert '<html lang="de-simple">' in text
    assert "Entwurf" in text


@pytest.mark.parametrize("path", ["/", "/hilfe", "/nothing"])
def test_the_demo_is_marked_on_every_page(settings: Settings, path: str) -> None:
    client = TestClient(create_app(replace(settings, demo=True), fresh=0))
    assert "Beispieldaten" in client.get(path).text


@pytest.mark.parametrize("path", ["/", "/en/", "/ls/", "/hilfe", "/transparenz", "/nothing"])
def test_a_page_sets_no_cookie_and_asks_nobody_else(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert "set-cookie" not in answer.headers
    assert not re.search(r'<(?:script|img|link rel="(?:stylesheet|icon)|iframe)[^>]+(?:src|href)="(?:https?:)?//', answer.text)
