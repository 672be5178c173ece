"""Work that counts rather than waits: as many at once as there are processors, the rest queue."""

import os
from collections.abc import Callable
from functools import lru_cache, partial
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

P = ParamSpec("P")
T = TypeVar("T")

AT_ONCE = max(2, os.cpu_count() or 2)
"""More threads at once only take the interpreter from each other: with forty of them a query costs half as much again."""


async def count(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Calls it in a thread."""
    return await to_thread.run_sync(partial(work, *args, **kwargs), limiter=_limiter())


@lru_cache(maxsize=1)
def _limiter() -> CapacityLimiter:
    return CapacityLimiter(AT_ONCE)
