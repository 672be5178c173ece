"""Answers that are being made: whoever asks for the same meanwhile waits for it, in whichever thread or event loop."""

import asyncio
import threading
from collections.abc import Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class GivenUp(Exception):
    """Its maker ended without an answer: somebody else is to make it."""


class Making(Generic[T]):
    """One answer on its way. Who began it calls ``share``, ``keep_apart`` or ``fail`` once; what comes later is too late."""

    def __init__(self, makings: "Makings[T]", key: Hashable) -> None:
        self._makings, self._key = makings, key
        self._answer: Future[T | None] = Future()
        # So that one who ceases to wait cannot take it from the others.
        self._answer.set_running_or_notify_cancel()

    def share(self, answer: T) -> None:
        """Gives it to all who wait."""
        if self._makings.close(self._key, self):
            self._answer.set_result(answer)

    def keep_apart(self) -> None:
        """Says that it is for one asker alone: all who wait make their own."""
        if self._makings.close(self._key, self):
            self._answer.set_result(None)

    def fail(self, error: BaseException) -> None:
        """Says to all who wait why there is none."""
        if self._makings.close(self._key, self):
            self._answer.set_exception(error)

    async def answer(self) -> T | None:
        """What was shared, None where everybody makes their own. Raises what its maker raised, and GivenUp."""
        return await asyncio.wrap_future(self._answer)


class Makings(Generic[T]):
    """All answers of a process that are being made."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[Hashable, Making[T]] = {}

    def enter(self, key: Hashable) -> tuple[Making[T], bool]:
        """The making of this answer, and whether the caller is the one who makes it."""
        with self._lock:
            found = self._open.get(key)
            if found is not None:
                return found, False
            made = self._open[key] = Making(self, key)
            return made, True

    def alone(self) -> Making[T]:
        """A making for which nobody waits."""
        return Making(self, None)

    def close(self, key: Hashable, making: Making[T]) -> bool:
        """Takes it off the list; whether it still was on it."""
        with self._lock:
            if self._open.get(key) is not making:
                return False
            del self._open[key]
            return True
