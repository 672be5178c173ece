"""A file of a release on its way out: strong tag, 304, one range, large pieces, nothing computed per request."""

import datetime as dt
import re
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

import anyio
from fastapi import Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

FOREVER = "public, max-age=31536000, immutable"
PIECE = 1 << 20
"""Bytes read at once: each reading is a way to a thread and back."""
RANGE = re.compile(r"bytes=(\d*)-(\d*)")
TAG = re.compile(r'(?:W/)?"([^"]*)"')


class Sent(Response):
    """Bytes ``first`` to before ``end`` of a file."""

    def __init__(self, path: Path, status: int, headers: dict[str, str], first: int, end: int) -> None:
        super().__init__(None, status, headers)
        self.path, self.first, self.end = path, first, end
        self.headers["Content-Length"] = str(end - first)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Reads in a thread, writes as fast as the reader takes it."""
        async with await anyio.open_file(self.path, "rb") as file:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            await file.seek(self.first)
            left = self.end - self.first
            while left > 0:
                piece = await file.read(min(PIECE, left))
                if not piece:
                    raise OSError(f"{self.path.name} is shorter than it was.")
                left -= len(piece)
                await send({"type": "http.response.body", "body": piece, "more_body": left > 0})
            if self.end == self.first:
                await send({"type": "http.response.body", "body": b""})


def send_file(request: Request, path: Path, size: int, tag: str, modified: dt.datetime, headers: dict[str, str]) -> Response:
    """The whole file, the part that was asked for, or 304. Raises HTTPException 416 for a part that is not there."""
    headers = {
        "ETag": f'"{tag}"',
        "Last-Modified": format_datetime(modified.astimezone(dt.UTC), usegmt=True),
        "Accept-Ranges": "bytes",
        "Cache-Control": FOREVER,
        **headers,
    }
    if unchanged(request, tag, modified):
        return Response(None, 304, {name: value for name, value in headers.items() if name != "Content-Type"})
    part = asked_part(request, size, tag)
    if part is None:
        return Sent(path, 200, headers, 0, size)
    first, end = part
    return Sent(path, 206, headers | {"Content-Range": f"bytes {first}-{end - 1}/{size}"}, first, end)


def unchanged(request: Request, tag: str, modified: dt.datetime | None = None) -> bool:
    """Whether the asker has this very version; a tag that is asked for goes before a date."""
    known = request.headers.get("if-none-match")
    if known is not None:
        return known.strip() == "*" or tag in TAG.findall(known)
    since = request.headers.get("if-modified-since")
    if since is None or modified is None:
        return False
    try:
        return modified.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False


def asked_part(request: Request, size: int, tag: str) -> tuple[int, int] | None:
    """First byte and the one behind the last; None where no single range is asked for, or one of another version."""
    found = RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    condition = request.headers.get("if-range")
    if found is None or found[0] == "bytes=-" or (condition is not None and condition != f'"{tag}"'):
        return None
    if not found[1]:
        first, end = max(size - int(found[2]), 0), size
    else:
        first, end = int(found[1]), min(int(found[2]) + 1, size) if found[2] else size
    if found[1] and found[2] and int(found[2]) < int(found[1]):
        return None
    if first >= end:
        raise HTTPException(416, f"This file has {size} bytes.", {"Content-Range": f"bytes */{size}"})
    return first, end
