"""An answer on its way out, taken apart so that it can be kept: the recorder and what it makes."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import Message, Send

from portal.packing import Packed, pack

LARGEST = 1_000_000
"""Bytes of an answer that is still kept; larger ones stream through."""

Pairs = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer: its headers without length, its body, and the part of its ETag that names the content."""

    status: int
    headers: Pairs
    body: Packed
    mark: bytes

    @property
    def size(self) -> int:
        """Bytes of memory, about."""
        return self.body.size + 1000


class Recorder:
    """Takes an answer apart; one that is too large or not for keeping goes straight through."""

    def __init__(self, send: Send, passes: Callable[[], None] = lambda: None) -> None:
        """``passes`` is told as soon as the answer is known not to be for keeping."""
        self.send = send
        self.passes = passes
        self.start: Message | None = None
        self.chunks: list[bytes] = []
        self.keepable = False

    async def __call__(self, message: Message) -> None:
        """An ASGI ``send``."""
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif self.start is None:
            await self.send(message)
        else:
            self.chunks.append(message.get("body", b""))
            if message.get("more_body") and sum(map(len, self.chunks)) > LARGEST:
                await self._let_go(message)

    async def _begin(self, message: Message) -> None:
        headers = Headers(raw=message["headers"])
        control = headers.get("cache-control", "")
        own = any(name in headers for name in ("etag", "content-encoding", "set-cookie")) or int(headers.get("content-length", 0)) > LARGEST
        self.keepable = message["status"] == 200 and not own and "no-store" not in control and "private" not in control
        if not self.keepable:
            self.passes()
        # Pages are always taken apart: a marker must never go out.
        if self.keepable or (headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers):
            self.start = message
        else:
            await self.send(message)

    async def _let_go(self, message: Message) -> None:
        start, self.start, self.keepable = self.start, None, False
        self.passes()
        await self.send(start or {})
        await self.send({**message, "body": b"".join(self.chunks)})
        self.chunks = []

    def kept(self, encodings: str) -> Kept:
        """The whole answer, compressed by the best of the encodings; to be called when it is complete."""
        assert self.start is not None  # noqa: S101 the caller asked
        body = b"".join(self.chunks)
        packed = pack(body, encodings)
        # A page with a hole has no tag: a browser that kept it would send an old stamp.
        tagged = self.keepable and not packed.subject
        mark = hashlib.blake2b(body, digest_size=12).hexdigest().encode() if tagged else b""
        return Kept(self.start["status"], _headers(self.start["headers"], packed.encoding.encode(), mark), packed, mark)


def _headers(given: Pairs, encoding: bytes, mark: bytes) -> Pairs:
    plain = Headers(raw=given)
    headers = [pair for pair in given if pair[0].lower() not in {b"content-length", b"vary"}]
    headers.append((b"vary", ", ".join(filter(None, (plain.get("vary"), "Accept-Encoding"))).encode()))
    if "cache-control" not in plain:
        headers.append((b"cache-control", b"no-cache"))
    if encoding:
        headers.append((b"content-encoding", encoding))
    if mark:
        # A strong tag names these very bytes, so each encoding has its own.
        html = plain.get("content-type", "").startswith("text/html")
        headers.append((b"etag", b'W/"%s"' % mark if html else b'"%s%s"' % (mark, encoding[:1])))
    return headers
