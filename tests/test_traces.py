"""What a visitor leaves behind: no cookie by reading, no address and no browser's name in database, files, logs or backups."""

import datetime as dt
import os
import socket
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, MetaData
from sqlmodel import select
from starlette.testclient import TestClient

from datasets import backup, catalogue, database, releases
from datasets.settings import ROOT, Settings
from datasets.tables.types import now
from feedback import publish
from feedback.tables.traces import Attempt, DailySecret, NetSketch
from feedback.trust import retention, stamp
from feedback.trust.network import prefix_of, sketches
from tests import builders, crawl

ADDRESSES = ("203.0.113.77", "2001:db8:77:88::99")
CLAIMED = "198.51.100.78"
AGENT = "Kennzeichnender-Browser/77.1"
Ask = Callable[[str, str, dict[str, str], dict[str, str]], int]
"""Sends method, path, headers and fields of a form; the status of the answer."""

PREFIXES = ("203.0.113", "2001:db8:77")


def marks(*addresses: str) -> tuple[bytes, ...]:
    """How these visitors would be recognised in what is kept: in letters, in hexadecimal, in the bytes of an address."""
    texts = [*addresses, *PREFIXES, AGENT]
    packed = [socket.inet_pton(socket.AF_INET6 if ":" in address else socket.AF_INET, address) for address in addresses]
    return (*(mark for text in texts for mark in (text.encode(), text.encode().hex().encode(), text.upper().encode())), *packed)


@pytest.mark.slow
def test_reading_sets_no_cookie_anywhere(app: FastAPI, settings: Settings) -> None:
    with database.transaction(app.state.engine) as session:
        project = builders.a_project(session, slug="radweg")
        for number in range(60):
            builders.a_rating(session, project, 1 + number % 5, district=("hoerde", "eving")[number % 2], age="80+")
        releases.enter_own(session, settings)
        publish.publish(session, settings)
        catalogue.raise_version(session)
    releases.publish_due(app.state.engine, settings, ["projekte", *publish.DATASETS])
    client = TestClient(app, follow_redirects=False)
    paths = crawl.seeds(app)
    assert len(paths) > 300
    assert [path for path in paths if "set-cookie" in client.get(path).headers] == []


@pytest.mark.slow
def test_no_address_and_no_browser_is_kept(engine: Engine, settings: Settings, tmp_path: Path) -> None:
    with database.transaction(engine) as session:
        builders.a_project(session, slug="radweg")
    log = tmp_path / "log"
    with a_portal(settings, log) as port:
        for address in ADDRESSES:
            visit(of_server(port), address, settings.secret())
    with database.reading(engine) as session:
        assert len(session.exec(select(NetSketch)).all()) == 2
        assert len(session.exec(select(Attempt)).all()) > 0
    assert holding(engine, settings, log, marks(*ADDRESSES)) == []


