"""Somebody hands in a notice and asks what came of it; staff read and answer it."""

import re
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import select
from starlette.testclient import TestClient
from time_machine import Traveller

from datasets import database
from feedback.tables.notices import Notice
from tests import builders, voting
from tests.staffing import signed_in

ERROR = {"kind": "error", "text": "Der Betrag <stimmt> nicht."}
DESK = "/pruefung/meldungen"


@pytest.fixture(autouse=True)
def _subjects(app: FastAPI) -> None:
    with database.transaction(app.state.engine) as session:
        builders.a_project(session, slug="radweg", title="Radweg")
        builders.an_organisation(session, slug="hafen-ag", name="Hafen AG")


def form(client: TestClient, path: str = "/melden") -> tuple[str, dict[str, str]]:
    [found] = voting.forms(client.get(path).text, "/melden")
    return found


def handed_in(client: TestClient, path: str = "/melden", **fields: str) -> Any:
    action, hidden = form(client, path)
    return client.post(action, data=hidden | ERROR | fields)


def stored(app: FastAPI) -> list[Notice]:
    with database.reading(app.state.engine) as session:
        return list(session.exec(select(Notice)))


def test_a_notice_is_stored_and_its_code_shown(app: FastAPI, client: TestClient) -> None:
    answer = handed_in(client)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert len(voting.code(answer)) == 14
    assert "set-cookie" not in answer.headers
    assert [(one.kind, one.state, one.doubt) for one in stored(app)] == [("error", "open", "")]


@pytest.mark.parametrize(
    ("path", "title", "subject"),
    [
        ("/melden?projekte=radweg", "Radweg", ("project", "radweg")),
        ("/melden?organisation=hafen-ag", "Hafen AG", ("organisation", "hafen-ag")),
        ("/melden?projekte=nichts", "Um etwas anderes", ("", "")),
    ],
)
def test_what_it_is_about_is_shown_and_stored(app: FastAPI, client: TestClient, path: str, title: str, subject: tuple[str, str]) -> None:
    assert (title in client.get(path).text) == bool(subject[0])
    handed_in(client, path)
    assert [(one.subject_kind, one.subject) for one in stored(app)] == [subject]


def test_the_same_form_sent_twice_is_one_notice(app: FastAPI, client: TestClient) -> None:
    action, hidden = form(client)
    codes = {voting.code(client.post(action, data=hidden | ERROR)) for _ in range(2)}
    assert (len(codes), len(stored(app))) == (1, 1)


@pytest.mark.parametrize(
    "fields", [{"text": ""}, {"text": "x" * 2001}, {"kind": ""}, {"email": "ada"}, {"kind": "illegal", "ground": "hate"}]
)
def test_what_is_wrong_is_said_and_the_rest_is_kept(app: FastAPI, client: TestClient, fields: dict[str, str]) -> None:
    answer = handed_in(client, name="Ada <Ungeduld>", **fields)
    assert answer.status_code == 422
    assert 'id="errors"' in answer.text
    assert 'value="Ada &lt;Ungeduld&gt;"' in answer.text
    assert stored(app) == []


def test_every_complaint_leads_to_a_field_that_is_there(client: TestClient) -> None:
    given = {"kind": "illegal", "ground": "hate", "address": "a", "name": "b", "email": "c@example.org", "good_faith": "1"}
    for field in ("ground", "address", "name", "email", "good_faith"):
        page = handed_in(client, **given | {field: ""}).text
        assert f'<a href="#{field}">' in page
        assert f'id="{field}"' in page


def test_a_form_without_or_with_an_old_stamp_is_asked_for_again(app: FastAPI, client: TestClient, frozen: Traveller) -> None:
    action, hidden = form(client)
    frozen.shift(7201)
    old = client.post(action, data=hidden | ERROR)
    assert (old.status_code, client.post(action, data=ERROR).status_code) == (422, 422)
    assert "Der Betrag &lt;stimmt&gt; nicht." in old.text
    assert stored(app) == []


def test_what_fills_the_trap_is_thanked_and_marked(app: FastAPI, client: TestClient) -> None:
    assert handed_in(client, telefax="1").status_code == 200
    assert stored(app)[0].doubt == "trap"


def test_state_and_answer_are_read_with_the_code(app: FastAPI, client: TestClient) -> None:
    code = voting.code(handed_in(client))
    assert "Wir haben noch nicht geantwortet" in client.post("/melden/stand", data={"code": code}).text
    ada = signed_in(app, "redaktion", "Ada")
    assert ada.post(f"{DESK}/1", data={"answer": "Ist <berichtigt>.", "state": "closed"}).status_code == 303
    page = client.post("/melden/stand", data={"code": code.lower()})
    assert "Ist &lt;berichtigt&gt;." in page.text
    assert page.headers["cache-control"] == "no-store"


def test_a_wrong_code_is_not_found_and_thirty_are_too_many(client: TestClient) -> None:
    codes = [client.post("/melden/stand", data={"code": "ABCD"}).status_code for _ in range(31)]
    assert codes == [404] * 30 + [429]


def test_the_desk_lists_and_shows_a_notice_with_its_contact(app: FastAPI, client: TestClient) -> None:
    handed_in(client, "/melden?projekte=radweg", email="eve@example.org")
    ada = signed_in(app, "redaktion", "Ada")
    assert "Der Betrag &lt;stimmt&gt; nicht." in ada.get(DESK).text
    assert "Keine Meldung passt" in ada.get(f"{DESK}?stand=closed").text
    page = ada.get(f"{DESK}/1").text
    assert "eve@example.org" in page
    assert 'href="/projekte/radweg"' in page
    assert ada.get(f"{DESK}/2").status_code == 404


def test_an_auditor_reads_without_contact_and_answers_nothing(app: FastAPI, client: TestClient) -> None:
    handed_in(client, email="eve@example.org")
    reader = signed_in(app, "auditor", "Dora")
    page = reader.get(f"{DESK}/1").text
    assert "eve@example.org" not in page
    assert "<textarea" not in page
    assert reader.post(f"{DESK}/1", data={"answer": "Ja.", "state": "closed"}).status_code == 403


def test_an_answer_without_words_is_asked_for_again(app: FastAPI, client: TestClient) -> None:
    handed_in(client)
    ada = signed_in(app, "redaktion", "Ada")
    assert ada.post(f"{DESK}/1", data={"answer": "", "state": "closed"}).status_code == 422
    assert stored(app)[0].state == "open"
    assert "Meldung beantwortet" not in ada.get(f"{DESK}/1").text


def test_the_trail_says_who_answered(app: FastAPI, client: TestClient) -> None:
    handed_in(client)
    ada = signed_in(app, "redaktion", "Ada")
    ada.post(f"{DESK}/1", data={"answer": "Ja.", "state": "answered"})
    assert re.search(r"Meldung bearbeitet \(Beantwortet\) – Ada", ada.get(f"{DESK}/1").text)


@pytest.mark.parametrize("path", [DESK, f"{DESK}/1"])
def test_the_desk_is_closed_to_strangers_and_partners(app: FastAPI, client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 303
    assert signed_in(app, "partner", "Paul").get(path).status_code == 403


def test_one_room_of_the_desk_is_current(app: FastAPI) -> None:
    ada = signed_in(app, "redaktion", "Ada")
    for path, shown in (("/pruefung", "page"), ("/pruefung/radweg", "true"), (DESK, "page")):
        assert re.findall(r'aria-current="(\w+)"', ada.get(path).text.split("</header>")[0]) == [shown]
