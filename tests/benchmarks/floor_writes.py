"""The least that a Python server spends on storing a form for good: bare ASGI, one synced insert per request.

FLOOR_DATABASE is an SQLite file, or the address of a PostgreSQL server.
"""

import asyncio
import os
import sqlite3

import psycopg
from starlette.types import Receive, Scope, Send

DATABASE = os.environ["FLOOR_DATABASE"]
TABLE = "CREATE TABLE IF NOT EXISTS voice (id {key} PRIMARY KEY, project INTEGER, body {bytes})"
INSERT = "INSERT INTO voice (project, body) VALUES ({mark}, {mark})"
CONNECTIONS = 16


class Sqlite:
    """One connection, on the event loop: the insert is shorter than the way to a thread."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect(DATABASE, isolation_level=None, check_same_thread=False)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute(TABLE.format(key="INTEGER", bytes="BLOB"))

    async def store(self, body: bytes) -> None:
        """Synced when it returns."""
        self.connection.execute(INSERT.format(mark="?"), (1, body))


class Postgresql:
    """As many connections as there are clients: the server syncs several inserts at once."""

    def __init__(self) -> None:
        self.free: asyncio.Queue[psycopg.AsyncConnection[tuple[object, ...]]] | None = None

    async def store(self, body: bytes) -> None:
        """Synced when it returns."""
        if self.free is None:
            self.free = asyncio.Queue()
            for _ in range(CONNECTIONS):
                self.free.put_nowait(await psycopg.AsyncConnection.connect(DATABASE, autocommit=True, prepare_threshold=1))
        connection = await self.free.get()
        await connection.execute(INSERT.format(mark="%s"), (1, body))
        self.free.put_nowait(connection)


if DATABASE.startswith("postgresql"):
    with psycopg.connect(DATABASE, autocommit=True) as first:
        first.execute(TABLE.format(key="BIGSERIAL", bytes="BYTEA"))

database = Postgresql() if DATABASE.startswith("postgresql") else Sqlite()


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Stores the body, then says so."""
    if scope["type"] != "http":
        return
    body, more = b"", scope["method"] == "POST"
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    if body:
        await database.store(body)
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})