def test_nothing_is_kept_of_who_comes_without_a_proxy_and_claims_to_be_somebody_else(
    engine: Engine, app: FastAPI, settings: Settings, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with database.transaction(engine) as session:
        builders.a_project(session, slug="radweg")
    for address in ADDRESSES:
        visit(of_client(TestClient(app, follow_redirects=False, client=(address, 50_000))), CLAIMED, settings.secret())
    with database.reading(engine) as session:
        # Their own networks: with no proxy that is trusted, what they claim is not believed.
        assert {row.sketch for row in session.exec(select(NetSketch))} == {
            sketches(session, prefix_of(address), now())[0] for address in ADDRESSES
        }
    log = tmp_path / "log"
    log.write_text("".join(capfd.readouterr()) or "nothing was said")
    assert holding(engine, settings, log, marks(*ADDRESSES, CLAIMED)) == []


def holding(engine: Engine, settings: Settings, log: Path, marks: tuple[bytes, ...]) -> list[str]:
    """Where one of the marks stands: in tables, files, what the portal said, a backup."""
    assert log.read_bytes() != b""
    kept = [*rows(engine), *files(settings.home), ("log", log.read_bytes())]
    if settings.database_url.startswith("sqlite"):
        file = log.with_name("backup.tar")
        backup.write(engine, settings, file)
        with tarfile.open(file) as archive:
            kept += [(one.name, taken.read()) for one in archive if (taken := archive.extractfile(one)) is not None]
    return [name for name, content in kept if any(mark in content for mark in marks)]


def test_sketches_and_their_secrets_are_gone_after_a_week(engine: Engine) -> None:
    moment = now()
    with database.transaction(engine) as session:
        for days in (6, 8):
            at = moment - dt.timedelta(days=days)
            session.add(NetSketch(project_id=1, sketch="s", at=at))
            session.add(DailySecret(day=at.date(), secret=b"s"))
        session.flush()
        retention.sweep(session, moment)
    with database.reading(engine) as session:
        assert [(moment - row.at).days for row in session.exec(select(NetSketch))] == [6]
        assert [(moment.date() - row.day).days for row in session.exec(select(DailySecret))] == [6]


@contextmanager
def a_portal(settings: Settings, log: Path) -> Iterator[int]:
    """A portal in a process of its own behind a proxy that it trusts; what it says goes to a file."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = {"HOME": str(settings.home), "DATABASE_URL": settings.database_url, "TRUSTED_PROXIES": "127.0.0.1"}
    environment = os.environ | {f"MEHRWERT_{name}": value for name, value in given.items()}
    with log.open("wb") as said:
        command = [sys.executable, "-m", "portal", "--port", str(port)]
        running = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said)
        try:
            _wait_for(port)
            yield port
        finally:
            running.terminate()
            running.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the portal does not start")


def of_server(port: int) -> Ask:
    """Each request over a connection of its own."""

    def ask(method: str, path: str, headers: dict[str, str], fields: dict[str, str]) -> int:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request(method, path, urlencode(fields), headers)
        status = connection.getresponse().status
        connection.close()
        return status

    return ask


def of_client(client: TestClient) -> Ask:
    """The whole portal in this process; the client's address is any that we like."""
    return lambda method, path, headers, fields: client.request(method, path, headers=headers, content=urlencode(fields)).status_code


def visit(send: Ask, forwarded: str, secret: bytes) -> None:
    """Reads, votes, reports, proposes an idea, tries a wrong code, a wrong form and what is not there."""

    def ask(method: str, path: str, fields: dict[str, str] | None = None) -> int:
        headers = {"X-Forwarded-For": forwarded, "User-Agent": AGENT, "Content-Type": "application/x-www-form-urlencoded"}
        return send(method, path, headers, fields or {})

    def stamped(subject: str) -> dict[str, str]:
        return {stamp.FIELD: stamp.issue(secret, subject, now())}

    assert [ask("GET", path) for path in ("/", "/projekte/radweg", "/nothing", "/api/3/action/nothing")] == [200, 200, 404, 400]
    assert ask("POST", "/projekte/radweg/bewertung", stamped("rating/radweg") | {"overall": "4"}) == 200
    assert ask("POST", "/projekte/radweg/bewertung", stamped("rating/radweg")) == 422
    assert ask("POST", "/meine-bewertungen", {"code": "ABCDEFGHJKMN", "action": "show"}) == 404
    assert ask("POST", "/melden", {"text": "x"}) == 422
    assert ask("POST", "/ideen/neu", {"title": "x"}) == 422


def rows(engine: Engine) -> list[tuple[str, bytes]]:
    """Every row of every table as text."""
    known = MetaData()
    known.reflect(engine)
    with engine.connect() as connection:
        return [(table.name, repr(connection.execute(table.select()).all()).encode()) for table in known.tables.values()]


def files(home: Path) -> list[tuple[str, bytes]]:
    return [(str(path.relative_to(home)), path.read_bytes()) for path in home.rglob("*") if path.is_file()]
