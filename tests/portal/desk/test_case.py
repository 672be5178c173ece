"""The page of one case: all that is needed to decide stands on it, and nothing that is not published."""

import datetime as dt
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from time_machine import Traveller

from datasets import database
from datasets.settings import Settings
from feedback import publish
from tests import builders
from tests.staffing import signed_in

CASE = "/pruefung/radweg"
Vote = Callable[[int, int], None]


@pytest.fixture
def vote(app: FastAPI, settings: Settings) -> Vote:
    """``vote(count, value)`` adds counted ratings and makes a snapshot."""
    with database.transaction(app.state.engine) as session:
        lead = builders.an_organisation(session, name="Tiefbauamt")
        project = builders.a_project(session, slug="radweg", title="Radweg", summary="Sicher ans Ziel.", lead_id=lead.id, start="2024-03")
        builders.a_funding(session, project, amount="1250000.00", funder="Land", as_of="2024-01-31")

    def cast(count: int, value: int) -> None:
        with database.transaction(app.state.engine) as session:
            for _ in range(count):
                builders.a_rating(session, project, value, climate=5)
            publish.publish(session, settings)

    return cast


@pytest.fixture
def desk(app: FastAPI, vote: Vote) -> TestClient:
    return signed_in(app)


def test_the_facts_and_the_money_stand_on_the_page(desk: TestClient) -> None:
    page = desk.get(CASE)
    assert page.headers["cache-control"] == "no-store"
    assert all(words in page.text for words in ("Sicher ans Ziel.", "Tiefbauamt", "März 2024", "Land", "1.250.000", "31. Januar 2024"))
    assert 'href="/projekte/radweg"' in page.text


def test_each_question_has_its_published_score(desk: TestClient, vote: Vote) -> None:
    vote(6, 2)
    page = desk.get(CASE).text
    assert "Nutzen insgesamt</th>" in page
    assert "Umwelt und Klima</th>" in page
    assert page.count("Erste Stimmen") >= 2


def test_below_five_there_is_no_figure(desk: TestClient, vote: Vote) -> None:
    vote(4, 1)
    page = desk.get(CASE).text
    assert "Auch hier steht keine Zahl" in page
    assert "<svg viewBox" not in page.split("<main")[1]


def test_votes_that_are_not_published_yet_do_not_show(desk: TestClient, vote: Vote) -> None:
    vote(6, 2)
    before = desk.get(CASE).text
    vote(1, 5)
    assert desk.get(CASE).text == before


def test_a_second_figure_makes_a_course(app: FastAPI, desk: TestClient, vote: Vote, frozen: Traveller) -> None:
    vote(6, 2)
    assert "Verlauf der veröffentlichten Werte" not in desk.get(CASE).text
    frozen.shift(dt.timedelta(hours=25))
    vote(6, 5)
    assert "Verlauf der veröffentlichten Werte" in signed_in(app, name="Bea").get(CASE).text


def test_the_reasons_to_look_stand_above(desk: TestClient, vote: Vote) -> None:
    vote(6, 2)
    assert "Prüfung fällig" in desk.get(CASE).text
