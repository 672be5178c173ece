"""What somebody said, taken along and deleted: all of it is in the file, and afterwards none of it is in the database."""

import re
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, MetaData
from starlette.testclient import TestClient

from datasets import database
from datasets.settings import Settings
from feedback.follow import subscriptions
from feedback.tables.ideas import IdeaProposal
from feedback.tables.notices import Notice
from feedback.trust.sealed import is_sealed
from feedback.voices import contacts
from tests import builders, voting
from tests.staffing import signed_in

MINE = "/meine-bewertungen"
WORD = "Zauberhecke"
"""Stands in everything that is written here."""

NAME, MAIL = "Eva Beispielfrau", "eva.beispielfrau@example.org"


@pytest.fixture(autouse=True)
def _projects(engine: Engine) -> None:
    with database.transaction(engine) as session:
        builders.a_project(session, slug="radweg", title="Radweg")
        builders.a_project(session, slug="hafen", title="Hafen")


def held(engine: Engine, *words: str) -> list[str]:
    """Tables with a row in which one of the words stands."""
    known = MetaData()
    known.reflect(engine)
    with engine.connect() as connection:
        rows = {table.name: repr(connection.execute(table.select()).all()) for table in known.tables.values()}
    return sorted(name for name, text in rows.items() if any(word in text for word in words))


def a_form(client: TestClient, path: str, ending: str) -> tuple[str, dict[str, str]]:
    [found] = [form for form in voting.forms(client.get(path).text, ending) if "stempel" in form[1]]
    return found


def of_browser(client: TestClient, action: str) -> Any:
    """Acts on everything of the browser."""
    hidden = next(hidden for _, hidden in voting.forms(client.get(MINE).text, MINE) if "stempel" in hidden and "project" not in hidden)
    return client.post(MINE, data=hidden | {"action": action})


def an_idea(client: TestClient) -> str:
    """Proposes one; the code of it."""
    action, hidden = a_form(client, "/ideen/neu", "/ideen/neu")
    texts = {name: f"{WORD} {name}" for name in ("title", "what", "for_whom", "place", "benefit")}
    return voting.code(client.post(action, data=hidden | texts | {"name": NAME, "email": MAIL}))


def support(client: TestClient) -> None:
    action, hidden = a_form(client, "/ideen", "/unterstuetzen")
    assert client.post(action, data=hidden | {"idee": "1"}).status_code == 200


def published(app: FastAPI) -> None:
    """Staff publish the first proposal in its own words."""
    desk = signed_in(app, "redaktion")
    assert desk.post("/pruefung/ideen/1", data={"state": "published", "title": f"{WORD} title", "what": f"{WORD} what"}).status_code == 303


def test_a_browser_takes_along_and_deletes_all_that_it_said(app: FastAPI, client: TestClient) -> None:
    an_idea(TestClient(app))
    published(app)
    for slug in ("radweg", "hafen"):
        voting.rate(client, slug, comment=f"{WORD} im Kommentar", district="hoerde", age="80+")
    support(client)
    taken = of_browser(client, "export").json()
    assert sorted(one["project"] for one in taken["ratings"]) == ["hafen", "radweg"]
    assert {(one["comment"], one["district"], one["age"]) for one in taken["ratings"]} == {(f"{WORD} im Kommentar", "hoerde", "80+")}
    assert [one["title"] for one in taken["supports"]] == [f"{WORD} title"]
    answer = of_browser(client, "delete")
    assert "Alles aus diesem Browser ist gelöscht" in answer.text
    assert "mehrwert_stimme" not in client.cookies
    assert held(app.state.engine, "im Kommentar", "80+") == []
    with app.state.engine.connect() as connection:
        left = [
            connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one() for name in ("rating", "rating_value", "idea_support")
        ]
    assert left == [0, 0, 0]


def test_another_site_deletes_nothing(app: FastAPI, client: TestClient) -> None:
    voting.rate(client, "radweg", comment=WORD)
    assert client.post(MINE, data={"action": "delete"}).status_code == 422
    assert held(app.state.engine, WORD) == ["comment"]


