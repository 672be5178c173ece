"""Poster, badge and feed of a project: the published figure and nothing below five votes, no other server."""

import re
from xml.etree import ElementTree as ET

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from datasets import database
from datasets.settings import Settings
from datasets.tables.comments import PublishedReply
from feedback import publish
from tests import builders, voting

PATHS = ("/projekte/kai/plakat", "/projekte/kai/einbetten", "/projekte/kai/siegel.svg", "/feeds/projekte/kai.atom")


@pytest.fixture(autouse=True)
def _project(app: FastAPI) -> None:
    with database.transaction(app.state.engine) as session:
        project = builders.a_project(session, slug="kai", title="Bänke & <Kai>")
        session.add(PublishedReply(project_id=builders.key_of(project), text="Kommt im Mai.", organisation="Tiefbauamt"))


def voted(app: FastAPI, settings: Settings, values: str) -> None:
    for value in values:
        voting.rate(TestClient(app), "kai", overall=value)
    with database.transaction(app.state.engine) as session:
        publish.publish(session, settings)


def test_four_votes_look_like_none(app: FastAPI, settings: Settings, client: TestClient) -> None:
    before = {path: client.get(path).text for path in PATHS}
    voted(app, settings, "5555")
    assert {path: client.get(path).text for path in PATHS} == before
    assert "zu wenige Stimmen" in before["/projekte/kai/siegel.svg"]


def test_the_badge_is_a_picture_of_the_published_score(app: FastAPI, settings: Settings, client: TestClient) -> None:
    voted(app, settings, "45555")
    answer = client.get("/projekte/kai/siegel.svg")
    root = ET.fromstring(answer.text)  # noqa: S314  # our own
    assert (answer.headers["content-type"], root.tag) == ("image/svg+xml", "{http://www.w3.org/2000/svg}svg")
    assert "3,92 von 5" in answer.text
    assert "5 Stimmen" in answer.text
    assert "3.92 of 5" in client.get("/en/projekte/kai/siegel.svg").text


def test_the_poster_leads_to_the_form(client: TestClient) -> None:
    page = client.get("/projekte/kai/plakat").text
    assert "testserver/projekte/kai" in page
    assert "<svg" in page
    assert not re.findall(r'(?:src|href)="https?://(?!testserver)[^"]*"', page.split("<main")[1].split("</main")[0])


def test_the_feed_tells_what_was_replied(client: TestClient) -> None:
    feed = client.get("/feeds/projekte/kai.atom")
    assert (feed.status_code, "Kommt im Mai." in feed.text) == (200, True)
    assert client.get("/feeds/projekte/nichts.atom").status_code == 404


def test_pages_of_no_project_are_not_there(client: TestClient) -> None:
    assert {client.get(path.replace("kai", "nichts")).status_code for path in PATHS} == {404}
