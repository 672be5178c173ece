from fastapi import FastAPI
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from datasets import catalogue
from datasets.database import reading
from portal.deps import Db, ReadDb


def _raise_version(db: Db) -> int:
    catalogue.raise_version(db)
    return catalogue.version(db)


def _fail_after_writing(db: Db) -> None:
    catalogue.raise_version(db)
    raise ValueError


def _write_in_a_read(db: ReadDb) -> None:
    catalogue.raise_version(db)


def test_a_route_commits_once_at_its_end(app: FastAPI) -> None:
    app.add_api_route("/readyz/act", _raise_version)
    assert TestClient(app).get("/readyz/act").json() == 1
    assert _version(app) == 1


def test_a_route_that_fails_leaves_nothing(app: FastAPI) -> None:
    app.add_api_route("/readyz/act", _fail_after_writing)
    assert TestClient(app, raise_server_exceptions=False).get("/readyz/act").status_code == 500
    assert _version(app) == 0


def test_a_commit_that_fails_is_no_success(app: FastAPI) -> None:
    app.add_api_route("/readyz/act", _raise_version)
    app.state.engine.dialect.do_commit = _broken
    assert TestClient(app, raise_server_exceptions=False).get("/readyz/act").status_code == 500


def test_what_a_reading_route_writes_is_lost(app: FastAPI) -> None:
    app.add_api_route("/readyz/look", _write_in_a_read)
    TestClient(app).get("/readyz/look")
    assert _version(app) == 0


def _version(app: FastAPI) -> int:
    with reading(app.state.engine) as session:
        return catalogue.version(session)


def _broken(connection: object) -> None:
    raise OperationalError("COMMIT", {}, Exception("disk full"))
