from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from starlette.testclient import TestClient

from portal.headers import is_machine


@pytest.mark.parametrize(
    "path",
    ["/api/3/action/package_list", "/catalog.ttl", "/dataset/projekte.rdf", "/datastore/dump/x", "/feeds/daten.atom", "/openapi.json",
     "/daten/projekte/aktuell/projekte.csv", "/daten/projekte/2026-11-23.2/projekte.parquet", "/daten/projekte/2026-01-01..2026-02-01.json",
     "/projekte/nox-block/siegel.svg"],
)  # fmt: skip
def test_addresses_for_machines(path: str) -> None:
    assert is_machine(path)


@pytest.mark.parametrize("path", ["/", "/daten", "/daten/projekte", "/daten/projekte/2026-11-23.2", "/projekte/a", "/projekte/a/plakat"])
def test_addresses_for_people(path: str) -> None:
    assert not is_machine(path)


def test_every_page_has_a_strict_policy(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("path", ["/", "/hilfe", "/nothing", "/static/nothing"])
def test_no_answer_is_guessed_at_or_leaks_its_referrer(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")


def test_only_the_embedded_page_may_be_framed(app: FastAPI) -> None:
    app.add_api_route("/projekte/x/einbetten", lambda: "framed")
    assert "frame-ancestors *" in TestClient(app).get("/projekte/x/einbetten").headers["content-security-policy"]


def test_any_origin_may_read_addresses_for_machines_but_no_page(client: TestClient) -> None:
    assert client.get("/robots.txt").headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in client.get("/").headers


def test_a_preflight_of_the_api_is_answered(client: TestClient) -> None:
    answer = client.options("/api/3/action/package_search", headers={"Origin": "https://example.org"})
    assert answer.status_code == 204
    assert "POST" in answer.headers["access-control-allow-methods"]


@pytest.mark.parametrize("path", ["/", "/robots.txt", "/hilfe", "/healthz"])
def test_head_is_answered_like_get_without_a_body(client: TestClient, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.headers["content-length"], head.content) == (200, got.headers["content-length"], b"")


def test_head_of_a_long_stream_ends_at_once(app: FastAPI) -> None:
    sent: list[int] = []

    async def chunks() -> AsyncIterator[bytes]:
        for number in range(1000):
            sent.append(number)
            yield b"x" * 100_000

    app.add_api_route("/stream", lambda: StreamingResponse(chunks(), headers={"ETag": '"1"'}))
    assert TestClient(app).head("/stream").status_code == 200
    assert len(sent) < 5


def test_https_is_remembered_only_on_https(app: FastAPI) -> None:
    assert "strict-transport-security" in TestClient(app, base_url="https://testserver").get("/healthz").headers
    assert "strict-transport-security" not in TestClient(app).get("/healthz").headers
