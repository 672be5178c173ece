import datetime as dt

import pytest
from fastapi import FastAPI
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from datasets import withdrawing
from datasets.database import transaction
from datasets.errors import NotFound, Refused
from datasets.releases import verify
from datasets.settings import Settings
from datasets.tables.catalogue import Release
from tests.published import ROWS, a_published, many_rows

REASON = "Eine Spalte war vertauscht."


def addresses(name: str) -> list[str]:
    files = (f"{name}/{file}" for file in ("liste.csv", "liste.zip", "abfrage.json", "abfrage.csv", "zitat.bib"))
    return [f"/daten/liste/{rest}" for rest in (name, *files)]


def test_every_address_of_a_withdrawn_release_says_why_and_the_last_good_one_answers(app: FastAPI, client: TestClient) -> None:
    good, bad = a_published(app).name, a_published(app, many_rows(9)).name
    assert client.get("/daten/liste/abfrage.json").json()["release"] == bad
    assert withdrawing.withdraw(app.state.engine, app.state.settings, "liste", bad, REASON) == good
    for address in addresses(bad):
        answer = client.get(address)
        assert (answer.status_code, REASON in answer.text) == (410, True), address
    assert client.get(f"/daten/liste/{good}..{bad}.json").status_code == 410
    assert client.get(f"/daten/liste/{good}..{bad}").status_code == 410
    answer = client.get("/daten/liste/abfrage.json").json()
    assert (answer["release"], answer["total"]) == (good, len(ROWS))
    listed = client.get("/daten/liste/ausgaben.json").json()
    assert (listed[0]["release"], listed[0]["withdrawn"], listed[0]["files"]) == (bad, REASON, [])
    assert REASON in client.get("/daten/liste").text
    assert REASON in client.get("/feeds/daten/liste.atom").text
    assert REASON in client.get("/feeds/daten.atom").text


def test_what_was_withdrawn_does_not_come_back_by_itself_but_can_be_given_back(app: FastAPI, client: TestClient) -> None:
    a_published(app)
    bad = a_published(app, many_rows(9)).name
    withdrawing.withdraw(app.state.engine, app.state.settings, "liste", bad, REASON)
    with pytest.raises(Refused, match="vertauscht"):
        a_published(app, many_rows(9))
    assert withdrawing.undo(app.state.engine, app.state.settings, "liste", bad) == bad
    assert client.get(f"/daten/liste/{bad}/liste.csv").status_code == 200
    with pytest.raises(Refused, match="not withdrawn"):
        withdrawing.undo(app.state.engine, app.state.settings, "liste", bad)


def test_erased_files_are_gone_for_good(app: FastAPI, settings: Settings) -> None:
    a_published(app)
    bad = a_published(app, many_rows(9)).name
    withdrawing.withdraw(app.state.engine, settings, "liste", bad, REASON, erase=True)
    assert not (settings.releases / "liste" / bad).exists()
    assert verify(app.state.engine, settings) == []
    with pytest.raises(Refused, match="gone"):
        withdrawing.undo(app.state.engine, settings, "liste", bad)


@pytest.mark.parametrize(("slug", "name", "reason", "error"), [
    ("liste", "2020-01-01", REASON, NotFound),
    ("nirgends", "2020-01-01", REASON, NotFound),
    ("liste", "", " ", Refused),
])  # fmt: skip
def test_what_cannot_be_withdrawn_is_said(app: FastAPI, slug: str, name: str, reason: str, error: type[Exception]) -> None:
    made = a_published(app)
    with pytest.raises(error):
        withdrawing.withdraw(app.state.engine, app.state.settings, slug, name or made.name, reason)


def aged(app: FastAPI, days: list[tuple[str, int]]) -> None:
    """Renames and dates the releases of ``liste``, the oldest first."""
    with transaction(app.state.engine) as session:
        for release, (name, age) in zip(session.exec(select(Release).order_by(col(Release.id))), days, strict=True):
            (app.state.settings.releases / "liste" / release.name).rename(app.state.settings.releases / "liste" / name)
            release.name, release.created_at = name, dt.datetime.now(dt.UTC) - dt.timedelta(days=age)
            session.add(release)


def test_the_rule_keeps_the_first_of_each_month_the_young_and_the_current_one(app: FastAPI, client: TestClient) -> None:
    for rows in range(1, 6):
        a_published(app, many_rows(rows))
    days = [("2026-01-02", 300), ("2026-01-05", 297), ("2026-02-01", 270), ("2026-02-09", 262), ("2026-02-10", 261)]
    aged(app, days)
    with Session(app.state.engine) as session:
        moment = dt.datetime.now(dt.UTC)
        assert withdrawing.due(session, 0, moment) == []
        assert withdrawing.due(session, 280, moment) == [("liste", "2026-01-05")]
        assert withdrawing.due(session, 30, moment) == [("liste", "2026-01-05"), ("liste", "2026-02-09")]
    settings = app.state.settings
    object.__setattr__(settings, "keep_days", 30)
    assert len(withdrawing.let_go(app.state.engine, settings, dry=True)) == 2
    assert (settings.releases / "liste" / "2026-01-05").is_dir()
    assert len(withdrawing.let_go(app.state.engine, settings)) == 2
    assert withdrawing.let_go(app.state.engine, settings) == []
    gone = client.get("/daten/liste/2026-01-05/liste.csv")
    assert (gone.status_code, "no longer kept" in gone.text) == (410, True)
    listed = {one["release"]: one for one in client.get("/daten/liste/ausgaben.json").json()}
    assert listed["2026-01-05"]["removed_at"]
    assert len(listed["2026-01-05"]["files"][0]["sha256"]) == 64
    assert "path" not in listed["2026-01-05"]["files"][0]
    assert client.get("/daten/liste/2026-02-10/liste.csv").status_code == 200
    assert client.get("/daten/liste").status_code == 200
    assert verify(app.state.engine, settings) == []
