"""Every error of the interface has one shape: CKAN's envelope, or CKAN's bare text for what could not even be read."""

import json

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from portal.api.ckan import ACTIONS
from portal.api.refused import WRITING
from tests.published import a_published

ROWS = [
    ("POST", "package_show", {"id": "nichts"}, 404, "Not Found Error"),
    ("POST", "package_show", {}, 409, "Validation Error"),
    ("POST", "package_list", {"limit": "x"}, 409, "Validation Error"),
    ("POST", "package_search", {"falsch": 1}, 400, "Search Query Error"),
    ("POST", "package_search", {"q": "("}, 409, "Search Error"),
    ("POST", "package_create", {}, 403, "Authorization Error"),
    ("POST", "dashboard_activity_list", {}, 403, "Authorization Error"),
    ("GET", "datastore_search_sql?sql=x", None, 403, "Authorization Error"),
    ("GET", "resource_show?id=nichts", None, 404, "Not Found Error"),
    ("GET", "datastore_search?resource_id=nichts", None, 404, "Not Found Error"),
    ("GET", "organization_show?id=nichts", None, 404, "Not Found Error"),
    ("GET", "organization_list?sort=nichts", None, 409, "Validation Error"),
    ("GET", "tag_show?id=nichts", None, 404, "Not Found Error"),
    ("GET", "help_show?name=nichts", None, 404, "Not Found Error"),
    ("PUT", "package_show", {}, 405, "Bad Request Error"),
]  # fmt: skip
BARE = [
    ("GET", "nichts", b"", "Action name not known: nichts"),
    ("POST", "nichts", b"{}", "Action name not known: nichts"),
    ("POST", "package_show", b"{kaputt", "JSON Error"),
    ("POST", "package_show", b"[1]", "JSON Error"),
    ("POST", "package_show", b"\xff\xfe\x00", "JSON Error"),
    ("POST", "package_show", b"[" * 100_000, "JSON Error"),
    ("GET", "package_create", b"", "JSON Error"),
]


@pytest.mark.parametrize(("method", "action", "given", "status", "kind"), ROWS)
def test_an_error_is_an_envelope(
    client: TestClient, method: str, action: str, given: dict[str, object] | None, status: int, kind: str
) -> None:
    for prefix in ("/api/action/", "/api/3/action/"):
        answer = client.request(method, prefix + action, json=given)
        body = answer.json()
        assert (answer.status_code, body["success"], body["error"]["__type"]) == (status, False, kind)
        assert body["help"] == f"http://testserver/api/3/action/help_show?name={action.split('?', maxsplit=1)[0]}"
        assert answer.headers["content-type"].startswith("application/json")


@pytest.mark.parametrize(("method", "action", "body", "said"), BARE)
def test_what_cannot_be_read_is_answered_with_a_text(client: TestClient, method: str, action: str, body: bytes, said: str) -> None:
    answer = client.request(method, f"/api/3/action/{action}", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.json().startswith(f"Bad request: {said}")


def test_messages_begin_as_clients_expect(client: TestClient) -> None:
    assert client.get("/api/action/package_show?id=x").json()["error"]["message"].startswith("Not found: ")
    assert client.post("/api/action/package_update", json={}).json()["error"]["message"].startswith("Access denied: ")


def test_an_error_is_kept_nowhere(client: TestClient) -> None:
    assert client.get("/api/action/package_show?id=x").headers["cache-control"] == "no-store"


def test_no_action_falls_over_without_parameters(client: TestClient, app: FastAPI) -> None:
    a_published(app)
    for name in sorted(set(ACTIONS) - WRITING):
        for answer in (client.get(f"/api/3/action/{name}"), client.post(f"/api/3/action/{name}", json={})):
            assert answer.status_code in {200, 403, 409}, name
            assert set(answer.json()) >= {"help", "success"}, name


@pytest.mark.parametrize("value", [{"a": 1}, [[]], True, 10**30, 1.5, "\0\ud800", None])
def test_no_action_falls_over_odd_values(client: TestClient, app: FastAPI, value: object) -> None:
    a_published(app)
    odd = json.dumps(dict.fromkeys(("id", "q", "limit", "offset", "sort", "fq", "rows", "name", "fields", "filters", "facet.field"), value))
    for name in sorted(set(ACTIONS) - WRITING):
        answers = [client.post(f"/api/3/action/{name}", content=body) for body in (odd, odd.replace('"id": ', '"id": "liste", "x": '))]
        assert {answer.status_code for answer in answers} <= {200, 400, 403, 404, 409}, name


def test_elsewhere_an_error_is_a_page(client: TestClient) -> None:
    answer = client.get("/daten/nichts")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
