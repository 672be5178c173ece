"""How often pages are asked for: counted in memory by day and kind of page, handed to the database now and then; never who asked."""

import asyncio
import contextlib
import datetime as dt
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import lru_cache

import structlog
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from datasets.database import transaction
from feedback import visits
from portal.headers import is_machine

log = structlog.get_logger("portal.visits")

SPAN = 30.0
"""Seconds between two deliveries: a process that is killed loses no more."""
LISTS = frozenset({"projekte", "foerderung", "partner", "daten", "ideen", "gesagt-getan", "smart-city-index", "suche", "melden"})
ONE = {"projekte": "projekt", "daten": "datensatz"}
TEXTS = frozenset({
    "hilfe", "ueber", "methode", "entwickler", "datenschutz", "impressum", "barrierefreiheit", "transparenz",
})  # fmt: skip
PRIVATE = ("/pruefung", "/anmelden", "/abmelden", "/meine-bewertungen", "/healthz", "/readyz", "/metrics", "/static/")
COUNTED = frozenset({200, 304})


@lru_cache(maxsize=4096)
def kind_of(path: str) -> str:
    """The kind of a public page; empty for addresses of programs and of single persons."""
    if path.startswith(PRIVATE) or is_machine(path):
        return ""
    first, *rest = path.strip("/").split("/")
    if first in LISTS:
        return ONE.get(first, first) if rest else first
    return "texte" if first in TEXTS else "andere" if first else "start"


class Visits:
    """The counts of this process that are not yet delivered."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._day = self._today()
        self._day_ends = self._end()
        self._over: list[tuple[dt.date, Counter[str]]] = []

    def note(self, path: str, status: int) -> None:
        """Counts one GET; runs in the event loop only, so that nothing needs a lock."""
        if status in COUNTED and (kind := kind_of(path)):
            if time.time() >= self._day_ends:
                self._turn()
            self._counts[kind] += 1

    def take(self) -> dict[tuple[dt.date, str], int]:
        """What was counted since the last call."""
        self._turn()
        taken: Counter[tuple[dt.date, str]] = Counter()
        for day, counts in self._over:
            taken.update({(day, kind): gets for kind, gets in counts.items()})
        self._over.clear()
        return dict(taken)

    def give_back(self, counts: dict[tuple[dt.date, str], int]) -> None:
        """What could not be delivered; the next delivery takes it along."""
        for (day, kind), gets in counts.items():
            self._over.append((day, Counter({kind: gets})))

    def _turn(self) -> None:
        if self._counts:
            self._over.append((self._day, self._counts))
        self._counts, self._day, self._day_ends = Counter(), self._today(), self._end()

    @staticmethod
    def _today() -> dt.date:
        return dt.datetime.now(dt.UTC).date()

    @staticmethod
    def _end() -> float:
        return (time.time() // 86_400 + 1) * 86_400


def delivering(engine: Engine, counted: Visits) -> Callable[[FastAPI], contextlib.AbstractAsyncContextManager[None]]:
    """What the app does while it lives: it delivers every ``SPAN`` seconds, and once more at its end."""

    @asynccontextmanager
    async def living(_app: FastAPI) -> AsyncIterator[None]:
        task = asyncio.create_task(_deliver_always(engine, counted))
        yield
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await deliver(engine, counted)

    return living


async def deliver(engine: Engine, counted: Visits) -> None:
    """Hands the counts to the database; keeps them while it is away."""
    if not (counts := counted.take()):
        return
    try:
        await run_in_threadpool(_add, engine, counts)
    except SQLAlchemyError:
        counted.give_back(counts)
        log.warning("counts of pages wait for the database")


async def _deliver_always(engine: Engine, counted: Visits) -> None:
    while True:
        await asyncio.sleep(SPAN)
        await deliver(engine, counted)


def _add(engine: Engine, counts: dict[tuple[dt.date, str], int]) -> None:
    with transaction(engine) as session:
        visits.add(session, counts)
