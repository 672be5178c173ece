"""Signing in by a one-time link: looking at it uses nothing up, the button does, and what the cookie is."""

import datetime as dt

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient
from time_machine import Traveller

from datasets import database
from feedback.people import staff
from feedback.tables.audit import AuditEvent
from feedback.tables.people import StaffSession
from tests.staffing import BROWSER, a_link, signed_in

COOKIE = "mehrwert_pruefung"


@pytest.fixture
def visitor(app: FastAPI) -> TestClient:
    """A browser in which nobody is signed in."""
    return TestClient(app, follow_redirects=False, headers=BROWSER)


def test_opening_a_link_shows_a_button_and_uses_nothing_up(app: FastAPI, visitor: TestClient) -> None:
    path = a_link(app, name="Ada")
    pages = [visitor.get(path) for _ in range(3)]
    assert [page.status_code for page in pages] == [200] * 3
    assert f'action="{path}"' in pages[0].text
    assert "Ada" in pages[0].text
    assert not any("set-cookie" in page.headers for page in pages)


def test_pressing_the_button_signs_in(engine: Engine, app: FastAPI, visitor: TestClient) -> None:
    answer = visitor.post(a_link(app))
    assert (answer.status_code, answer.headers["location"]) == (303, "/pruefung")
    assert visitor.get("/pruefung").status_code == 200


def test_the_cookie_is_guarded(app: FastAPI, visitor: TestClient) -> None:
    cookie = visitor.post(a_link(app)).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/", f"Max-Age={12 * 3600}"} <= set(cookie.split("; "))


def test_over_https_the_cookie_is_secure(app: FastAPI) -> None:
    with TestClient(app, base_url="https://testserver", follow_redirects=False, headers=BROWSER) as visitor:
        assert "Secure" in visitor.post(a_link(app)).headers["set-cookie"]


def test_a_link_works_once(app: FastAPI, visitor: TestClient) -> None:
    path = a_link(app)
    assert [visitor.post(path).status_code for _ in range(2)] == [303, 404]
    assert "Dieser Link gilt nicht mehr" in visitor.get(path).text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_link_says_so(visitor: TestClient, method: str) -> None:
    answer = visitor.request(method, "/anmelden/nothing")
    assert answer.status_code == 404
    assert "Dieser Link gilt nicht mehr" in answer.text


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}])
def test_another_site_or_a_program_cannot_press_the_button(app: FastAPI, client: TestClient, headers: dict[str, str]) -> None:
    path = a_link(app)
    assert client.post(path, headers=headers).status_code == 403
    assert client.get(path).status_code == 200


def test_the_desk_leads_strangers_to_the_sign_in(client: TestClient) -> None:
    for path in ("/pruefung", "/pruefung/export.csv", "/pruefung/radweg"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/anmelden")


def test_an_invented_cookie_signs_nobody_in(client: TestClient) -> None:
    client.cookies.set(COOKIE, "invented")
    assert client.get("/pruefung").status_code == 303


def test_signing_out_ends_the_session_here_and_there(app: FastAPI) -> None:
    client = signed_in(app)
    cookie = client.cookies[COOKIE]
    assert client.post("/abmelden").headers["location"] == "/anmelden"
    assert COOKIE not in client.cookies
    client.cookies.set(COOKIE, cookie)
    assert client.get("/pruefung").status_code == 303


def test_after_two_silent_hours_nobody_is_signed_in(app: FastAPI, frozen: Traveller) -> None:
    client = signed_in(app)
    frozen.shift(dt.timedelta(hours=2, seconds=1))
    assert client.get("/pruefung").status_code == 303


def test_who_works_stays_signed_in_and_no_longer_than_twelve_hours(app: FastAPI, frozen: Traveller) -> None:
    client = signed_in(app)
    token = client.cookies[COOKIE]
    answers = []
    for _ in range(12):
        frozen.shift(dt.timedelta(hours=1))
        answers.append(client.get("/pruefung", headers={"cookie": f"{COOKIE}={token}"}).status_code)
    assert answers == [200] * 11 + [303]


def test_who_left_is_out_at_once(app: FastAPI) -> None:
    client = signed_in(app)
    with database.transaction(app.state.engine) as session:
        staff.close(session, staff.by_email(session, "ada@example.org").id or 0, "system")
    assert client.get("/pruefung").status_code == 303


def test_the_database_knows_no_cookie(app: FastAPI) -> None:
    client = signed_in(app)
    with database.reading(app.state.engine) as session:
        assert client.cookies[COOKIE] not in session.exec(select(StaffSession.hash)).all()


def test_signing_in_is_written_down(app: FastAPI) -> None:
    signed_in(app)
    with database.reading(app.state.engine) as session:
        assert "staff.signin" in session.exec(select(AuditEvent.action)).all()


def test_the_page_explains_how_to_sign_in_and_who_is(app: FastAPI, client: TestClient) -> None:
    assert "persönlichen Link" in client.get("/anmelden").text
    assert "Sie sind angemeldet als Ada." in signed_in(app).get("/anmelden").text
