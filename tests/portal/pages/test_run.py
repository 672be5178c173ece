"""One run with each of its changes: of the register by the history, of a list by its releases; as page, JSON and CSV."""

import csv
import io

from fastapi import FastAPI
from starlette.testclient import TestClient

from datasets import releases, runs
from datasets.database import transaction
from datasets.register.writing import ADDED, GONE
from datasets.tables.catalogue import Release
from datasets.tables.projects import Change
from tests.builders import a_dataset_record


def _run(app: FastAPI, dataset: str = "register", **values: object) -> int:
    with transaction(app.state.engine) as session:
        number = runs.begin(session, "register", dataset, "here", 1)
        runs.close(session, number, {"state": "done"} | values)
        return number


def test_changes_of_the_register_are_told_with_old_and_new(app: FastAPI) -> None:
    number = _run(app, added=1, changed=1, gone=1)
    with transaction(app.state.engine) as session:
        for key, field, old, new in (
            ("a", ADDED, None, "Brücke"),
            ("b", "status", "running", "<b>finished</b>"),
            ("c", GONE, "Alt", "2026"),
        ):
            session.add(Change(run_id=number, kind="project", key=key, field=field, old=old, new=new))
    client = TestClient(app)
    page = client.get(f"/transparenz/{number}").text
    assert "&lt;b&gt;finished&lt;/b&gt;" in page
    assert page.count("Nicht mehr enthalten") >= 1
    told = client.get(f"/transparenz/{number}.json").json()
    assert [(one["key"], one["what"], one["old"], one["new"]) for one in told["changes"]] == [
        ("a", "added", None, "Brücke"), ("b", "changed", "running", "<b>finished</b>"), ("c", "gone", "Alt", None),
    ]  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(client.get(f"/transparenz/{number}.csv").text)))
    assert [row["what"] for row in rows] == ["added", "changed", "gone"]


def test_changes_of_a_list_are_the_difference_of_its_releases(app: FastAPI) -> None:
    record, engine, settings = a_dataset_record(slug="liste"), app.state.engine, app.state.settings
    releases.publish(engine, settings, record, [(1, "Alt", 10), (2, "Bleibt", 20), (3, "Geht", 30)])
    made = releases.publish(engine, settings, record, [(1, "Neu", 10), (2, "Bleibt", 20), (4, "Kommt", 40)])
    number = _run(app, "liste", added=1, changed=1, gone=1, release=made.name)
    with transaction(engine) as session:
        for row in session.exec(Release.__table__.select().where(Release.name == made.name)):
            session.execute(Release.__table__.update().where(Release.id == row.id).values(run_id=number))
    told = TestClient(app).get(f"/transparenz/{number}.json").json()["changes"]
    assert [(one["what"], one["field"], one["old"], one["new"]) for one in told] == [
        ("added", "", None, "4 · Kommt · 40"), ("changed", "name", "Alt", "Neu"), ("gone", "", "3 · Geht · 30", None),
    ]  # fmt: skip


def test_many_changes_come_page_by_page(app: FastAPI) -> None:
    number = _run(app, added=150)
    with transaction(app.state.engine) as session:
        session.add_all(Change(run_id=number, kind="project", key=f"projekt-{n:03}", field=ADDED, new="x") for n in range(150))
    client = TestClient(app)
    first, second = (client.get(f"/transparenz/{number}?seite={page}").text for page in (1, 2))
    assert ("projekt-099" in first, "projekt-100" in first) == (True, False)
    assert ("projekt-100" in second, 'rel="next"' in second) == (True, False)


def test_a_run_that_does_not_exist_is_not_found(client: TestClient) -> None:
    assert client.get("/transparenz/99").status_code == 404
    assert client.get("/transparenz/99.json").status_code == 404


def test_rejected_rows_are_named_without_what_stood_in_them(app: FastAPI) -> None:
    number = _run(app, rejected=1)
    with transaction(app.state.engine) as session:
        runs.remember(session, number, "rejection", [{"line": 7, "field": "Betrag", "reason": "no number", "raw": "Mustermann, Erika"}])
    text = TestClient(app).get(f"/en/transparenz/{number}").text
    assert "no number" in text
    assert "Mustermann" not in text
