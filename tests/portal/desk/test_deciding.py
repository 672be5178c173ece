"""A decision by two people: who may do what, what is public when, and what the trail says."""

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from datasets import database
from feedback.review import audit
from feedback.tables.cases import Decision
from tests import builders, voting
from tests.staffing import a_proposal, signed_in

CASE = "/pruefung/radweg"


@pytest.fixture(autouse=True)
def _project(app: FastAPI) -> None:
    with database.transaction(app.state.engine) as session:
        lead = builders.an_organisation(session, slug="tiefbauamt", name="Tiefbauamt")
        builders.a_project(session, slug="radweg", title="Radweg", lead_id=lead.id)
        builders.a_project(session, slug="hafen", title="Hafen")


@pytest.fixture
def ada(app: FastAPI) -> TestClient:
    return signed_in(app, "pruefung", "Ada")


@pytest.fixture
def bea(app: FastAPI) -> TestClient:
    return signed_in(app, "zweitpruefung", "Bea")


def actions(client: TestClient) -> set[str]:
    """The last parts of the addresses of all forms about the case."""
    return {action.rsplit("/", 1)[1] for action, _ in voting.forms(client.get(CASE).text, "") if action.startswith(CASE)}


def proposed(ada: TestClient, **fields: str) -> dict[str, str]:
    """The hidden field that names the proposal just made."""
    assert ada.post(f"{CASE}/vorschlag", data=a_proposal(**fields)).status_code == 303
    [(_, hidden)] = voting.forms(ada.get(CASE).text, "/zurueckziehen")
    return hidden


def test_a_decision_of_two_people_is_public(engine: Engine, client: TestClient, ada: TestClient, bea: TestClient) -> None:
    hidden = proposed(ada)
    assert "Wir bauen mehr Bänke." not in client.get("/projekte/radweg").text
    assert bea.post(f"{CASE}/bestaetigen", data=hidden | {"no_interest": "1"}).status_code == 303
    for path in ("/projekte/radweg", "/gesagt-getan"):
        page = client.get(path).text
        assert all(words in page for words in ("Wir bauen mehr Bänke.", "Zehn Bänke", "Tiefbauamt", "30. Juni 2027"))


def test_what_is_internal_stays_internal(client: TestClient, ada: TestClient, bea: TestClient) -> None:
    bea.post(f"{CASE}/bestaetigen", data=proposed(ada) | {"no_interest": "1"})
    pages = client.get("/projekte/radweg").text + client.get("/gesagt-getan").text
    assert not any(words in pages for words in ("Die Stimmen liegen seit einem Jahr", "Ada", "Bea"))


def test_nobody_confirms_their_own_proposal(engine: Engine, client: TestClient, ada: TestClient) -> None:
    hidden = proposed(ada)
    assert "bestaetigen" not in actions(ada)
    assert "Eine zweite Person muss es bestätigen." in ada.get(CASE).text
    assert ada.post(f"{CASE}/bestaetigen", data=hidden | {"no_interest": "1"}).status_code == 409
    assert "Wir bauen mehr Bänke." not in client.get("/projekte/radweg").text


def test_the_unit_that_leads_the_project_decides_nothing(app: FastAPI, ada: TestClient) -> None:
    cem = signed_in(app, "leitung", "Cem", unit="Tiefbauamt")
    assert "Ihre Einrichtung leitet dieses Projekt." in cem.get(CASE).text
    assert actions(cem) == set()
    assert cem.post(f"{CASE}/vorschlag", data=a_proposal()).status_code == 409
    assert cem.post(f"{CASE}/bestaetigen", data=proposed(ada) | {"no_interest": "1"}).status_code == 409


def test_who_declares_an_interest_decides_nothing_any_more(ada: TestClient, bea: TestClient) -> None:
    hidden = proposed(ada)
    assert bea.post(f"{CASE}/interesse", data={"reason": "Schwager"}).status_code == 303
    assert bea.post(f"{CASE}/bestaetigen", data=hidden | {"no_interest": "1"}).status_code == 409
    assert "eigenes Interesse erklärt" in bea.get(CASE).text


