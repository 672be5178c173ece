"""Own ratings: found by code or in the same browser; shown, changed, withdrawn, taken along, deleted."""

import datetime as dt
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient
from time_machine import Traveller

from datasets import database
from feedback.tables.ratings import Comment, Rating, RatingValue
from portal.pages.voters import FAILURES
from tests import builders, voting

PATH = "/meine-bewertungen"


@pytest.fixture(autouse=True)
def _project(app: FastAPI) -> None:
    with database.transaction(app.state.engine) as session:
        builders.a_project(session, slug="radweg", title="Radweg")
        builders.a_project(session, slug="hafen", title="Hafen")


@pytest.fixture
def other(app: FastAPI) -> TestClient:
    """Another browser, without any cookie, which says nothing of where a request comes from."""
    return TestClient(app, follow_redirects=False)


def do(client: TestClient, action: str, **fields: str) -> Any:
    return client.post(PATH, data={"action": action} | fields)


def offered(client: TestClient, action: str) -> list[dict[str, str]]:
    """Hidden fields of the forms for that action on the page of own ratings."""
    return [hidden for _, hidden in voting.forms(client.get(PATH).text, PATH) if hidden.get("action") == action and "project" in hidden]


def values(app: FastAPI) -> dict[str, int | None]:
    with database.reading(app.state.engine) as session:
        return {row.dimension: row.value for row in session.exec(select(RatingValue))}


def statuses(app: FastAPI) -> list[str]:
    with database.reading(app.state.engine) as session:
        return list(session.exec(select(Rating.status)))


def test_without_cookie_and_code_there_is_a_form_for_the_code(client: TestClient) -> None:
    answer = client.get(PATH)
    assert answer.headers["cache-control"] == "no-store"
    assert 'name="code"' in answer.text
    assert "In diesem Browser gibt es keine Bewertung" in answer.text


def test_a_browser_sees_all_its_ratings(client: TestClient) -> None:
    voting.rate(client, "radweg")
    voting.rate(client, "hafen")
    assert [hidden["project"] for hidden in offered(client, "withdraw")] == ["hafen", "radweg"]


def test_a_code_shows_its_rating_in_any_spelling(client: TestClient, other: TestClient) -> None:
    code = voting.code(voting.rate(client, "radweg", overall="2", comment="Mehr Bänke", district="eving"))
    answer = do(other, "show", code=code.lower().replace("-", " "))
    assert answer.status_code == 200
    assert all(words in answer.text for words in ("Radweg", "2 – wenig", "Mehr Bänke", "Eving"))


def test_a_code_changes_its_rating_at_once(engine: Engine, app: FastAPI, client: TestClient, other: TestClient) -> None:
    code = voting.code(voting.rate(client, "radweg", overall="2"))
    answer = do(other, "change", code=code, overall="5")
    assert "Ihre Bewertung ist geändert." in answer.text
    assert values(app) == {"overall": 5}


def test_a_change_keeps_what_it_does_not_name(app: FastAPI, client: TestClient, other: TestClient) -> None:
    code = voting.code(voting.rate(client, "radweg", overall="2", climate="4", comment="Gut", age="80+"))
    do(other, "change", code=code, overall="3", comment="")
    assert values(app) == {"overall": 3, "climate": 4}
    with database.reading(app.state.engine) as session:
        assert session.exec(select(Rating.age)).all() == ["80+"]
        assert session.exec(select(Comment)).all() == []


def test_a_change_without_answers_shows_the_form_as_it_was_filled_in(client: TestClient, other: TestClient) -> None:
    code = voting.code(voting.rate(client, "radweg", overall="2", familiarity="heard", comment="Gut"))
    answer = do(other, "change", code=code)
    assert 'name="overall" value="2" checked' in answer.text
    assert 'name="familiarity" value="heard" checked' in answer.text
    assert "Gut</textarea>" in answer.text


def test_a_wrong_change_is_said_and_not_made(app: FastAPI, client: TestClient, other: TestClient) -> None:
    code = voting.code(voting.rate(client, "radweg", overall="2"))
    answer = do(other, "change", code=code, overall="9")
    assert answer.status_code == 422
    assert 'href="#overall"' in answer.text
    assert values(app) == {"overall": 2}


def test_a_code_withdraws_its_rating_and_brings_it_back(engine: Engine, app: FastAPI, client: TestClient, other: TestClient) -> None:
    code = voting.code(voting.rate(client, "radweg"))
    assert "zurückgezogen" in do(other, "withdraw", code=code).text
    assert statuses(app) == ["withdrawn"]
    do(other, "change", code=code, overall="1")
    assert statuses(app) == ["counted"]


def test_a_code_deletes_its_rating_and_is_gone_with_it(engine: Engine, app: FastAPI, client: TestClient, other: TestClient) -> None:
    code = voting.code(voting.rate(client, "radweg", comment="Gut"))
    assert "gelöscht" in do(other, "delete", code=code).text
    assert statuses(app) == []
    assert values(app) == {}
    assert do(other, "show", code=code).status_code == 404


