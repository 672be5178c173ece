import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from datasets import catalogue
from datasets.database import transaction
from datasets.settings import Settings
from portal.app import create_app
from portal.cache import Cache, Store
from portal.hole import stamp_field
from portal.packing import Packed
from portal.recorder import Kept
from tests import loops
from tests.catalogues import small


class Counted:
    """A route that says how often it was asked."""

    def __init__(self, app: FastAPI, path: str, answer: Callable[[int], Response]) -> None:
        self.times = 0
        app.add_api_route(path, lambda: self._next(answer))

    def _next(self, answer: Callable[[int], Response]) -> Response:
        self.times += 1
        return answer(self.times)


def _text(number: int) -> Response:
    return PlainTextResponse(f"answer {number}")


def test_a_question_is_answered_once(app: FastAPI) -> None:
    route = Counted(app, "/count", _text)
    client = TestClient(app)
    assert [client.get("/count").text for _ in range(3)] == ["answer 1"] * 3
    assert route.times == 1


def test_another_version_makes_the_answer_anew(app: FastAPI) -> None:
    Counted(app, "/count", _text)
    client = TestClient(app)
    client.get("/count")
    with transaction(app.state.engine) as session:
        catalogue.raise_version(session)
    assert client.get("/count").text == "answer 2"


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/count?a=2", {}), ("/en/count", {}), ("/count", {"HX-Request": "true"}), ("/count", {"Host": "other"}),
     ("/count", {"HX-Request": "true", "HX-Request-Type": "full"}), ("/count", {"Accept-Encoding": "identity"})],
)  # fmt: skip
def test_another_question_is_asked_anew(app: FastAPI, path: str, headers: dict[str, str]) -> None:
    route = Counted(app, "/count", _text)
    client = TestClient(app)
    client.get("/count")
    client.get(path, headers=headers)
    assert route.times == 2


@pytest.mark.parametrize(
    "answer",
    [
        lambda n: PlainTextResponse(str(n), 404),
        lambda n: PlainTextResponse(str(n), headers={"Set-Cookie": "a=b"}),
        lambda n: PlainTextResponse(str(n), headers={"Cache-Control": "no-store"}),
        lambda n: PlainTextResponse(str(n), headers={"Cache-Control": "private, max-age=3"}),
    ],
)
def test_what_is_not_for_everybody_is_never_kept(app: FastAPI, answer: Callable[[int], Response]) -> None:
    Counted(app, "/count", answer)
    client = TestClient(app)
    assert [client.get("/count").text for _ in range(2)] == ["1", "2"]
    assert not _cache(app).store.entries


@pytest.mark.parametrize("path", ["/abmelden", "/meine-bewertungen", "/readyz"])
def test_private_pages_are_never_kept(app: FastAPI, path: str) -> None:
    route = Counted(app, path + "/eigenes", _text)
    for _ in range(2):
        TestClient(app).get(path + "/eigenes")
    assert route.times == 2


