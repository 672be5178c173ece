"""ASGI: answers of public pages are kept until the catalogue version changes, with ETag and compression."""

import datetime as dt
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette_compress import CompressMiddleware

from portal.making import GivenUp, Making, Makings
from portal.packing import accepted
from portal.recorder import Kept, Recorder

PRIVATE = ("/pruefung", "/anmelden", "/abmelden", "/meine-bewertungen", "/healthz", "/readyz", "/metrics")
ROOM = 32_000_000
"""Bytes for all kept answers of this process."""
LONGEST = 300.0
"""Seconds after which all is made anew: bounds the harm of a change that forgot to raise the version."""

MOST_APART = 10_000
"""Questions whose answers are known not to be for everybody."""

Key = tuple[str, ...]
Question = tuple[object, Key]
"""The version at which somebody asks, and what."""
ENCODINGS = 4
"""Where a key says how its answer is packed."""


class Store:
    """Kept answers, the least used dropped first; emptied when the version changes."""

    def __init__(self, room: int = ROOM) -> None:
        self.room = room
        self.used = 0
        self.version: object = None
        self.entries: OrderedDict[Key, Kept] = OrderedDict()

    def get(self, key: Key) -> Kept | None:
        """The kept answer, which thereby is the last to be dropped."""
        found = self.entries.get(key)
        if found is not None:
            self.entries.move_to_end(key)
        return found

    def put(self, key: Key, kept: Kept, version: object) -> None:
        """Keeps an answer, unless the version has changed since its making began."""
        if version != self.version or kept.size > self.room:
            return
        if key in self.entries:
            self.used -= self.entries.pop(key).size
        self.entries[key] = kept
        self.used += kept.size
        while self.used > self.room:
            self.used -= self.entries.popitem(last=False)[1].size

    def turn(self, version: object) -> None:
        """Empties the store where the version is another one."""
        if version != self.version:
            self.version, self.used = version, 0
            self.entries.clear()


class Cache:
    """Innermost of our middleware, so that a kept answer is the same for everybody."""

    def __init__(self, app: ASGIApp, version: Callable[[], int], fresh: float = 1.0, by_host: bool = True, room: int = ROOM) -> None:
        self.app = app
        self.direct = CompressMiddleware(app, zstd=False)
        self.version = version
        self.fresh = fresh
        self.by_host = by_host
        self.store = Store(room)
        self.read_at = -math.inf
        self.makings: Makings[Kept] = Makings()
        self.apart: set[Question] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A kept answer, or the app's own which is then kept."""
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return
        if scope["method"] not in {"GET", "HEAD"} or scope["path"].startswith(PRIVATE):
            await (self.direct if _takes_compressed(scope) else self.app)(scope, receive, send)
            # What this process changed itself is seen at once.
            self.read_at = self.read_at if scope["method"] == "GET" else -math.inf
            return
        version = await self._current()
        headers = Headers(scope=scope)
        key = self._key(scope, headers)
        kept = self.store.get(key) or await self._answer(scope, receive, send, (version, key))
        if kept is not None:
            await _send_kept(kept, scope, headers, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, question: Question) -> Kept | None:
        """What another asker makes of the same question just now, else the app's own answer; None where that went out already."""
        while question not in self.apart:
            making, is_mine = self.makings.enter(question)
            if is_mine:
                return await self._make(scope, receive, send, question, making)
            with suppress(GivenUp):
                # An error of its making is everybody's who waited for it.
                if (found := await making.answer()) is not None:
                    return found
        return await self._make(scope, receive, send, question, self.makings.alone())

    async def _make(self, scope: Scope, receive: Receive, send: Send, question: Question, making: Making[Kept]) -> Kept | None:
        """The app's own answer, kept and shared where it is for everybody; None where it is not and went out already."""
        version, key = question
        kept = self.store.get(key)
        if kept is not None:  # who made it before has just ended
            making.share(kept)
            return kept
        recorder = Recorder(send, partial(self._set_apart, question, making))
        scope["state"]["hole"] = True
        try:
            await self.app(scope, receive, recorder)
        except BaseException as error:
            making.fail(error if isinstance(error, Exception) else GivenUp())
            raise
        if recorder.start is None:
            return None
        kept = recorder.kept(key[ENCODINGS])
        if recorder.keepable:
            self.store.put(key, kept, version)
            making.share(kept)
        return kept

    def _set_apart(self, question: Question, making: Making[Kept]) -> None:
        """Nobody is to wait for what is not for everybody, neither now nor the next time."""
        if len(self.apart) >= MOST_APART:
            self.apart.clear()
        self.apart.add(question)
        making.keep_apart()

    def _key(self, scope: Scope, headers: Headers) -> Key:
        part = headers.get("hx-request-type", "partial") if "hx-request" in headers else ""
        encodings = accepted(headers.get("accept-encoding", "").encode("latin-1"))
        # Without a base address, pages that name themselves in full name the host that was asked for.
        host = f"{scope['scheme']}://{headers.get('host', '')}" if self.by_host else ""
        return scope["state"]["language"], scope["path"], scope["query_string"].decode("latin-1"), part, encodings, host

    async def _current(self) -> object:
        now = time.monotonic()
        if now - self.read_at >= self.fresh:
            # Set before reading: meanwhile the others go on with the version that is known.
            self.read_at = now
            try:
                number = await run_in_threadpool(self.version)
            except SQLAlchemyError:
                # Kept pages stay readable while the database is away.
                return self.store.version
            # The day is in it because lists are drawn anew each day.
            self.store.turn((number, dt.date.today(), int(now / LONGEST)))  # noqa: DTZ011 the visitors' day
        return self.store.version


def _takes_compressed(scope: Scope) -> bool:
    return any(name == b"accept-encoding" for name, _ in scope["headers"])


async def _send_kept(kept: Kept, scope: Scope, asked: Headers, send: Send) -> None:
    known = asked.get("if-none-match", "")
    if kept.mark and known and (kept.mark.decode() in known or known.strip() == "*"):
        headers = [pair for pair in kept.headers if pair[0] not in {b"content-type", b"content-encoding"}]
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    body = kept.body.whole(scope["app"].state.make_stamp(kept.body.subject) if kept.body.subject else "")
    headers = [*kept.headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": kept.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
