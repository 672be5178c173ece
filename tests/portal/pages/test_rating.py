"""A citizen rates a project: what is stored, what comes back, what is refused, and which cookie is set when."""

import datetime as dt

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.testclient import TestClient
from time_machine import Traveller

from datasets import database
from feedback.tables.ratings import Comment, Rating, RatingValue
from tests import builders, voting

COOKIE = "mehrwert_stimme"
HTMX = {"hx-request": "true", "hx-target": "rating"}


@pytest.fixture(autouse=True)
def _project(app: FastAPI) -> None:
    with database.transaction(app.state.engine) as session:
        builders.a_project(session, slug="radweg", title="Radweg")
        builders.a_project(session, slug="hafen", title="Hafen", status="planned")


def stored(app: FastAPI) -> list[Rating]:
    with database.reading(app.state.engine) as session:
        return list(session.exec(select(Rating)))


def answers(app: FastAPI) -> dict[str, int | None]:
    with database.reading(app.state.engine) as session:
        return {row.dimension: row.value for row in session.exec(select(RatingValue))}


def strangers(app: FastAPI, count: int) -> list[TestClient]:
    return [TestClient(app, follow_redirects=False) for _ in range(count)]


def test_the_page_of_a_project_has_one_rating_form(client: TestClient) -> None:
    action, hidden = voting.rating_form(client, "radweg")
    assert action == "/projekte/radweg/bewertung"
    assert list(hidden) == ["stempel"]
    assert hidden["stempel"]


def test_each_visitor_gets_a_stamp_of_their_own(client: TestClient) -> None:
    assert voting.rating_form(client, "radweg") != voting.rating_form(client, "radweg")


def test_a_rating_is_stored_and_thanked_for(engine: Engine, app: FastAPI, client: TestClient) -> None:
    answer = voting.rate(client, "radweg", overall="5", climate="dk", familiarity="use", district="eving", age="80+", comment="Gut.")
    assert answer.status_code == 200
    assert len(voting.code(answer)) == 14
    [rating] = stored(app)
    assert (rating.status, rating.familiarity, rating.district, rating.age) == ("counted", "use", "eving", "80+")
    assert answers(app) == {"overall": 5, "climate": None}


def test_the_answer_shows_the_result_only_now(client: TestClient) -> None:
    assert "Ab 5 Stimmen zeigen wir ein Ergebnis" in voting.rate(client, "radweg").text