@pytest.mark.parametrize("public", [False, True])
def test_an_idea_is_shown_taken_along_and_deleted_by_its_code(app: FastAPI, client: TestClient, public: bool) -> None:
    code = an_idea(client)
    if public:
        published(app)
        support(TestClient(app))
    shown = client.post(MINE, data={"code": code, "action": "show"}).text
    assert all(word in shown for word in (f"{WORD} benefit", NAME, MAIL))
    taken = client.post(MINE, data={"code": code.lower(), "action": "export"})
    [idea] = taken.json()["ideas"]
    assert (idea["what"], idea["place"], idea["name"], idea["email"]) == (f"{WORD} what", f"{WORD} place", NAME, MAIL)
    assert (taken.headers["cache-control"], idea["idea"]) == ("no-store", 1 if public else None)
    assert client.post(MINE, data={"code": code, "action": "change"}).status_code == 422
    assert "Ihre Idee ist gelöscht" in client.post(MINE, data={"code": code, "action": "delete"}).text
    assert held(app.state.engine, WORD, NAME, MAIL) == []
    assert WORD not in client.get("/ideen").text
    assert client.post(MINE, data={"code": code, "action": "show"}).status_code == 404


def test_a_rating_is_deleted_by_its_code(app: FastAPI, client: TestClient) -> None:
    code = voting.code(voting.rate(client, "radweg", comment=WORD))
    stranger = TestClient(app)
    assert stranger.post(MINE, data={"code": code, "action": "export"}).json()["ratings"][0]["comment"] == WORD
    stranger.post(MINE, data={"code": code, "action": "delete"})
    assert held(app.state.engine, WORD) == []


def test_who_leaves_by_the_link_of_a_mail_is_forgotten(app: FastAPI, settings: Settings) -> None:
    with database.transaction(app.state.engine) as session:
        subscriptions.ask(session, settings.secret(), MAIL, None, "de")
    assert held(app.state.engine, MAIL) == []
    assert "subscription" in held(app.state.engine, "gAAAAA")
    with database.transaction(app.state.engine) as session:
        key = re.findall(r"[\w-]{32}", str(session.connection().exec_driver_sql("SELECT key FROM subscription").all()))[0]
    assert TestClient(app).post(f"/nachrichten/{key}/ende").status_code == 200
    assert held(app.state.engine, key, "gAAAAA") == []


def test_contacts_lie_sealed_and_staff_read_them(app: FastAPI, client: TestClient) -> None:
    an_idea(client)
    action, hidden = a_form(client, "/melden", "/melden")
    assert client.post(action, data=hidden | {"kind": "error", "text": "Falsch", "name": NAME, "email": MAIL}).status_code == 200
    assert held(app.state.engine, NAME, MAIL) == []
    desk = signed_in(app, "redaktion")
    assert all(word in desk.get(path).text for path in ("/pruefung/ideen/1", "/pruefung/meldungen/1") for word in (NAME, MAIL))


def test_what_was_stored_in_clear_is_read_and_gets_sealed(app: FastAPI, settings: Settings) -> None:
    with database.transaction(app.state.engine) as session:
        session.add(Notice(kind="error", text="x", name=NAME, email=MAIL, code_hash="c", nonce="n"))
        session.add(IdeaProposal(title="x", what="y", name="", email=MAIL, nonce="n"))
    assert MAIL in signed_in(app, "redaktion").get("/pruefung/meldungen/1").text
    with database.transaction(app.state.engine) as session:
        assert [contacts.seal_rows(session, settings.secret()) for _ in range(2)] == [2, 0]
    assert held(app.state.engine, NAME, MAIL) == []
    with database.reading(app.state.engine) as session:
        rows = [session.get_one(Notice, 1), session.get_one(IdeaProposal, 1)]
        assert [contacts.contact(settings.secret(), row) for row in rows] == [contacts.Contact(NAME, MAIL), contacts.Contact("", MAIL)]
        assert (is_sealed(rows[1].email), rows[1].name) == (True, "")
