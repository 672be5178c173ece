"""Answers as Parquet: made whole in a file, since its directory stands at the end, then sent; nothing of it is kept."""

import asyncio
import contextlib
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import Request
from fastapi.responses import Response
from starlette.types import Receive, Scope, Send

from datasets.formats import csv, parquet
from datasets.formats.cells import Value
from datasets.records import Column
from portal.api.query import Query
from portal.api.sending import Sent
from portal.threads import pack

MEDIA_TYPE = "application/vnd.apache.parquet"
LOOKS = 0.5
"""Seconds between two looks whether the asker is still there."""


class _Gone(Exception):
    """Nobody waits for the answer any more."""


class _Passing(Sent):
    """A file that is removed when it is sent, or when nobody takes it."""

    def __init__(self, folder: TemporaryDirectory[str], path: Path, headers: dict[str, str]) -> None:
        super().__init__(path, 200, headers, 0, path.stat().st_size)
        self.folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.folder.cleanup()


async def answer(
    request: Request, asked: Query, columns: list[Column], rows: Iterable[tuple[Value, ...]], kinds: dict[str, str], headers: dict[str, str]
) -> Response:
    """The rows as a file; the work ends when the asker goes."""
    gone = threading.Event()
    watch = asyncio.create_task(_watch(request, gone))
    folder = TemporaryDirectory(prefix="mehrwert-")
    try:
        path = await pack(_packed, Path(folder.name), asked, columns, _while_there(rows, gone), kinds)
        return _Passing(folder, path, headers | {"Content-Type": MEDIA_TYPE})
    except _Gone:
        folder.cleanup()
        return Response(None, 499)
    except BaseException:
        folder.cleanup()
        raise
    finally:
        watch.cancel()


async def _watch(request: Request, gone: threading.Event) -> None:
    with contextlib.suppress(asyncio.CancelledError):
        while not await request.is_disconnected():  # noqa: ASYNC110 the server tells by answering, not by an event
            await asyncio.sleep(LOOKS)
        gone.set()


def _while_there(rows: Iterable[tuple[Value, ...]], gone: threading.Event) -> Iterator[tuple[Value, ...]]:
    for row in rows:
        if gone.is_set():
            raise _Gone
        yield row


def _packed(folder: Path, asked: Query, columns: list[Column], rows: Iterable[tuple[Value, ...]], kinds: dict[str, str]) -> Path:
    """By way of their CSV, as the files of a release are made; memory does not grow with the rows."""
    table, path = folder / "rows.csv", folder / "rows.parquet"
    csv.write(table, columns, rows)
    facts = {"dataset": asked.slug, "release": asked.release, "permalink": asked.permalink}
    parquet.write(path, columns, table, asked.index, {"_id": "BIGINT"} | kinds, facts)
    return path
