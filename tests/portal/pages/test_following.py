"""News by mail, at the portal: the form, the page behind each link, the one click of a mail program."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI
from sqlmodel import Session, select
from starlette.testclient import TestClient

from datasets import database
from datasets.mailing import MailServer
from datasets.settings import Settings
from feedback.tables.subscriptions import Subscription
from feedback.trust.sealed import opened
from portal.app import create_app
from tests import builders, voting

WHO = "erika@example.org"


@pytest.fixture
def posting(settings: Settings) -> Iterator[FastAPI]:
    """A portal that may send mail; the worker, which does, is not here."""
    mail = MailServer("127.0.0.1", 1, "none", "portal@example.org")
    made = create_app(replace(settings, base_url="http://testserver", mail=mail), fresh=0)
    with database.transaction(made.state.engine) as session:
        builders.a_project(session, slug="kai", title="Bänke am Kai")
    yield made
    made.state.engine.dispose()


@pytest.fixture
def portal(posting: FastAPI) -> TestClient:
    return TestClient(posting, follow_redirects=False)


def ask(portal: TestClient, **fields: str) -> int:
    [(action, hidden)] = voting.forms(portal.get("/nachrichten?projekt=kai").text, "/nachrichten")
    return portal.post(action, data=hidden | {"email": WHO} | fields).status_code


def stored(posting: FastAPI) -> list[Subscription]:
    with Session(posting.state.engine) as session:
        return list(session.exec(select(Subscription)))


def test_asked_twice_it_is_one_wish_and_the_answer_is_the_same(posting: FastAPI, portal: TestClient) -> None:
    assert (ask(portal), ask(portal)) == (200, 200)
    [row] = stored(posting)
    assert (row.state, opened(posting.state.settings.secret(), row.address)) == ("asked", WHO)


@pytest.mark.parametrize(("fields", "status"), [({"email": "erika"}, 422), ({"email": ""}, 422), ({"telefax": "1"}, 200)])
def test_what_is_no_wish_is_not_stored(posting: FastAPI, portal: TestClient, fields: dict[str, str], status: int) -> None:
    assert ask(portal, **fields) == status
    assert stored(posting) == []


def test_opening_a_link_does_nothing_and_its_button_acts(posting: FastAPI, portal: TestClient) -> None:
    ask(portal)
    path = f"/nachrichten/{stored(posting)[0].key}"
    assert "Ja, Nachrichten schicken" in portal.get(path).text
    assert stored(posting)[0].state == "asked"
    assert "Nachrichten sind bestellt" in portal.post(path).text
    assert stored(posting)[0].state == "active"
    assert "Ja, abmelden" in portal.get(f"{path}/ende").text
    assert len(stored(posting)) == 1
    answer = portal.post(f"{path}/ende", data={"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.headers["cache-control"], stored(posting)) == (200, "no-store", [])
    assert portal.post(f"{path}/ende").status_code == 200
    assert portal.get(path).status_code == 404


def test_the_form_is_shown_only_where_mail_is_sent(portal: TestClient, client: TestClient) -> None:
    assert "/nachrichten?projekt=kai" in portal.get("/projekte/kai").text
    assert "/nachrichten" not in client.get("/projekte/kai").text
    assert client.get("/nachrichten").status_code == 404


def test_no_cookie_is_set(portal: TestClient) -> None:
    ask(portal)
    assert not portal.cookies