@pytest.mark.parametrize("role", ["redaktion", "datenschutz", "auditor"])
def test_other_roles_read_and_are_told_why_they_cannot_decide(app: FastAPI, role: str) -> None:
    reader = signed_in(app, role, "Dora")
    assert "Ihre Rolle darf hier nicht entscheiden." in reader.get(CASE).text
    assert actions(reader) == set()
    assert reader.post(f"{CASE}/vorschlag", data=a_proposal()).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"decision": ""}, "decision"),
        ({"decision": "burn"}, "decision"),
        ({"reasoning": "x" * 99}, "reasoning"),
        ({"text": " "}, "text"),
        ({"measure_text_1": ""}, "measure_text_1"),
        ({"measure_due_1": "morgen"}, "measure_due_1"),
        ({"review_on": "2027-02-30"}, "review_on"),
        ({"replaces_id": "99"}, "replaces_id"),
    ],
)
def test_a_wrong_field_is_named_and_the_rest_is_kept(app: FastAPI, ada: TestClient, wrong: dict[str, str], field: str) -> None:
    answer = ada.post(f"{CASE}/vorschlag", data=a_proposal() | {"measure_text_2": "Ein <Baum>"} | wrong)
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text
    assert 'value="Ein &lt;Baum&gt;"' in answer.text
    with database.reading(app.state.engine) as session:
        assert session.exec(select(Decision)).all() == []


def test_without_the_declaration_nothing_is_proposed_or_confirmed(ada: TestClient, bea: TestClient) -> None:
    silent = {name: value for name, value in a_proposal().items() if name != "no_interest"}
    assert ada.post(f"{CASE}/vorschlag", data=silent).status_code == 422
    assert bea.post(f"{CASE}/bestaetigen", data=proposed(ada)).status_code == 422


def test_a_second_proposal_waits_for_the_first(ada: TestClient, bea: TestClient) -> None:
    proposed(ada)
    assert "vorschlag" not in actions(bea)
    assert bea.post(f"{CASE}/vorschlag", data=a_proposal()).status_code == 409


def test_a_rejected_proposal_says_why_and_makes_room(client: TestClient, ada: TestClient, bea: TestClient) -> None:
    hidden = proposed(ada)
    assert bea.post(f"{CASE}/ablehnen", data=hidden).status_code == 422
    assert bea.post(f"{CASE}/ablehnen", data=hidden | {"answer": "Zu früh."}).status_code == 303
    assert "Zu früh." in ada.get(CASE).text
    assert "Zu früh." not in client.get("/projekte/radweg").text
    assert "vorschlag" in actions(ada)


def test_only_who_proposed_takes_it_back(ada: TestClient, bea: TestClient) -> None:
    hidden = proposed(ada)
    assert bea.post(f"{CASE}/zurueckziehen", data=hidden).status_code == 409
    assert ada.post(f"{CASE}/zurueckziehen", data=hidden).status_code == 303
    assert "zurückgezogen" in bea.get(CASE).text


def test_a_proposal_is_confirmed_once(ada: TestClient, bea: TestClient) -> None:
    hidden = proposed(ada) | {"no_interest": "1"}
    assert [bea.post(f"{CASE}/bestaetigen", data=hidden).status_code for _ in range(2)] == [303, 409]


def test_a_correction_takes_the_place_of_the_decision(client: TestClient, ada: TestClient, bea: TestClient) -> None:
    first = proposed(ada)
    bea.post(f"{CASE}/bestaetigen", data=first | {"no_interest": "1"})
    second = proposed(ada, text="Wir bauen doch keine Bänke.", replaces_id=first["decision_id"])
    bea.post(f"{CASE}/bestaetigen", data=second | {"no_interest": "1"})
    page = client.get("/projekte/radweg").text
    assert "Wir bauen doch keine Bänke." in page
    assert "Wir bauen mehr Bänke." not in page


def test_a_proposal_is_decided_at_its_own_project_only(ada: TestClient, bea: TestClient) -> None:
    hidden = proposed(ada)
    assert bea.post("/pruefung/hafen/bestaetigen", data=hidden | {"no_interest": "1"}).status_code == 404


def test_the_queue_shows_what_waits(ada: TestClient, bea: TestClient) -> None:
    proposed(ada)
    page = bea.get("/pruefung?zweit=1").text
    assert "Radweg" in page
    assert ">Hafen</a>" not in page


def test_the_trail_names_who_did_what_and_the_chain_holds(app: FastAPI, ada: TestClient, bea: TestClient) -> None:
    bea.post(f"{CASE}/bestaetigen", data=proposed(ada) | {"no_interest": "1"})
    page = bea.get(CASE).text
    assert "Entscheidung vorgeschlagen – Ada" in page
    assert "Entscheidung bestätigt und veröffentlicht – Bea" in page
    with database.reading(app.state.engine) as session:
        assert audit.verify(session) is None


def test_a_form_of_another_site_decides_nothing(ada: TestClient) -> None:
    answer = ada.post(f"{CASE}/vorschlag", data=a_proposal(), headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


def test_an_unknown_case_is_not_found(ada: TestClient) -> None:
    assert ada.get("/pruefung/nichts").status_code == 404
