import pkgutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from datasets import errors
from portal.app import MAX_BODY
from portal.problems import STATUSES
from portal.routes import ROUTERS

PORTAL = Path(import_module("portal").__file__ or "").parent
FOLDERS = ("pages", "desk", "signin", "api")
MODULES = [f"portal.{folder}.{module.name}" for folder in FOLDERS for module in pkgutil.iter_modules([str(PORTAL / folder)])]


@pytest.mark.parametrize("name", MODULES)
def test_every_module_with_routes_is_named_in_the_list(name: str) -> None:
    router = getattr(import_module(name), "router", None)
    assert router is None or router in ROUTERS


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/docs/oauth2-redirect"])
def test_the_pages_of_the_framework_that_load_foreign_scripts_are_off(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_every_error_of_ours_has_a_status() -> None:
    known = {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.MehrwertError)}
    assert known == set(STATUSES)


@pytest.mark.parametrize(
    ("error", "status"),
    [(errors.NotFound("No such thing."), 404), (errors.Gone("Withdrawn."), 410), (errors.BadQuestion("Too long.", "q"), 422),
     (errors.Refused("Not twice."), 409), (errors.NotAllowed("Not yours."), 403), (errors.Unreachable("Silent."), 502)],
)  # fmt: skip
def test_an_error_becomes_a_page_outside_the_api(app: FastAPI, error: Exception, status: int) -> None:
    app.add_api_route("/wrong", _raising(error))
    answer = TestClient(app).get("/wrong")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert str(error) in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_an_error_becomes_an_envelope_under_the_api(app: FastAPI) -> None:
    app.add_api_route("/api/trial/wrong", _raising(errors.BadQuestion("Too many.", "rows")))
    answer = TestClient(app).get("/api/trial/wrong")
    assert answer.status_code == 409
    assert answer.json()["success"] is False
    assert answer.json()["error"] == {"__type": "Validation Error", "rows": ["Too many."]}
    assert answer.json()["help"] == "http://testserver/api/3/action/help_show?name=wrong"


def test_an_unknown_address_of_the_api_is_not_found(client: TestClient) -> None:
    answer = client.get("/api/trial/fly")
    assert (answer.status_code, answer.json()["error"]["__type"]) == (404, "Not Found Error")


def test_a_fault_tells_a_visitor_nothing_and_keeps_the_safety_headers(app: FastAPI) -> None:
    app.add_api_route("/fault", _raising(RuntimeError("password=1234")))
    answer = TestClient(app, raise_server_exceptions=False).get("/fault")
    assert answer.status_code == 500
    assert "1234" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_body_beyond_the_limit_is_refused(app: FastAPI) -> None:
    app.add_api_route("/trial", lambda: "read", methods=["POST"])
    assert TestClient(app).post("/trial", content=b"x" * (MAX_BODY + 1), headers={"Origin": "http://testserver"}).status_code == 413


def test_a_wrong_parameter_names_itself(app: FastAPI) -> None:
    app.add_api_route("/number", _taking_a_number)
    answer = TestClient(app).get("/number?seite=x")
    assert answer.status_code == 422
    assert "seite" in answer.text


def _raising(error: Exception) -> Callable[[], None]:
    def route() -> None:
        raise error

    return route


def _taking_a_number(seite: int) -> str:
    return str(seite)