def test_an_unchanged_answer_costs_no_body(app: FastAPI) -> None:
    Counted(app, "/count", _text)
    client = TestClient(app)
    tag = client.get("/count").headers["etag"]
    again = client.get("/count", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get("/count", headers={"If-None-Match": '"other"'}).status_code == 200


def test_tags_are_weak_on_pages_and_strong_and_per_encoding_on_data(app: FastAPI) -> None:
    Counted(app, "/page", lambda n: HTMLResponse("x" * 2000))
    Counted(app, "/data", lambda n: PlainTextResponse("x" * 2000))
    client = TestClient(app)
    assert client.get("/page").headers["etag"].startswith('W/"')
    tags = {client.get("/data", headers={"Accept-Encoding": kind}).headers["etag"] for kind in ("br", "gzip", "identity")}
    assert len(tags) == 3
    assert not any(tag.startswith("W/") for tag in tags)


@pytest.mark.parametrize(("asked", "got"), [("br, gzip", "br"), ("gzip", "gzip"), ("identity", None)])
def test_a_kept_answer_is_compressed_as_asked(app: FastAPI, asked: str, got: str | None) -> None:
    Counted(app, "/page", lambda n: HTMLResponse("word " * 1000))
    for _ in range(2):
        answer = TestClient(app).get("/page", headers={"Accept-Encoding": asked})
        assert (answer.headers.get("content-encoding"), answer.text) == (got, "word " * 1000)
    assert "Accept-Encoding" in answer.headers["vary"]


@pytest.mark.parametrize("asked", ["br, gzip", "identity"])
def test_a_kept_page_has_a_fresh_stamp_for_everybody(app: FastAPI, asked: str) -> None:
    app.state.make_stamp = _numbered()
    app.add_api_route("/form", _form)
    client = TestClient(app)
    answers = [client.get("/form", headers={"Accept-Encoding": asked}) for _ in range(2)]
    assert ["rating/a 1" in answers[0].text, "rating/a 2" in answers[1].text] == [True, True]
    # A browser that kept the page would come back with an old stamp.
    assert "etag" not in answers[0].headers


def test_a_form_that_comes_back_with_an_error_has_its_stamp_too(app: FastAPI) -> None:
    app.state.make_stamp = _numbered()
    app.add_api_route("/form", _form, methods=["POST"])
    assert "rating/a 1" in TestClient(app).post("/form").text


def test_a_large_answer_streams_through(app: FastAPI) -> None:
    Counted(app, "/large", lambda n: PlainTextResponse("x" * 1_500_000))
    assert len(TestClient(app).get("/large").content) == 1_500_000
    assert not _cache(app).store.entries


@pytest.mark.parametrize("path", ["/", "/daten", "/daten/bruecke", "/catalog.ttl", "/feeds/daten.atom", "/api/3/action/package_search"])
def test_of_many_who_ask_at_once_one_has_the_answer_made(app: FastAPI, path: str) -> None:
    small(app.state.engine, app.state.settings, slug="bruecke")
    cache = _cache(app)
    made: list[str] = []
    inner = cache.app

    async def counted(scope: Scope, receive: Receive, send: Send) -> None:
        made.append(scope["path"])
        await inner(scope, receive, send)

    cache.app = counted
    for times in (1, 2):
        answers = loops.run(_together(app, [path] * 32))
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.content for answer in answers}) == 1
        assert made == [path] * times
        with transaction(app.state.engine) as session:
            catalogue.raise_version(session)


def test_of_many_threads_with_loops_of_their_own_one_has_the_answer_made(app: FastAPI) -> None:
    route = Counted(app, "/slow", _slow)
    _cache(app)
    with ThreadPoolExecutor(32) as threads:
        answers = list(threads.map(lambda _: TestClient(app).get("/slow").text, range(32)))
    assert answers == ["answer 1"] * 32
    assert route.times == 1


def test_an_error_is_everybody_s_who_waits_and_is_not_kept(app: FastAPI) -> None:
    def breaks_once(number: int) -> Response:
        time.sleep(0.2)
        if number == 1:
            raise RuntimeError("broken")
        return _text(number)

    route = Counted(app, "/breaks", breaks_once)
    answers = loops.run(_together(app, ["/breaks"] * 32))
    assert {answer.status_code for answer in answers} == {500}
    assert route.times == 1
    assert TestClient(app).get("/breaks").text == "answer 2"


def test_what_is_for_one_asker_alone_is_made_for_each_and_nobody_waits_twice(app: FastAPI) -> None:
    def own(number: int) -> Response:
        time.sleep(0.3)
        return PlainTextResponse(f"answer {number}", headers={"Cache-Control": "private"})

    route = Counted(app, "/own", own)
    answers = loops.run(_together(app, ["/own"] * 8))
    assert len({answer.text for answer in answers}) == route.times == 8
    start = time.monotonic()
    loops.run(_together(app, ["/own"] * 8))
    assert time.monotonic() - start < 0.6


def test_who_ceases_to_wait_takes_the_answer_from_nobody(app: FastAPI) -> None:
    route = Counted(app, "/slow", _slow)

    async def asked() -> tuple[list[Any], int]:
        async with _asker(app) as asker:
            waiting = [asyncio.create_task(asker.get("/slow")) for _ in range(8)]
            await asyncio.sleep(0.1)
            waiting[3].cancel()
            waiting[0].cancel()  # who makes it: another one does so then
            answers = await asyncio.gather(*waiting, return_exceptions=True)
        return [answer for answer in answers if isinstance(answer, httpx.Response)], route.times

    answers, times = loops.run(asked())
    assert len(answers) == 6
    assert len({answer.text for answer in answers}) == 1
    assert times == 2


