"""A signpost finds what a router finds that compares a request with every route."""

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, Router
from starlette.testclient import TestClient

from portal.signpost import Signpost


def a_route(path: str, *methods: str) -> Route:
    async def answer(request: Request) -> Response:
        return PlainTextResponse(f"{request.method} {path} {request.path_params}")

    return Route(path, answer, methods=methods or ("GET",))


def routes() -> list[Route]:
    return [
        a_route("/"),
        a_route("/daten/neu"),
        a_route("/daten/{name}"),
        a_route("/daten/{name}", "POST"),
        a_route("/daten.{ending}"),
        a_route("/{other}"),
        a_route("/{other}/rest"),
        a_route("/suche"),
        a_route("/suche/rest"),
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/daten",
        "/daten/",
        "/daten/neu",
        "/daten/a",
        "/daten/a/b",
        "/daten.ttl",
        "/suche",
        "/suche/rest",
        "/x",
        "/x/rest",
        "//",
        "/x/y",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_same_route_answers_as_in_any_router(path: str, method: str) -> None:
    plain, signed = TestClient(Router(routes())), TestClient(Router([Signpost(routes())]))
    expected, got = (client.request(method, path, follow_redirects=False) for client in (plain, signed))
    assert (got.status_code, got.text, got.headers.get("location")) == (
        expected.status_code,
        expected.text,
        expected.headers.get("location"),
    )


def test_a_request_is_compared_with_routes_that_begin_like_it_only() -> None:
    post = Signpost([a_route("/daten/{name}"), a_route("/suche"), a_route("/ideen/neu")])
    assert {part: len(found) for part, found in post.by_part.items()} == {"daten": 1, "suche": 1, "ideen": 1}
    assert post.anywhere == []
