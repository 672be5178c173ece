"""A PostgreSQL server of the tests' own: started from the machine's binaries, without durability, gone afterwards."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL

ROLE = "mehrwert"
# Nothing here outlives the tests, so nothing waits for the disk. What measures durability passes no options.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


def binaries() -> Path | None:
    """The folder with ``initdb`` and ``postgres``; None where no server is installed."""
    places = [Path(found).resolve().parent for name in ("postgres", "initdb") if (found := shutil.which(name))]
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None)


@contextmanager
def a_server(folder: Path, options: tuple[str, ...] = FAST) -> Iterator[Path]:
    """Runs a server and yields the folder of its socket; both are gone after the block."""
    # A short name, for the kernel allows a socket's path no more than 107 characters.
    home = Path(tempfile.mkdtemp(prefix="pg"))
    person = _unprivileged()
    if person is not None:
        os.chown(home, person, -1)
    data = str(home / "data")
    layout = ["-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run([folder / "initdb", "-D", data, *layout], check=True, capture_output=True, cwd="/", user=person)
    settings = [part for option in (*options, "listen_addresses=", "max_connections=60") for part in ("-c", option)]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen([folder / "postgres", "-D", data, "-k", home, *settings], stdout=log, stderr=log, cwd="/", user=person)
    try:
        _wait(home, server)
        yield home
    finally:
        server.send_signal(signal.SIGQUIT)  # at once: there is nothing to save
        server.wait(30)
        shutil.rmtree(home)


def address(home: Path, database: str) -> str:
    """The address of a database as our settings take it."""
    return URL.create("postgresql+psycopg", ROLE, database=database, query={"host": str(home)}).render_as_string(hide_password=False)


def copy(home: Path, template: str, name: str) -> None:
    """A new database with all that the template holds; nobody may be connected to the template."""
    _command(home, sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(sql.Identifier(name), sql.Identifier(template)))


def drop(home: Path, name: str) -> None:
    """Drops a database together with the connections to it."""
    _command(home, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _command(home: Path, statement: sql.Composed) -> None:
    with psycopg.connect(host=str(home), user=ROLE, dbname="postgres", autocommit=True) as connection:
        connection.execute(statement)


def _unprivileged() -> int | None:
    """Whom the server runs as when we are root, which it refuses to be; None where we are not."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    return known.get("postgres", known["nobody"])


def _wait(home: Path, server: subprocess.Popen[bytes], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            psycopg.connect(host=str(home), user=ROLE, dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start: {(home / 'log').read_text()}")
