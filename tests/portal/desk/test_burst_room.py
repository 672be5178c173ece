"""Bursts of votes at the desk: what is seen, one click lets all count, not counting takes two."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from fastapi import FastAPI
from sqlmodel import select
from starlette.testclient import TestClient

from datasets import database
from feedback.review import holding, watch
from feedback.tables.ratings import Rating
from feedback.voices import ratings
from tests import builders
from tests.feedback.voters import SECRET, a_submission
from tests.staffing import signed_in

ROOM = "/pruefung/haeufungen"
NOTE = "Zwölf gleiche Stimmen in zwölf Minuten."


@pytest.fixture
def case(app: FastAPI) -> str:
    """The address of a case with twelve held votes, three of them from one network."""
    now = dt.datetime.now(dt.UTC)
    with database.transaction(app.state.engine) as session:
        project = builders.a_project(session, slug="radweg", title="Radweg")
        for number in range(12):
            near = {"prefix": "203.0.113.0/24"} if number < 3 else {}
            at = now - dt.timedelta(minutes=12 - number)
            ratings.cast(session, SECRET, builders.key_of(project), a_submission(1, **near), at)
        watch.look(session, now)
        [found] = holding.listing(session)
        return f"{ROOM}/{found.id}"


def standings(app: FastAPI) -> set[str]:
    with database.reading(app.state.engine) as session:
        return set(session.exec(select(Rating.status)))


def test_the_case_says_what_was_seen_without_a_network_or_a_number_of_a_vote(app: FastAPI, case: str) -> None:
    desk = signed_in(app)
    page = desk.get(case).text
    assert "Viel mehr Stimmen als sonst" in page
    assert "Netz A" in page
    assert "25 %" in re.sub(r"\s", " ", page)
    assert "203.0.113" not in page
    assert "Radweg" in desk.get(ROOM).text


def test_one_click_lets_all_count(app: FastAPI, case: str) -> None:
    desk = signed_in(app)
    answer = desk.post(f"{case}/freigeben")
    assert (answer.status_code, standings(app)) == (303, {"counted"})
    assert "Der Fall ist geschlossen" in desk.get(answer.headers["location"]).text
    assert desk.post(f"{case}/freigeben").status_code == 409


def test_not_counting_takes_two(app: FastAPI, case: str) -> None:
    first, second = signed_in(app), signed_in(app, name="Bea")
    handles = re.findall(r'name="(vote-\w+)"', first.get(case).text)
    assert len(handles) == 12
    fields = {"reason": "automatisiert", "note": NOTE} | dict.fromkeys(handles[:3], "1")
    assert first.post(f"{case}/ausschliessen", data=fields).status_code == 303
    assert first.post(f"{case}/bestaetigen").status_code == 409
    assert standings(app) == {"held"}
    assert second.post(f"{case}/bestaetigen").status_code == 303
    assert standings(app) == {"held", "excluded"}
    assert second.post(f"{case}/freigeben").status_code == 303
    assert standings(app) == {"counted", "excluded"}


def test_a_wrong_proposal_comes_back_with_what_was_entered(app: FastAPI, case: str) -> None:
    answer = signed_in(app).post(f"{case}/ausschliessen", data={"reason": "doppelt", "note": "kurz", "whole": "1"})
    assert answer.status_code == 422
    assert "mindestens 20 Zeichen" in answer.text
    assert "kurz</textarea>" in answer.text


def test_a_second_person_may_disagree_and_the_first_withdraw(app: FastAPI, case: str) -> None:
    first, second = signed_in(app), signed_in(app, name="Bea")
    fields = {"reason": "doppelt", "note": NOTE, "whole": "1"}
    first.post(f"{case}/ausschliessen", data=fields)
    assert second.post(f"{case}/ablehnen", data={"answer": ""}).status_code == 422
    assert second.post(f"{case}/ablehnen", data={"answer": "Das war das Fest."}).status_code == 303
    first.post(f"{case}/ausschliessen", data=fields)
    assert first.post(f"{case}/zurueckziehen").status_code == 303
    assert standings(app) == {"held"}


def test_somebody_who_may_not_is_told_so(app: FastAPI, case: str) -> None:
    desk = signed_in(app, role="redaktion")
    assert "Ihre Rolle darf hier nicht entscheiden" in desk.get(case).text
    assert desk.post(f"{case}/freigeben").status_code == 403
    assert desk.post(ROOM, data={}).status_code in {403, 422}


def test_a_window_is_entered_beforehand_and_ended(app: FastAPI, case: str) -> None:
    desk = signed_in(app)
    # By the city's clock, as the form is filled in.
    start = dt.datetime.now(ZoneInfo(app.state.settings.city.timezone)) + dt.timedelta(hours=1)
    given = {"project": "radweg", "channel": "Newsletter", "reason": "Versand", "starts_at": f"{start:%Y-%m-%dT%H:%M}"}
    assert desk.post(ROOM, data=given | {"ends_at": ""}).status_code == 422
    answer = desk.post(ROOM, data=given | {"ends_at": f"{start + dt.timedelta(hours=2):%Y-%m-%dT%H:%M}"})
    assert answer.status_code == 303
    page = desk.get(ROOM).text
    assert "Newsletter: Versand" in page
    assert f"{start:%H:%M} – " in page
    [address] = re.findall(r'action="(/pruefung/haeufungen/fenster/\d+)"', page)
    assert desk.post(address).status_code == 303
    assert desk.post(address).status_code == 409
    assert "Aufgehoben" in desk.get(ROOM).text


def test_a_window_in_the_past_or_on_no_project_is_refused(app: FastAPI, case: str) -> None:
    desk = signed_in(app)
    given = {"channel": "Newsletter", "reason": "Versand", "starts_at": "2020-01-01T10:00", "ends_at": "2020-01-01T12:00"}
    assert "in der Zukunft" in desk.post(ROOM, data=given).text
    assert "gibt es nicht" in desk.post(ROOM, data=given | {"project": "nirgends"}).text


def test_the_desk_is_for_staff(client: TestClient) -> None:
    assert client.get(ROOM).status_code == 303
    assert signed_in(client.app).get(f"{ROOM}/99").status_code == 404  # type: ignore[arg-type]


def test_closed_cases_stand_folded_below_the_open_ones(app: FastAPI, case: str) -> None:
    desk = signed_in(app)
    assert ("1 offener Fall" in desk.get(ROOM).text, "geschlossene" in desk.get(ROOM).text) == (True, False)
    desk.post(f"{case}/freigeben")
    text = desk.get(ROOM).text
    assert "0 offene Fälle" in text
    assert case in text.partition("<summary>1 geschlossener Fall</summary>")[2].partition("</details>")[0]
