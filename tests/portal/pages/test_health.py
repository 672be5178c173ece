from dataclasses import replace

from fastapi import FastAPI
from starlette.testclient import TestClient

from datasets import runs
from datasets.database import transaction
from datasets.schema import migrate
from datasets.settings import Settings
from datasets.tables.scores import Snapshot
from portal.app import create_app


def _empty(settings: Settings) -> FastAPI:
    return create_app(replace(settings, database_url=f"sqlite:///{settings.home / 'empty.sqlite'}"), fresh=0)


def _ready(settings: Settings) -> FastAPI:
    settings.releases.mkdir(parents=True, exist_ok=True)
    app = _empty(settings)
    migrate(app.state.engine)
    return app


def test_the_process_says_that_it_lives(client: TestClient) -> None:
    assert client.get("/healthz").text == "ok\n"


def test_a_portal_that_can_work_is_ready(settings: Settings) -> None:
    answer = TestClient(_ready(settings)).get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "faults": [], "warnings": [], "ages": {"snapshot": None, "run": None}}
    assert answer.headers["cache-control"] == "no-store"


def test_ages_are_hours(settings: Settings) -> None:
    app = _ready(settings)
    with transaction(app.state.engine) as session:
        runs.begin(session, "a", "a", "here", 1)
        session.add(Snapshot())
    assert TestClient(app).get("/readyz").json()["ages"] == {"snapshot": 0.0, "run": 0.0}


def test_without_schema_or_storage_it_is_not(settings: Settings) -> None:
    answer = TestClient(_empty(settings)).get("/readyz")
    assert answer.status_code == 503
    assert [fault.split(":")[0] for fault in answer.json()["faults"]] == ["database", "storage"]


def test_headers_of_a_proxy_that_nobody_trusts_are_a_warning(settings: Settings) -> None:
    client = TestClient(_ready(settings))
    client.get("/healthz", headers={"X-Forwarded-For": "198.51.100.7"})
    assert "MEHRWERT_TRUSTED_PROXIES" in client.get("/readyz").json()["warnings"][0]
