"""Sources at the desk: when each is read, what a run refused, and a run asked for now, by those who may."""

import pytest
from fastapi import FastAPI
from sqlmodel import select
from starlette.testclient import TestClient

from datasets import database, runs, schedule
from datasets.leases import _tell
from datasets.tables.runs import Job
from datasets.tables.types import now
from datasets.tables.work import Schedule
from feedback.tables.audit import AuditEvent
from tests.staffing import signed_in

PATH = "/pruefung/quellen"
REMARK = {"line": 7, "field": "sum", "reason": "is no number", "raw": "<b>fünf</b>"}


@pytest.fixture
def run(app: FastAPI) -> int:
    """Two sources, one of which was read with a row that was refused."""
    with database.transaction(app.state.engine) as session:
        listed = Schedule(source="liste", title="Liste des Amtes", title_en="The office's list", frequency="WEEKLY", due_at=now())
        schedule.enter(session, [listed, Schedule(source="datei", title="Nur als Datei", due_at=None)])
        number = runs.begin(session, "liste", "liste", "host", 1)
        runs.close(session, number, {"state": "done", "seen": 20, "accepted": 19, "rejected": 1, "message": "fine"})
        runs.remember(session, number, "rejection", [REMARK])
        return number


def open_jobs(app: FastAPI) -> list[tuple[str, str]]:
    with database.reading(app.state.engine) as session:
        return [(job.kind, job.subject) for job in session.exec(select(Job).where(Job.state == "open"))]


@pytest.mark.usefixtures("run")
def test_each_source_stands_there_with_its_next_and_its_last_run(app: FastAPI) -> None:
    page = signed_in(app, "leitung").get(PATH)
    assert page.headers["cache-control"] == "no-store"
    assert all(words in page.text for words in ("Liste des Amtes", "wöchentlich", "Gelesen", "nur aus einer Datei", "Jetzt lesen"))
    assert page.text.count('/jetzt"') == 1


@pytest.mark.usefixtures("run")
def test_english_pages_say_it_in_english(app: FastAPI) -> None:
    page = signed_in(app, "leitung").get(f"/en{PATH}").text
    assert [words for words in ("The office&#39;s list", "every week", "Read now", "from a file only") if words not in page] == []


def test_a_run_shows_what_it_refused_and_why_as_text(app: FastAPI, run: int) -> None:
    page = signed_in(app).get(f"{PATH}/laeufe/{run}").text
    assert all(words in page for words in ("sum: is no number (1)", "&lt;b&gt;fünf&lt;/b&gt;", ">7<", "fine"))
    assert "<b>fünf" not in page
    assert signed_in(app, name="Eva").get(f"{PATH}/laeufe/999").status_code == 404


@pytest.mark.usefixtures("run")
def test_a_run_asked_for_is_a_row_that_waits_once_and_is_in_the_audit_log(app: FastAPI) -> None:
    desk = signed_in(app, "redaktion")
    for _ in range(2):
        assert desk.post(f"{PATH}/liste/jetzt").headers["location"] == f"{PATH}?getan=liste"
    assert open_jobs(app) == [("harvest", "liste")]
    page = desk.get(f"{PATH}?getan=liste").text
    assert "Der Lauf ist bestellt." in page
    assert "Bestellt" in page
    assert '/jetzt"' not in page
    with database.reading(app.state.engine) as session:
        assert session.exec(select(AuditEvent.subject).where(AuditEvent.action == "harvest.ask")).all() == ["source/liste"] * 2


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("role", ["pruefung", "auditor", "datenschutz"])
def test_who_may_not_has_no_button_and_is_refused(app: FastAPI, role: str) -> None:
    desk = signed_in(app, role)
    assert '/jetzt"' not in desk.get(PATH).text
    assert desk.post(f"{PATH}/liste/jetzt").status_code == 403
    assert open_jobs(app) == []


@pytest.mark.usefixtures("run")
def test_partners_and_strangers_do_not_get_in(app: FastAPI, client: TestClient) -> None:
    assert signed_in(app, "partner").get(PATH).status_code == 403
    assert client.get(PATH).status_code == 303
    assert client.post(f"{PATH}/liste/jetzt", headers={"sec-fetch-site": "cross-site"}).status_code == 403


@pytest.mark.usefixtures("run")
def test_what_cannot_be_read_now_says_so(app: FastAPI) -> None:
    desk = signed_in(app, "leitung")
    assert desk.post(f"{PATH}/nichts/jetzt").status_code == 404
    assert desk.post(f"{PATH}/datei/jetzt").status_code in {409, 422, 403}
    assert open_jobs(app) == []


def test_it_says_whether_anything_reads_sources_at_all(app: FastAPI) -> None:
    desk = signed_in(app)
    assert "Kein Dienst, der Quellen liest" in desk.get(PATH).text
    with database.transaction(app.state.engine) as session:
        _tell(session, "harvesters", "me", True)
    page = desk.get(PATH).text
    assert "Kein Dienst, der Quellen liest" not in page
    assert "arbeitet" in page
