import datetime as dt
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from datasets import runs, schedule
from datasets.database import transaction
from datasets.tables.scores import Snapshot
from datasets.tables.work import Schedule


def _run(app: FastAPI, state: str, **values: Any) -> int:
    with transaction(app.state.engine) as session:
        run_id = runs.begin(session, "foekat", "foerderkatalog", "here", 1)
        runs.close(session, run_id, {"state": state} | values)
        return run_id


def test_before_the_first_run_it_says_so(client: TestClient) -> None:
    assert "Bis jetzt wurde keine Liste gelesen" in client.get("/transparenz").text


def test_a_refused_run_stands_beside_the_last_good_one_with_its_reason(app: FastAPI) -> None:
    _run(app, "done", seen=100, accepted=100)
    _run(app, "refused", message="The list lost the column FKZ.")
    text = TestClient(app).get("/transparenz").text
    assert "Zurückgewiesen" in text
    assert "The list lost the column FKZ." in text
    assert "<td>–</td>" not in text


def test_why_rows_were_rejected_is_shown_without_what_stood_in_them(app: FastAPI) -> None:
    run_id = _run(app, "done", seen=10, accepted=8, rejected=2)
    with transaction(app.state.engine) as session:
        remarks = [{"line": n, "field": "Betrag", "reason": "no number", "raw": "Mustermann, Erika"} for n in (3, 4)]
        runs.remember(session, run_id, "rejection", remarks)
    text = TestClient(app).get("/transparenz").text
    assert "Betrag: no number (2)" in text
    assert "Mustermann" not in text


def test_a_source_says_who_publishes_it_and_when_it_is_read_next_before_and_after_its_first_run(app: FastAPI) -> None:
    due = dt.datetime(2026, 12, 24, 12, 30, tzinfo=dt.UTC)
    facts = {"title": "Katalog", "title_en": "Catalogue", "publisher": "Amt", "licence": "dl-de/by-2-0", "frequency": "MONTHLY"}
    with transaction(app.state.engine) as session:
        session.add(Schedule(source="foekat", due_at=due, **facts))
    client = TestClient(app)
    before = client.get("/transparenz").text
    assert ["Noch nicht gelesen" in before, "24. Dezember 2026" in before, "Amt" in before, "monatlich" in before] == [True] * 4
    _run(app, "done", seen=100, accepted=100)
    with transaction(app.state.engine) as session:
        schedule.enter(session, [Schedule(source="foekat", due_at=due, **facts)])
    after = client.get("/transparenz").text
    assert ["Noch nicht gelesen" in after, "24. Dezember 2026" in after, "Katalog" in after] == [False, True, True]
    assert "Catalogue" in client.get("/en/transparenz").text


def test_the_last_publication_of_scores_is_named(app: FastAPI, frozen: object) -> None:
    with transaction(app.state.engine) as session:
        session.add(Snapshot())
    assert "am 23. November 2026 veröffentlicht" in TestClient(app).get("/transparenz").text
