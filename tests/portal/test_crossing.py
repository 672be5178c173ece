import pytest
from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from portal.crossing import allowed

OWN = frozenset({"portal.example", "localhost:8000"})


@pytest.mark.parametrize(
    ("path", "headers", "may"),
    [
        ("/projekte/a/bewertung", {"sec-fetch-site": "same-origin"}, True),
        ("/projekte/a/bewertung", {"sec-fetch-site": "none"}, True),
        ("/projekte/a/bewertung", {"sec-fetch-site": "cross-site"}, False),
        ("/projekte/a/bewertung", {"sec-fetch-site": "same-site"}, False),
        ("/projekte/a/bewertung", {"sec-fetch-site": "cross-site", "origin": "https://portal.example"}, False),
        ("/projekte/a/bewertung", {"origin": "https://portal.example"}, True),
        ("/projekte/a/bewertung", {"origin": "http://localhost:8000"}, True),
        ("/projekte/a/bewertung", {"origin": "https://evil.example"}, False),
        ("/projekte/a/bewertung", {"origin": "https://portal.example.evil.example"}, False),
        ("/projekte/a/bewertung", {"origin": "null"}, False),
        ("/projekte/a/bewertung", {}, True),
        ("/pruefung/faelle/1", {}, False),
        ("/anmelden", {}, False),
        ("/pruefung/faelle/1", {"sec-fetch-site": "same-origin"}, True),
        ("/api/3/action/package_search", {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}, True),
    ],
)
def test_who_may_send_a_form(path: str, headers: dict[str, str], may: bool) -> None:
    assert allowed("POST", path, Headers(headers), OWN) is may


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_is_always_allowed(method: str) -> None:
    assert allowed(method, "/pruefung", Headers({"sec-fetch-site": "cross-site"}), OWN)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_every_other_method_is_checked(method: str) -> None:
    assert not allowed(method, "/pruefung", Headers({"sec-fetch-site": "cross-site"}), OWN)


@pytest.mark.parametrize("path", ["/abmelden/act", "/en/abmelden/act"])
def test_a_forged_form_never_reaches_the_route(app: FastAPI, path: str) -> None:
    acted: list[bool] = []
    app.add_api_route("/abmelden/act", lambda: acted.append(True), methods=["POST"])
    answer = TestClient(app).post(path, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, acted) == (403, [])


def test_our_own_form_reaches_it(app: FastAPI) -> None:
    app.add_api_route("/abmelden/act", lambda: "done", methods=["POST"])
    assert TestClient(app).post("/abmelden/act", headers={"Origin": "http://testserver"}).json() == "done"
