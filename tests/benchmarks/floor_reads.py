"""The least that a Python server spends on a question: Starlette, sqlite3, json, and nothing around them.

FLOOR_TABLE names the SQLite file of ``floor_harvest``; FLOOR_PAGE a file whose bytes ``/page`` sends without any framework.
"""

import json
import os
import sqlite3
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

FILE = os.environ["FLOOR_TABLE"]
TABLE = sqlite3.connect(FILE if FILE == ":memory:" else f"file:{FILE}?mode=ro&immutable=1", uri=True, check_same_thread=False)
NAMES = [row[1] for row in TABLE.execute("PRAGMA table_info(rows)")]
PAGE = Path(os.environ["FLOOR_PAGE"]).read_bytes() if "FLOOR_PAGE" in os.environ else b""
HEADERS = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(PAGE)).encode())]


async def by_place(request: Request) -> Response:
    """Rows of one place, and how many there are."""
    asked = request.query_params
    total = TABLE.execute("SELECT count(*) FROM rows WHERE ort = ?", (asked["ort"],)).fetchone()[0]
    return _json(TABLE.execute("SELECT * FROM rows WHERE ort = ? ORDER BY _id LIMIT ?", (asked["ort"], int(asked["limit"]))), total)


async def by_words(request: Request) -> Response:
    """Rows whose subject holds a word, and how many there are."""
    asked = request.query_params
    word = (" ".join(f'thema:"{part}"' for part in asked["q"].split()),)
    total = TABLE.execute("SELECT count(*) FROM words WHERE words MATCH ?", word).fetchone()[0]
    found = "SELECT * FROM rows WHERE _id IN (SELECT rowid FROM words WHERE words MATCH ?) ORDER BY _id LIMIT ? OFFSET ?"
    return _json(TABLE.execute(found, (*word, int(asked["limit"]), int(asked["offset"]))), total)


async def by_offset(request: Request) -> Response:
    """Rows from a place in the table on."""
    asked = request.query_params
    return _json(TABLE.execute("SELECT * FROM rows ORDER BY _id LIMIT ? OFFSET ?", (int(asked["limit"]), int(asked["offset"]))), None)


async def counted(request: Request) -> Response:
    """How many awards a place has."""
    total = TABLE.execute("SELECT count(*) FROM rows WHERE ort = ?", (request.query_params["ort"],)).fetchone()[0]
    return _json(TABLE.execute("SELECT * FROM rows LIMIT 0"), total)


def _json(rows: sqlite3.Cursor, total: int | None) -> Response:
    body: dict[str, Any] = {"total": total, "rows": [dict(zip(NAMES, row, strict=True)) for row in rows]}
    return Response(json.dumps(body, ensure_ascii=False).encode(), media_type="application/json")


routes = [Route("/place", by_place), Route("/words", by_words), Route("/offset", by_offset), Route("/count", counted)]
questions = Starlette(routes=routes)


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """The page without a framework, everything else with one."""
    if scope["type"] != "http" or scope["path"] != "/page":
        await questions(scope, receive, send)
        return
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": PAGE})
