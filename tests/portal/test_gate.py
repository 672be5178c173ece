"""The gate, seen from outside: below 5 votes nothing anywhere tells them from none; from 5 on all say the same number."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import select
from starlette.testclient import TestClient

from datasets import database, releases
from datasets.settings import Settings
from datasets.tables.projects import Project
from feedback import publish
from feedback.tables.ratings import Rating
from tests import builders, voting
from tests.conftest import NOON

PAGES = (
    "/", "/projekte", "/projekte?sort=nutzen", "/projekte/radweg", "/en/projekte/radweg", "/ls/projekte/radweg", "/gesagt-getan",
    "/suche?q=radweg", "/daten/buergernutzen/aktuell/buergernutzen.csv", "/daten/buergernutzen/aktuell/buergernutzen.json",
    "/daten/buergernutzen/abfrage.json", "/api/3/action/datastore_search?resource_id=buergernutzen",
    "/api/3/action/package_show?id=buergernutzen", "/daten/buergernutzen/ausgaben.json", "/methode",
    "/daten/beteiligung/aktuell/beteiligung.csv", "/daten/beteiligung/abfrage.json", "/daten/beteiligung/ausgaben.json",
)  # fmt: skip
CHANGING = re.compile(r'name="stempel" value="[^"]*"')


@pytest.fixture
def portal(app: FastAPI, settings: Settings) -> Iterator[TestClient]:
    """A portal with two projects and a first release of the scores, which are all empty."""
    with database.transaction(app.state.engine) as session:
        builders.a_project(session, slug="radweg", title="Radweg")
        builders.a_project(session, slug="hafen", title="Hafen")
    snapshot(app, settings)
    with TestClient(app) as client:
        yield client


def snapshot(app: FastAPI, settings: Settings) -> None:
    """What the worker does: the gate, then the release."""
    with database.transaction(app.state.engine) as session:
        releases.enter_own(session, settings)
        publish.publish(session, settings)
    releases.publish_due(app.state.engine, settings, publish.DATASETS)


def vote(app: FastAPI, values: str) -> None:
    """Each value is the vote of another browser."""
    for value in values:
        assert voting.rate(TestClient(app), "radweg", overall=value).status_code == 200


def seen(client: TestClient) -> dict[str, str]:
    """Every public place, without the stamp of the form."""
    return {path: CHANGING.sub("", client.get(path).text) for path in PAGES}


def row(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return next(row for row in rows if (row["project"], row["dimension"]) == ("radweg", "overall"))


def test_four_votes_look_like_none_everywhere(app: FastAPI, settings: Settings, portal: TestClient) -> None:
    before = seen(portal)
    vote(app, "1111")
    snapshot(app, settings)
    assert seen(portal) == before


def test_where_votes_come_from_is_seen_nowhere_below_thirty(app: FastAPI, settings: Settings, portal: TestClient) -> None:
    facts = {"created_at": NOON, "changed_at": NOON}
    with database.transaction(app.state.engine) as session:
        project = session.exec(select(Project).where(Project.slug == "radweg")).one()
        cast = [builders.key_of(builders.a_rating(session, project, 4, district="hoerde", age="80+", **facts)) for _ in range(29)]
    snapshot(app, settings)
    before = seen(portal)
    assert "29 Stimmen" in before["/projekte/radweg"]
    with database.transaction(app.state.engine) as session:
        for number, key in enumerate(cast):
            rating = session.get_one(Rating, key)
            rating.district, rating.age = ("", "eving", "ausserhalb")[number % 3], "u18"
            session.add(rating)
    snapshot(app, settings)
    assert seen(portal) == before


def test_votes_look_like_none_until_the_next_snapshot(app: FastAPI, portal: TestClient) -> None:
    before = seen(portal)
    vote(app, "55555")
    assert seen(portal) == before


def test_five_votes_are_one_number_on_page_and_in_every_file(app: FastAPI, settings: Settings, portal: TestClient) -> None:
    vote(app, "45555")
    snapshot(app, settings)
    table = row(list(csv.DictReader(io.StringIO(portal.get("/daten/buergernutzen/aktuell/buergernutzen.csv").text))))
    objects = row(portal.get("/daten/buergernutzen/aktuell/buergernutzen.json").json())
    api = row(portal.get("/api/3/action/datastore_search?resource_id=buergernutzen").json()["result"]["records"])
    assert table["score"] == "3.92"
    assert float(table["score"]) == objects["score"] == api["score"]
    assert (int(table["n"]), objects["n_5"]) == (5, 4)
    assert "3,92 von 5" in portal.get("/projekte/radweg").text
    assert "3.92" in portal.get("/en/projekte/radweg").text


def test_the_thanks_show_the_published_number_and_not_the_newest(app: FastAPI, settings: Settings, portal: TestClient) -> None:
    vote(app, "45555")
    snapshot(app, settings)
    vote(app, "11111")
    assert "3,92 von 5" in voting.rate(portal, "radweg", overall="1").text


def test_a_score_is_taken_off_when_votes_are_withdrawn(app: FastAPI, settings: Settings, portal: TestClient) -> None:
    vote(app, "4555")
    code = voting.code(voting.rate(TestClient(app), "radweg", overall="5"))
    snapshot(app, settings)
    portal.post("/meine-bewertungen", data={"code": code, "action": "withdraw"})
    snapshot(app, settings)
    assert "3,92" not in portal.get("/projekte/radweg").text
    assert row(portal.get("/daten/buergernutzen/aktuell/buergernutzen.json").json())["n"] is None
