"""Work in threads, as much at once as helps: what counts by the processors, what writes by the database; the rest queue."""

import os
import sys
from collections.abc import Callable
from functools import lru_cache, partial
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

P = ParamSpec("P")
T = TypeVar("T")

AT_ONCE = max(2, os.cpu_count() or 2)
"""More threads at once only take the interpreter from each other: with forty of them a query costs half as much again."""


TURN = 0.0005
"""Seconds that a thread works on while another waits for the interpreter, 0.005 where nobody says so. The writer of votes
waits for the database some ten times in a transaction, and after each for its turn: so long each voter waited, too."""


def take_turns() -> None:
    """Sets how soon threads of this process let each other work."""
    sys.setswitchinterval(TURN)


async def count(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Calls it in a thread."""
    return await to_thread.run_sync(partial(work, *args, **kwargs), limiter=_limiter())


async def pack(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Calls work of seconds in a thread, one after the other, so that questions of milliseconds go on beside it."""
    return await to_thread.run_sync(partial(work, *args, **kwargs), limiter=_packer())


async def write(dialect: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Calls work that opens a transaction of its own, and closes it before it returns: one hop, not one per dependency.

    SQLite has one writer; the others would poll for its lock without any order, so they wait here, in order.
    PostgreSQL syncs several at once.
    """
    return await to_thread.run_sync(partial(work, *args, **kwargs), limiter=_writers(dialect))


@lru_cache(maxsize=1)
def _limiter() -> CapacityLimiter:
    return CapacityLimiter(AT_ONCE)


@lru_cache(maxsize=1)
def _packer() -> CapacityLimiter:
    return CapacityLimiter(1)


@lru_cache(maxsize=2)
def _writers(dialect: str) -> CapacityLimiter:
    # Two for SQLite: one writes while the other draws its page. Ten is what the engine's pool holds.
    return CapacityLimiter(2 if dialect == "sqlite" else 10)
