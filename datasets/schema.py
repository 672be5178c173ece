"""How a database gets the newest schema; apart from the engine, for only commands migrate and Alembic takes long to load."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from datasets.database import MIGRATIONS, alone, is_current
from datasets.errors import SettingsWrong

LOCK = 4_867_002
"""Two processes that start together migrate one after the other; the second finds nothing left to do."""


def migrate(engine: Engine) -> bool:
    """Brings the database to the newest schema; True where something was done.

    SQLite cannot undo half a migration, so its file is copied first and put back when one fails.
    """
    if is_current(engine):
        return False
    copy = _copy_of(engine)
    try:
        with changing(engine) as connection:
            alone(connection, LOCK)
            _upgrade(connection)
    except Exception:
        if copy is not None:
            engine.dispose()
            _put_back(copy, Path(str(engine.url.database)))
        raise
    if copy is not None:
        copy.unlink(missing_ok=True)
    return True


@contextmanager
def changing(engine: Engine) -> Iterator[Connection]:
    """A transaction in which tables may be made anew.

    SQLite changes a table by a new one under its name; with keys enforced, dropping the old one would delete or refuse the
    rows that point to it. They are enforced again afterwards, once every key was found to lead somewhere.
    """
    with engine.connect() as connection, _unenforced(connection), connection.begin():
        yield connection
        _check_keys(connection)


@contextmanager
def _unenforced(connection: Connection) -> Iterator[None]:
    if connection.dialect.name != "sqlite":
        yield
        return
    lite: Any = connection.connection.driver_connection
    lite.execute("PRAGMA foreign_keys = OFF")  # has no effect within a transaction
    try:
        yield
    finally:
        lite.execute("PRAGMA foreign_keys = ON")


def _check_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and (lost := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
        raise SettingsWrong(f"The migration would leave {len(lost)} rows that point nowhere, one in {lost[0][0]}; it was undone.")


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 a quarter of a command's start, and most find the newest schema
    from alembic.config import Config  # noqa: PLC0415 as above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _copy_of(engine: Engine) -> Path | None:
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return None
    file = Path(engine.url.database)
    if not file.exists() or file.stat().st_size == 0:
        return None
    copy = file.with_suffix(".before-migration")
    source, target = sqlite3.connect(file), sqlite3.connect(copy)
    with source, target:
        source.backup(target)
    source.close()
    target.close()
    return copy


def _put_back(copy: Path, file: Path) -> None:
    for part in ("-wal", "-shm"):
        file.with_name(file.name + part).unlink(missing_ok=True)
    shutil.move(copy, file)