def test_a_code_takes_its_rating_along(client: TestClient, other: TestClient) -> None:
    code = voting.code(voting.rate(client, "radweg", overall="dk", comment="Gut"))
    answer = do(other, "export", code=code)
    assert answer.headers["content-disposition"] == 'attachment; filename="meine-bewertungen.json"'
    [rating] = answer.json()["ratings"]
    assert (rating["project"], rating["answers"], rating["comment"]) == ("radweg", {"overall": None}, "Gut")


def test_a_browser_takes_all_its_ratings_along(client: TestClient) -> None:
    voting.rate(client, "radweg")
    voting.rate(client, "hafen")
    assert {rating["project"] for rating in do(client, "export").json()["ratings"]} == {"radweg", "hafen"}


@pytest.mark.parametrize(("action", "after"), [("withdraw", ["withdrawn"]), ("delete", [])])
def test_a_browser_acts_by_the_forms_that_it_was_given(app: FastAPI, client: TestClient, action: str, after: list[str]) -> None:
    voting.rate(client, "radweg")
    [hidden] = offered(client, action)
    assert client.post(PATH, data=hidden).status_code == 200
    assert statuses(app) == after


def test_a_browser_changes_its_rating_through_the_form(app: FastAPI, client: TestClient) -> None:
    voting.rate(client, "radweg", overall="2")
    [hidden] = offered(client, "change")
    [(action, again)] = [form for form in voting.forms(client.post(PATH, data=hidden).text, PATH) if "project" in form[1]]
    client.post(action, data=again | {"overall": "4"})
    assert values(app) == {"overall": 4}


def test_the_cookie_alone_does_not_act(app: FastAPI, client: TestClient) -> None:
    voting.rate(client, "radweg")
    answer = do(client, "withdraw", project="radweg")
    assert answer.status_code == 422
    assert statuses(app) == ["counted"]


def test_a_form_that_another_browser_was_given_does_not_act(app: FastAPI, client: TestClient, other: TestClient) -> None:
    voting.rate(client, "radweg")
    voting.rate(other, "hafen")
    [hidden] = offered(other, "withdraw")
    assert do(client, "withdraw", project="radweg", stempel=hidden["stempel"]).status_code == 422
    assert statuses(app) == ["counted"] * 2


def test_a_browser_cannot_reach_the_rating_of_another(client: TestClient, other: TestClient) -> None:
    voting.rate(client, "radweg")
    voting.rate(other, "hafen")
    [hidden] = offered(other, "withdraw")
    assert client.post(PATH, data=hidden).status_code == 404


@pytest.mark.parametrize("action", ["show", "change", "withdraw", "export", "delete"])
def test_an_unknown_code_is_said_clearly(client: TestClient, action: str) -> None:
    answer = do(client, action, code="ABCD-EFGH-JKMN")
    assert answer.status_code == 404
    assert "Zu diesem Code gibt es keine Bewertung." in answer.text


@pytest.mark.parametrize("fields", [{}, {"code": "  "}, {"action": "burn", "code": "ABCD"}])
def test_what_cannot_be_done_is_said(client: TestClient, fields: dict[str, str]) -> None:
    assert client.post(PATH, data=fields).status_code == 422


def test_after_90_days_a_code_is_unknown(client: TestClient, other: TestClient, frozen: Traveller) -> None:
    code = voting.code(voting.rate(client, "radweg"))
    frozen.shift(dt.timedelta(days=90, seconds=1))
    assert do(other, "show", code=code).status_code == 404


def test_guessing_codes_ends_and_right_ones_wait_too(app: FastAPI, client: TestClient, other: TestClient) -> None:
    code = voting.code(voting.rate(client, "radweg"))
    tries = [do(other, "show", code="ABCD-EFGH-JKMN").status_code for _ in range(FAILURES + 1)]
    assert tries == [404] * FAILURES + [429]
    stopped = do(other, "show", code=code)
    assert (stopped.status_code, stopped.headers["retry-after"]) == (429, "3600")


def test_right_codes_are_never_too_many(client: TestClient, other: TestClient) -> None:
    code = voting.code(voting.rate(client, "radweg"))
    assert {do(other, "show", code=code).status_code for _ in range(FAILURES + 2)} == {200}


def test_an_excluded_rating_says_why_and_stays_excluded(app: FastAPI, client: TestClient, other: TestClient) -> None:
    code = voting.code(voting.rate(client, "radweg"))
    with database.transaction(app.state.engine) as session:
        rating = session.exec(select(Rating)).one()
        rating.status, rating.reason = "excluded", "eigenbewertung"
    assert "Zählt nicht: kommt von Beteiligten des Projekts" in do(other, "show", code=code).text
    do(other, "change", code=code, overall="5")
    assert statuses(app) == ["excluded"]


def test_a_form_of_another_site_is_refused(client: TestClient) -> None:
    code = voting.code(voting.rate(client, "radweg"))
    answer = client.post(PATH, data={"code": code, "action": "delete"}, headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 403
