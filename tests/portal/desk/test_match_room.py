"""Matches at the desk: shown with reasons, decided many at once without script, undone; nothing of it public before."""

import re

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from datasets import database
from datasets.settings import Settings
from harvesters import match
from tests import builders
from tests.staffing import signed_in

ROOM = "/pruefung/zuordnungen"


@pytest.fixture(autouse=True)
def _list(app: FastAPI, settings: Settings) -> None:
    with database.transaction(app.state.engine) as session:
        builders.a_project(session, slug="turm", title="Musterturm")
        builders.an_organisation(session, slug="turmbau", name="Turmbau", source="register", municipality_key="01234567")
        for number in range(3):
            award = {"source": "liste", "dataset": "liste", "recipient_name": "Turmbau e. V.", "municipality_key": "01234567"}
            builders.a_funding(session, title=f"Musterturm <{number}>", key=str(number), **award)
        match.refresh(session, settings.city)


@pytest.fixture
def ada(app: FastAPI) -> TestClient:
    return signed_in(app, "redaktion", "Ada")


def cases(page: str) -> list[str]:
    """Ids of the matches of a page, in its order."""
    return list(dict.fromkeys(re.findall(r'name="fall-(\d+)"', page)))


def shown(page: str) -> str:
    found = re.search(r'name="gezeigt" value="([\d,]*)"', page)
    return found[1] if found else ""


def test_a_case_shows_what_it_may_be_how_likely_and_why(ada: TestClient) -> None:
    page = ada.get(ROOM).text
    assert len(cases(page)) == 4
    assert "Musterturm &lt;0&gt;" in page
    assert "gleicher Name ohne Rechtsform und Abteilung; gleiche Gemeinde" in page
    assert "99 %" in page
    assert "same name without legal form and department" in ada.get(f"/en{ROOM}").text


def test_nothing_of_it_is_public_until_somebody_says_so(client: TestClient, ada: TestClient) -> None:
    assert "liste" not in client.get("/projekte/turm").text
    assert "Musterturm &lt;0&gt;" not in client.get("/partner/turmbau").text
    [case] = cases(ada.get(f"{ROOM}?art=recipient").text)
    assert ada.post(ROOM, data={f"fall-{case}": "link:turmbau"}).status_code == 303
    assert "Musterturm &lt;0&gt;" in client.get("/partner/turmbau").text


def test_many_are_decided_with_one_form_and_undone_with_one_button(client: TestClient, ada: TestClient) -> None:
    page = ada.get(f"{ROOM}?art=project&anzahl=200").text
    first, *others = cases(page)
    data = {f"fall-{first}": "adopt", "rest": "reject", "gezeigt": shown(page), "reason": "Kein Projekt"}
    answer = ada.post(f"{ROOM}?art=project&anzahl=200", data=data)
    assert answer.status_code == 303
    done = ada.get(answer.headers["location"]).text
    assert "3 Entscheidungen sind gespeichert" in done
    assert "Kein Projekt" in ada.get(f"{ROOM}?stand=rejected").text
    assert len(others) == 2
    assert client.get("/projekte/musterturm-0").status_code == 200
    [batch] = re.findall(r'name="stapel" value="(\w+)"', done)
    undone = ada.post(f"{ROOM}/zurueck?art=project", data={"stapel": batch})
    assert "3 Entscheidungen sind rückgängig gemacht" in ada.get(undone.headers["location"]).text
    assert client.get("/projekte/musterturm-0").status_code == 404
    assert len(cases(ada.get(f"{ROOM}?art=project").text)) == 3


def test_one_click_confirms_the_likeliest(ada: TestClient) -> None:
    page = ada.get(f"{ROOM}?art=recipient").text
    [value] = re.findall(r'name="sofort" value="([^"]+)"', page)
    ada.post(ROOM, data={"sofort": value, "rest": "reject", "gezeigt": shown(page)})
    settled = ada.get(f"{ROOM}?stand=linked").text
    assert 'href="/partner/turmbau"' in settled
    [decision] = re.findall(r'name="decision" value="(\d+)"', settled)
    assert ada.post(f"{ROOM}/zurueck?stand=linked", data={"decision": decision}).status_code == 303
    assert "Kein Fall passt" in ada.get(f"{ROOM}?stand=linked").text


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("datenschutz", 403), ("partner", 403), ("pruefung", 303)])
def test_only_who_may_decide_can(app: FastAPI, role: str, status: int) -> None:
    somebody = signed_in(app, role, "Bea")
    assert somebody.post(ROOM, data={"fall-1": "reject"}).status_code == status
    if role != "partner":
        assert ("Auswahl speichern" in somebody.get(ROOM).text) is (status == 303)


@pytest.mark.parametrize(
    "data", [{"fall-999": "reject"}, {"fall-x": "reject"}, {"fall-1": "<b>"}, {"sofort": "x"}, {"rest": "merge", "gezeigt": "1"}]
)
def test_a_wrong_form_changes_nothing(ada: TestClient, data: dict[str, str]) -> None:
    answer = ada.post(ROOM, data=data)
    assert answer.status_code == 303
    assert len(cases(ada.get(ROOM).text)) == 4


def test_nobody_sees_it_without_signing_in(client: TestClient) -> None:
    assert client.get(ROOM).headers["location"] == "/anmelden"
