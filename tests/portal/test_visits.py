import datetime as dt

import pytest
import time_machine
from fastapi import FastAPI
from sqlmodel import Session, select
from starlette.testclient import TestClient

from feedback.tables.visits import PageCount
from portal import visits
from portal.visits import Visits, kind_of
from tests import loops


@pytest.mark.parametrize(("path", "kind"), [
    ("/", "start"), ("/projekte", "projekte"), ("/projekte/hafen", "projekt"), ("/daten", "daten"), ("/daten/liste", "datensatz"),
    ("/daten/liste/2026-11-23.2", "datensatz"), ("/hilfe", "texte"), ("/wp-login.php", "andere"), ("/daten/liste/abfrage.json", ""),
    ("/api/3/action/site_read", ""), ("/pruefung", ""), ("/meine-bewertungen", ""), ("/static/x.css", ""), ("/feeds/daten.atom", ""),
])  # fmt: skip
def test_pages_have_a_kind_and_the_rest_has_none(path: str, kind: str) -> None:
    assert kind_of(path) == kind


def test_gets_of_pages_are_counted_and_nothing_else(app: FastAPI, client: TestClient) -> None:
    client.get("/hilfe")
    tag = client.get("/en/hilfe").headers["etag"]
    client.get("/en/hilfe", headers={"If-None-Match": tag})
    client.head("/hilfe")
    client.post("/melden", data={})
    client.get("/nirgends")
    client.get("/api/3/action/site_read")
    assert app.state.visits.take() == {(dt.datetime.now(dt.UTC).date(), "texte"): 3}
    assert app.state.visits.take() == {}


def test_a_get_belongs_to_its_day(frozen: time_machine.Traveller) -> None:
    counted = Visits()
    counted.note("/", 200)
    frozen.shift(12 * 3600 - 1)
    counted.note("/", 200)
    frozen.shift(1)
    counted.note("/", 304)
    assert counted.take() == {(dt.date(2026, 11, 23), "start"): 2, (dt.date(2026, 11, 24), "start"): 1}


def test_counts_are_delivered_and_kept_while_the_database_is_away(app: FastAPI, settings: object) -> None:
    counted = app.state.visits
    counted.note("/", 200)
    with app.state.engine.connect() as connection:
        connection.exec_driver_sql("ALTER TABLE page_count RENAME TO away")
        connection.commit()
    loops.run(visits.deliver(app.state.engine, counted))
    counted.note("/", 200)
    with app.state.engine.connect() as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO page_count")
        connection.commit()
    loops.run(visits.deliver(app.state.engine, counted))
    with Session(app.state.engine) as session:
        assert [(one.kind, one.gets) for one in session.exec(select(PageCount))] == [("start", 2)]
