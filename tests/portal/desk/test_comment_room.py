"""Comments at the desk, seen by a browser: chosen by ticks, decided together, read by their author and by everybody."""

import datetime as dt
import re

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from datasets import database
from datasets.settings import Settings
from feedback import publish
from tests import builders, voting
from tests.conftest import NOON
from tests.staffing import signed_in

PATH = "/pruefung/kommentare"


@pytest.fixture
def codes(app: FastAPI, settings: Settings) -> list[str]:
    """The codes of six people who rated and wrote; the figure of their project is published."""
    with database.transaction(app.state.engine) as session:
        builders.a_project(session, slug="kai", title="Bänke am Kai")
    found = [voting.code(voting.rate(TestClient(app), "kai", comment=f"Gut so {one}.")) for one in range(6)]
    with database.transaction(app.state.engine) as session:
        publish.publish(session, settings)
    return found


def ticked(desk: TestClient, number: int) -> list[str]:
    return re.findall(r'name="listed" value="(\d+)" form="viele-form"', desk.get(PATH).text)[:number]


def test_what_is_released_is_read_by_everybody_without_its_values(app: FastAPI, client: TestClient, codes: list[str]) -> None:
    desk = signed_in(app, "redaktion")
    assert "Gut so" not in client.get("/projekte/kai").text
    answer = desk.post(PATH, data={"comment": ticked(desk, 2), "state": "shown"})
    assert (answer.status_code, answer.headers["location"][-14:]) == (303, "getan=2#weiter")
    page = client.get("/projekte/kai").text
    assert page.count("Gut so") == 2
    assert client.get("/projekte/kai/kommentare").text.count("Gut so") == 2
    assert client.get("/en/projekte/kai").text.count("Report this comment") == 2


def test_all_of_the_list_are_decided_on_without_a_tick(app: FastAPI, client: TestClient, codes: list[str]) -> None:
    desk = signed_in(app, "redaktion")
    fields = {"listed": ticked(desk, 200), "all": "1", "state": "hidden", "reason": "ohne_bezug", "statement": "Es ging um einen Fluss."}
    assert desk.post(PATH, data=fields).headers["location"].endswith("getan=6#weiter")
    assert "Gut so" not in client.get("/projekte/kai").text
    mine = client.post("/meine-bewertungen", data={"code": codes[0], "action": "show"}).text
    assert "Der Grund: kein Bezug zum Projekt." in mine
    assert "Es ging um einen Fluss." in mine


@pytest.mark.parametrize(
    ("fields", "said"), [({"state": "shown"}, "mindestens einen"), ({"state": "hidden", "all": "1"}, "nennen Sie den Grund")]
)
def test_what_is_missing_is_said(app: FastAPI, codes: list[str], fields: dict[str, str], said: str) -> None:
    desk = signed_in(app, "redaktion")
    answer = desk.post(PATH, data={"listed": ticked(desk, 200)} | fields)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_withdrawn_rating_takes_its_comment_along(app: FastAPI, client: TestClient, codes: list[str]) -> None:
    desk = signed_in(app, "redaktion")
    desk.post(PATH, data={"listed": ticked(desk, 200), "all": "1", "state": "shown"})
    assert client.get("/projekte/kai/kommentare").text.count("Gut so") == 6
    client.post("/meine-bewertungen", data={"code": codes[0], "action": "withdraw"})
    assert client.get("/projekte/kai/kommentare").text.count("Gut so") == 5


def test_a_comment_is_reported_with_its_exact_address(client: TestClient, codes: list[str]) -> None:
    text = client.get("/melden?projekte=kai&kommentar=0123456789ab").text
    assert 'value="http://testserver/projekte/kai/kommentare#k-0123456789ab"' in text
    assert "kommentare#" not in client.get('/melden?projekte=kai&kommentar="><b>').text


def test_who_only_looks_gets_no_ticks(app: FastAPI, codes: list[str]) -> None:
    assert 'type="checkbox"' not in signed_in(app, "auditor").get(PATH).text


def test_one_is_decided_on_where_it_stands_and_the_list_goes_on_behind_it(app: FastAPI, client: TestClient, codes: list[str]) -> None:
    desk = signed_in(app, "redaktion")
    names = ticked(desk, 200)
    form = next(hidden for _, hidden in voting.forms(desk.get(PATH).text, PATH) if hidden.get("comment") == names[2])
    assert (form["only"], form["listed"]) == (names[2], names[3])
    answer = desk.post(PATH, data=form | {"listed": names[2:4], "state": "shown"})
    assert answer.headers["location"] == f"{PATH}?seite=1&weiter={names[3]}&getan=1#weiter"
    before, told, after = desk.get(answer.headers["location"]).text.partition('id="weiter"')
    assert f'id="c-{names[1]}"' in before
    assert told
    assert [name for name in names if f'id="c-{name}"' in after] == names[3:]
    assert client.get("/projekte/kai").text.count("Gut so") == 1


def test_after_the_last_of_the_list_it_begins_at_the_top(app: FastAPI, codes: list[str]) -> None:
    desk = signed_in(app, "redaktion")
    last = ticked(desk, 200)[-1]
    answer = desk.post(PATH, data={"comment": last, "only": last, "listed": last, "state": "shown"})
    assert "weiter=&" in answer.headers["location"]
    before, _, after = desk.get(answer.headers["location"]).text.partition('id="weiter"')
    assert 'class="remarks"' in after
    assert 'class="remarks"' not in before


def test_a_long_list_has_pages_and_goes_on_where_one_was(app: FastAPI) -> None:
    with database.transaction(app.state.engine) as session:
        project = builders.a_project(session, slug="kai")
        for number in range(120):
            moment = NOON + dt.timedelta(minutes=number)
            builders.a_comment(session, builders.a_rating(session, project), text=f"Gut {number}.", state="unread", written_at=moment)
    desk = signed_in(app, "redaktion")
    assert "120 Kommentare" in desk.get(PATH).text
    second = desk.get(f"{PATH}?seite=2").text
    assert re.findall(r"Gut (\d+)\.", second) == [str(number) for number in range(50, 100)]
    form = next(hidden for _, hidden in voting.forms(second, PATH) if "only" in hidden)
    again = desk.get(desk.post(PATH, data=form | {"state": "shown"}).headers["location"]).text
    assert re.findall(r"Gut (\d+)\.", again) == [str(number) for number in range(51, 101)]
    assert re.findall(r"Gut (\d+)\.", desk.get(f"{PATH}?seite=9").text) == [str(number) for number in range(101, 120)]
    for _ in range(2):
        desk.post(PATH, data={"listed": ticked(desk, 50), "all": "1", "state": "shown"})
    assert re.findall(r"Gut (\d+)\.", desk.get(f"{PATH}?stand=shown").text)[:2] == ["100", "99"]
    assert re.findall(r"Gut (\d+)\.", desk.get(f"{PATH}?stand=shown&seite=3").text) == ["0"]


def test_a_missing_reason_is_said_at_the_entry(app: FastAPI, codes: list[str]) -> None:
    desk = signed_in(app, "redaktion")
    name = ticked(desk, 1)[0]
    answer = desk.post(PATH, data={"comment": name, "only": name, "listed": name, "state": "hidden", "statement": "Ein <b>Wort"})
    assert answer.status_code == 422
    assert f'href="#reason-{name}"' in answer.text
    assert "<details open><summary>Nicht veröffentlichen" in answer.text
    assert 'value="Ein &lt;b&gt;Wort"' in answer.text