def test_an_answer_that_is_begun_under_an_older_version_is_for_those_alone_who_asked_then(app: FastAPI) -> None:
    route = Counted(app, "/slow", _slow)

    async def asked() -> list[str]:
        async with _asker(app) as asker:
            older = asyncio.create_task(asker.get("/slow"))
            await asyncio.sleep(0.1)
            with transaction(app.state.engine) as session:
                catalogue.raise_version(session)
            newer = await asker.get("/slow")
            return [(await older).text, newer.text]

    assert loops.run(asked()) == ["answer 1", "answer 2"]
    assert route.times == 2


def test_an_answer_that_was_begun_under_an_older_version_is_not_kept() -> None:
    store = Store()
    store.turn(1)
    store.turn(2)
    store.put(("a",), _kept(10), version=1)
    assert store.get(("a",)) is None


def test_the_least_used_answers_go_first() -> None:
    store = Store(room=3500)
    for name in "abc":
        store.put((name,), _kept(10), None)
        store.get(("a",))
    store.put(("d",), _kept(10), None)
    assert [name for (name,) in store.entries] == ["c", "a", "d"]
    assert store.used == sum(kept.size for kept in store.entries.values())


def test_the_version_is_read_at_most_once_in_its_time(settings: Settings) -> None:
    app = create_app(settings, fresh=3600)
    reads = _counting(_cache(app))
    client = TestClient(app)
    for _ in range(3):
        client.get("/hilfe")
    assert reads == [1]


def test_a_form_that_was_sent_lets_the_version_be_read_again(settings: Settings) -> None:
    app = create_app(settings, fresh=3600)
    app.add_api_route("/readyz/act", lambda: "done", methods=["POST"])
    reads = _counting(_cache(app))
    client = TestClient(app)
    for _ in range(2):
        client.get("/hilfe")
        client.get("/hilfe")
        client.post("/readyz/act", headers={"Origin": "http://testserver"})
    assert len(reads) == 2


def test_kept_pages_stay_readable_while_the_database_is_away(app: FastAPI) -> None:
    client = TestClient(app)
    client.get("/hilfe")
    _cache(app).version = _away
    assert client.get("/hilfe").status_code == 200


def test_other_protocols_pass() -> None:
    seen: list[str] = []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    loops.run(Cache(inner, lambda: 1)({"type": "lifespan"}, _away, _away))
    assert seen == ["lifespan"]


def _slow(number: int) -> Response:
    time.sleep(0.4)
    return _text(number)


def _asker(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://testserver")


async def _together(app: FastAPI, paths: list[str]) -> list[httpx.Response]:
    """The answers to requests that are all there before the first one is answered."""
    async with _asker(app) as asker:
        return list(await asyncio.gather(*map(asker.get, paths)))


def _cache(app: FastAPI) -> Cache:
    """The cache inside the app's middleware, which stands ready after the first build."""
    app.middleware_stack = app.middleware_stack or app.build_middleware_stack()
    layer: Any = app.middleware_stack
    while not isinstance(layer, Cache):
        layer = layer.app
    return layer


def _counting(cache: Cache) -> list[int]:
    reads: list[int] = []
    read = cache.version

    def counted() -> int:
        reads.append(1)
        return read()

    cache.version = counted
    return reads


def _numbered() -> Callable[[str], str]:
    given: list[str] = []

    def make(subject: str) -> str:
        given.append(subject)
        return f"{subject} {len(given)}"

    return make


def _form(request: Request) -> Response:
    return HTMLResponse("word " * 200 + stamp_field(request)("rating/a"))


def _kept(size: int) -> Kept:
    return Kept(200, [], Packed("", b"x" * size), b"")


def _away(*_: Any) -> Any:
    raise OperationalError("SELECT", {}, Exception("away"))
