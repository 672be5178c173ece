"""The engine and its sessions: one code path for SQLite (embedded default) and PostgreSQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlmodel import Session

from datasets.errors import SettingsWrong

MIGRATIONS = Path(__file__).parent / "migrations"
NEEDED_SQLITE = (3, 40, 0)


def open_engine(url: str, pool: int = 5) -> Engine:
    """An engine for the address; makes the folder of an SQLite file. Raises SettingsWrong for a too old SQLite."""
    if make_url(url).get_backend_name() == "postgresql":
        return create_engine(url, pool_size=pool, max_overflow=pool, pool_pre_ping=True)
    if sqlite3.sqlite_version_info < NEEDED_SQLITE:
        raise SettingsWrong(f"SQLite {sqlite3.sqlite_version} is too old; 3.40 or newer is needed.")
    database = make_url(url).database
    if database:
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, pool_size=pool, max_overflow=pool, connect_args={"timeout": 30, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver's own transactions begin too late (at the first write); we begin them ourselves.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout = 30000")
    cursor.execute("PRAGMA journal_mode = WAL")
    # FULL: what citizens and staff write must survive a power cut once it is acknowledged.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that will write says so at once: a read that later becomes a write cannot wait, it fails.
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session that is committed at the end of the block, or rolled back whole."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads; on SQLite it never waits for a writer."""
    with engine.connect().execution_options(writes=False) as connection, Session(connection, expire_on_commit=False) as session:
        yield session


def alone(asker: Session | Connection, number: int) -> None:
    """Waits until no other transaction holds this number, then holds it to the end of this one; SQLite has one writer anyway."""
    connection = asker.connection() if isinstance(asker, Session) else asker
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


def upsert(session: Session, table: Any, key: tuple[str, ...], values: dict[str, Any]) -> int:
    """Inserts one row or updates the one with the same key, in one statement; returns its id."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table).values(**values)
    changed = {name: statement.excluded[name] for name in values if name not in key} or {key[0]: statement.excluded[key[0]]}
    statement = statement.on_conflict_do_update(index_elements=list(key), set_=changed).returning(table.id)
    return int(session.execute(statement).scalar_one())


def insert_many(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    """Inserts rows in batches of the driver's own size."""
    if rows:
        session.execute(insert(table), rows)


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest schema: the number of the last migration."""
    newest = max(file.name[:4] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    with engine.connect().execution_options(writes=False) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == newest
