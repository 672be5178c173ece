"""Said and done."""

import datetime as dt

from fastapi import FastAPI
from starlette.testclient import TestClient

from datasets.database import transaction
from datasets.tables.outcomes import Measure, Outcome
from tests.builders import a_project, key_of


def test_without_a_decision_the_page_says_what_will_stand_here(client: TestClient) -> None:
    assert "Noch gibt es keine Entscheidung." in client.get("/gesagt-getan").text


def test_decisions_stand_newest_first_in_pages(app: FastAPI, client: TestClient) -> None:
    with transaction(app.state.engine) as session:
        project = a_project(session, title="Licht")
        for day in range(1, 23):
            session.add(Outcome(project_id=key_of(project), decision="continue", text=f"Grund {day:02}.", decided_on=dt.date(2026, 5, day)))
    first, second = client.get("/gesagt-getan").text, client.get("/gesagt-getan?seite=2").text
    assert first.index("Grund 22.") < first.index("Grund 03.")
    assert "Grund 02." in second
    assert "Grund 03." not in second


def test_open_and_kept_promises_are_counted(app: FastAPI, client: TestClient) -> None:
    with transaction(app.state.engine) as session:
        outcome = Outcome(project_id=key_of(a_project(session)), decision="adjust", text="Ja.", decided_on=dt.date(2026, 5, 1))
        session.add(outcome)
        session.flush()
        session.add_all(Measure(outcome_id=key_of(outcome), text=f"Tun {number}", state="done") for number in range(3))
    page = client.get("/gesagt-getan").text
    assert "<b>3</b>" in page
    assert "Erledigt" in page
