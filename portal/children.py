"""Processes that run beside the portal: ended with it, and started again, ever later, when one ends by itself."""

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

log = structlog.get_logger("portal.children")

PATIENCE = 15.0
"""Seconds that a child has to end by itself."""
FIRST = 1.0
"""Seconds before a child that ended is started again; doubled each time, up to LONGEST."""
LONGEST = 60.0
SETTLED = 300.0
"""One that ran for so long counts as well again."""


@contextmanager
def children(names: tuple[str, ...]) -> Iterator[None]:
    """Runs ``python -m NAME --work`` for each name as long as the block goes on."""
    watched = [Child(name) for name in names]
    for child in watched:
        child.begin()
    try:
        yield
    finally:
        for child in watched:
            child.tell()
        for child in watched:
            child.end()


class Child:
    """One of them, with a thread that waits for its end."""

    def __init__(self, name: str) -> None:
        # Visitors come first: on a machine with few processors the workers wait for them.
        nice = ["nice", "-n", "10"] if shutil.which("nice") else []
        self.name, self._words = name, [*nice, sys.executable, "-m", name, "--work"]
        self._ends, self._lock = threading.Event(), threading.Lock()
        self._thread = threading.Thread(target=self._watch, name=f"child-{name}", daemon=True)
        self._running: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Starts the process."""
        self._start()
        self._thread.start()

    def tell(self) -> None:
        """Tells it to end; from now on it is not started again."""
        self._ends.set()
        with self._lock:
            if self._running is not None:
                self._running.terminate()

    def end(self) -> None:
        """Waits until it is gone, or ends it by force."""
        if self._running is not None:
            stop(self._running, PATIENCE)
        self._thread.join(PATIENCE)

    def _start(self) -> float:
        with self._lock:
            if not self._ends.is_set():
                self._running = subprocess.Popen(self._words)  # noqa: S603 the words are ours
        return time.monotonic()

    def _watch(self) -> None:
        pause, began = FIRST, time.monotonic()
        while self._running is not None:
            code = self._running.wait()
            if time.monotonic() - began > SETTLED:
                pause = FIRST
            if self._ends.wait(0):
                return
            log.warning("child ended", name=self.name, code=code, again_in=pause)
            if self._ends.wait(pause):
                return
            pause, began = min(pause * 2, LONGEST), self._start()


def stop(process: subprocess.Popen[bytes], patience: float) -> None:
    """Waits for a process that was told to end, and kills it when it does not listen."""
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
