"""Votes at full load: whoever was thanked has voted, even where the portal is killed at that moment."""

import os
import re
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from http.client import HTTPConnection, HTTPException
from itertools import count
from urllib.parse import urlencode, urlsplit

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from datasets.database import reading, transaction
from datasets.settings import Settings
from datasets.tables.types import now
from feedback.tables.ratings import Rating
from feedback.trust import stamp, token
from tests.benchmarks.processes import Server, server
from tests.builders import a_project

CODE = re.compile(rb'id="code"[^>]*>([^<]+)<')
SECONDS = float(os.environ.get("VOTING_SECONDS", "3"))
CLIENTS = 16
_visitor = count(1)


def a_portal(settings: Settings) -> AbstractContextManager[Server]:
    """A portal in a process of its own, on the test's database."""
    given = {"HOME": str(settings.home), "DATABASE_URL": settings.database_url, "TRUSTED_PROXIES": "127.0.0.1"}
    return server(["-m", "portal"], {f"MEHRWERT_{name}": value for name, value in given.items()}, "/healthz")


def vote(base: str, secret: bytes, cookie: str = "") -> str:
    """Sends a form of its own, each from another network; the code that the thanks show."""
    number = next(_visitor)
    fields = {stamp.FIELD: stamp.issue(secret, "rating/radweg", now()), "overall": str(number % 5 + 1)}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": f"11.{number // 256 % 256}.{number % 256}.7"}
    connection = HTTPConnection(urlsplit(base).netloc, timeout=30)
    try:
        connection.request("POST", "/projekte/radweg/bewertung", urlencode(fields), headers | ({"Cookie": cookie} if cookie else {}))
        return CODE.findall(connection.getresponse().read())[0].decode()
    finally:
        connection.close()


@pytest.fixture
def secret(engine: Engine, settings: Settings) -> bytes:
    with transaction(engine) as session:
        a_project(session, slug="radweg")
    return settings.secret()


@pytest.mark.slow
def test_whoever_was_thanked_has_voted_though_the_portal_was_killed(engine: Engine, settings: Settings, secret: bytes) -> None:
    thanked: list[str] = []
    over = threading.Event()

    def keep_voting(base: str) -> None:
        while not over.is_set():
            try:
                thanked.append(vote(base, secret))
            except (OSError, HTTPException, IndexError):  # the portal is gone: no thanks
                return

    with a_portal(settings) as portal, ThreadPoolExecutor(CLIENTS) as clients:
        for _ in range(CLIENTS):
            clients.submit(keep_voting, portal.base)
        time.sleep(SECONDS)
        os.kill(portal.pid, signal.SIGKILL)
        over.set()
    assert len(thanked) > CLIENTS
    sys.stdout.write(f"{len(thanked)} thanked\n")
    hashes = {token.code_hash(secret, code) for code in thanked}
    with reading(engine) as session:
        kept = set(session.exec(select(Rating.code_hash)))
    assert hashes <= kept


@pytest.mark.slow
def test_two_hundred_submissions_of_one_browser_at_once_are_one_rating(engine: Engine, settings: Settings, secret: bytes) -> None:
    with a_portal(settings) as portal, ThreadPoolExecutor(50) as clients:
        cookie = f"{token.COOKIE}={'ab' * 16}"
        codes = list(clients.map(lambda _: vote(portal.base, secret, cookie), range(200)))
    with reading(engine) as session:
        [rating] = rows(session)
    assert rating.code_hash in {token.code_hash(secret, code) for code in codes}


def rows(session: Session) -> list[Rating]:
    assert session.exec(select(func.count(col(Rating.id)))).one() == 1
    return list(session.exec(select(Rating)))