def test_the_cookie_is_set_by_the_rating_and_guarded(client: TestClient) -> None:
    cookie = voting.rate(client, "radweg").headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert {"HttpOnly", "SameSite=lax", "Path=/", f"Max-Age={90 * 86400}"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_over_https_the_cookie_is_secure(app: FastAPI) -> None:
    with TestClient(app, base_url="https://testserver") as client:
        assert "Secure" in voting.rate(client, "radweg").headers["set-cookie"]


def test_nothing_but_a_rating_sets_the_cookie(client: TestClient) -> None:
    code = voting.code(voting.rate(client, "radweg"))
    changed = client.post("/meine-bewertungen", data={"code": code, "action": "change", "overall": "1"})
    shown = client.get("/meine-bewertungen")
    assert "set-cookie" not in changed.headers
    assert "set-cookie" not in shown.headers


@pytest.mark.parametrize(
    "path", ["/", "/projekte", "/projekte/radweg", "/en/projekte/radweg", "/ls/projekte/radweg", "/meine-bewertungen", "/hilfe"]
)
def test_no_get_of_a_public_page_sets_a_cookie(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers


def test_the_answer_is_never_kept(client: TestClient) -> None:
    assert voting.rate(client, "radweg").headers["cache-control"] == "no-store"


def test_htmx_gets_only_the_thanks(client: TestClient) -> None:
    action, hidden = voting.rating_form(client, "radweg")
    answer = client.post(action, data=hidden | {"overall": "2"}, headers=HTMX)
    assert "<html" not in answer.text
    assert voting.code(answer)


def test_two_tabs_of_one_browser_are_one_vote(engine: Engine, app: FastAPI, client: TestClient) -> None:
    voting.rate(client, "radweg", overall="5")
    voting.rate(client, "radweg", overall="1")
    assert len(stored(app)) == 1
    assert answers(app) == {"overall": 1}


def test_the_same_form_sent_again_is_the_same_vote_with_the_same_code(engine: Engine, app: FastAPI) -> None:
    first, second = strangers(app, 2)
    action, hidden = voting.rating_form(first, "radweg")
    codes = [voting.code(one.post(action, data=hidden | {"overall": "3"})) for one in (first, second)]
    assert codes[0] == codes[1]
    assert len(stored(app)) == 1


def test_a_browser_without_cookies_is_counted(app: FastAPI) -> None:
    for one in strangers(app, 3):
        voting.rate(one, "radweg")
    assert [rating.status for rating in stored(app)] == ["counted"] * 3


def test_one_browser_has_another_hash_in_each_project(app: FastAPI, client: TestClient) -> None:
    voting.rate(client, "radweg")
    voting.rate(client, "hafen")
    first, second = stored(app)
    assert first.token_hash != second.token_hash
    assert client.cookies[COOKIE] not in (first.token_hash, second.token_hash)


def test_after_90_days_the_same_browser_counts_anew(app: FastAPI, client: TestClient, frozen: Traveller) -> None:
    voting.rate(client, "radweg")
    token = client.cookies[COOKIE]
    frozen.shift(dt.timedelta(days=91))
    client.cookies.set(COOKIE, token)
    voting.rate(client, "radweg")
    assert len(stored(app)) == 2


def test_a_planned_project_is_rated_by_expectation(app: FastAPI, client: TestClient) -> None:
    assert "Sagen Sie, was Sie erwarten" in client.get("/projekte/hafen").text
    voting.rate(client, "hafen")
    assert stored(app)[0].basis == "expectation"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"overall": ""}, "overall"),
        ({"overall": "6"}, "overall"),
        ({"climate": "viel"}, "climate"),
        ({"familiarity": "maybe"}, "familiarity"),
        ({"district": "atlantis"}, "district"),
        ({"age": "17"}, "age"),
        ({"comment": "x" * 601}, "comment"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_stored(app: FastAPI, client: TestClient, wrong: dict[str, str], field: str) -> None:
    answer = voting.rate(client, "radweg", **wrong)
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text
    assert f'id="{field}-error"' in answer.text
    assert not stored(app)


def test_what_was_entered_is_still_there(client: TestClient) -> None:
    answer = voting.rate(client, "radweg", overall="", climate="2", district="eving", age="u18", comment="Mehr <Bänke>")
    assert 'name="climate" value="2" checked' in answer.text
    assert '<option value="eving" selected>' in answer.text
    assert '<option value="u18" selected>' in answer.text
    assert "Mehr &lt;Bänke&gt;</textarea>" in answer.text
    assert "<h1>Radweg</h1>" in answer.text


@pytest.mark.parametrize("stamp", ["", "forged", "WzE3OTU0NTE2NjAsIkNCdl"])
def test_without_a_stamp_of_ours_the_form_comes_back_with_a_fresh_one(app: FastAPI, client: TestClient, stamp: str) -> None:
    answer = client.post("/projekte/radweg/bewertung", data={"overall": "3", "stempel": stamp})
    [(action, hidden)] = voting.forms(answer.text, "/bewertung")
    assert answer.status_code == 422
    assert not stored(app)
    assert client.post(action, data=hidden | {"overall": "3"}).status_code == 200


def test_a_stamp_of_another_project_is_refused(client: TestClient) -> None:
    _, hidden = voting.rating_form(client, "hafen")
    assert client.post("/projekte/radweg/bewertung", data=hidden | {"overall": "3"}).status_code == 422


def test_a_form_older_than_two_hours_is_refused(client: TestClient, frozen: Traveller) -> None:
    action, hidden = voting.rating_form(client, "radweg")
    frozen.shift(dt.timedelta(hours=2, seconds=1))
    answer = client.post(action, data=hidden | {"overall": "3"})
    assert answer.status_code == 422
    assert "zu lange offen" in answer.text


def test_a_form_of_another_site_is_refused(app: FastAPI, client: TestClient) -> None:
    action, hidden = voting.rating_form(client, "radweg")
    assert client.post(action, data=hidden | {"overall": "1"}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert not stored(app)


def test_who_fills_in_the_trap_is_thanked_and_held(app: FastAPI, client: TestClient) -> None:
    answer = voting.rate(client, "radweg", telefax="0231 1234")
    assert "wird geprüft" in answer.text
    assert stored(app)[0].status == "held"


def test_the_sixth_vote_of_a_network_within_ten_minutes_is_held_and_not_refused(app: FastAPI) -> None:
    network = [TestClient(app, client=("203.0.113.9", 50000)) for _ in range(6)]
    assert [voting.rate(one, "radweg").status_code for one in network] == [200] * 6
    assert [rating.status for rating in stored(app)] == ["counted"] * 5 + ["held"]


def test_a_comment_is_kept_apart_for_somebody_to_read(app: FastAPI, client: TestClient) -> None:
    voting.rate(client, "radweg", comment="Mehr Bänke.\r\nBitte!")
    with database.reading(app.state.engine) as session:
        assert [(row.text, row.state) for row in session.exec(select(Comment))] == [("Mehr Bänke.\nBitte!", "unread")]


def test_an_unknown_project_cannot_be_rated(client: TestClient) -> None:
    assert client.post("/projekte/nichts/bewertung", data={"overall": "3"}).status_code == 404


@pytest.mark.parametrize("path", ["bewertung", "danke"])
def test_the_address_of_an_answer_leads_back_to_the_form(client: TestClient, path: str) -> None:
    answer = client.get(f"/en/projekte/radweg/{path}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/projekte/radweg#bewerten")


def test_in_leichte_sprache_the_questions_are_simple_and_the_values_the_same(app: FastAPI, client: TestClient) -> None:
    action, hidden = voting.rating_form(client, "radweg", "/ls")
    assert action == "/ls/projekte/radweg/bewertung"
    assert "Hilft das Projekt den Menschen in " in client.get("/ls/projekte/radweg").text
    assert "Danke für Ihre Antwort!" in client.post(action, data=hidden | {"overall": "5"}).text
    assert answers(app) == {"overall": 5}


def test_what_was_cast_can_be_counted(engine: Engine, app: FastAPI, session: Session) -> None:
    for one in strangers(app, 5):
        voting.rate(one, "radweg", overall="2")
    assert session.exec(select(RatingValue.value)).all() == [2] * 5


def test_who_does_not_know_the_project_reads_that_the_answer_is_an_expectation(app: FastAPI) -> None:
    answers = {known: voting.rate(TestClient(app), "radweg", familiarity=known).text for known in ("no", "use")}
    said = {known: "zählt deshalb als Erwartung" in text for known, text in answers.items()}
    assert said == {"no": True, "use": False}
