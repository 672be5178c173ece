"""Where votes come in: those that arrive while others are being stored are stored together, in one transaction.

A disk syncs a few hundred or thousand times a second, and a statement costs nearly the same for one row as for twenty.
A vote is acknowledged when the transaction that holds it is committed, not before.
"""

import contextlib
import math
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

import structlog
from sqlalchemy import Connection, Engine
from sqlmodel import Session

from datasets.errors import Interrupted, NotFound
from datasets.register import scores
from datasets.register.projects import Named
from datasets.register.scores import Published
from feedback.voices import booths, ratings
from feedback.voices.submission import Booth, Cast, Submission

log = structlog.get_logger("feedback.intake")

MOST = 64
"""Votes in one transaction: the writers of other things wait that long."""

GATHERING = 0.001
"""Seconds that a transaction waits for more votes where the one before had several, and again as long as more come."""
PATIENCE = 16
"""How often it waits at most. Half of a transaction's work is the same for one vote as for many."""
QUIET = 1.0
"""Seconds without a vote after which the connection goes back: a pool looks whether one still lives before it gives it out."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A vote that is stored for good: on what, what its voter gets, and the published score of the main question."""

    project: Named
    cast: Cast
    score: Published | None


@dataclass(frozen=True, slots=True)
class _Waiting:
    slug: str
    given: Submission
    receipt: Future[Receipt] = field(default_factory=Future)


class Intake:
    """One writer per process, started by the first vote, and by the next one where it ended before the process."""

    def __init__(self, engine: Engine, secret: bytes, fresh: float = 0.0) -> None:
        """``fresh`` is how many seconds old the scores in receipts may be, as those of pages."""
        self._engine = engine
        self._secret = secret
        self._fresh = fresh
        self._scores: dict[int, Published | None] = {}
        self._read_at = -math.inf
        self._waiting: SimpleQueue[_Waiting] = SimpleQueue()
        self._starting = threading.Lock()
        self._writer: threading.Thread | None = None

    def cast(self, slug: str, given: Submission) -> Future[Receipt]:
        """Stores a vote on the project of that slug. The receipt raises NotFound where there is no such project."""
        vote = _Waiting(slug, given)
        # A visitor who leaves meanwhile has voted all the same.
        vote.receipt.set_running_or_notify_cancel()
        self._waiting.put(vote)
        if self._writer is None:
            self._start()
        return vote.receipt

    def _start(self) -> None:
        with self._starting:
            if self._writer is None:
                writer = threading.Thread(target=self._work, name="intake", daemon=True)
                writer.start()
                self._writer = writer

    def _work(self) -> None:
        votes: list[_Waiting] = []
        try:
            while True:
                votes[:] = [self._waiting.get()]
                self._serve(votes)
        except BaseException:
            log.exception("the writer of votes ends", votes=len(votes))
            self._end(votes)
            raise

    def _serve(self, votes: list[_Waiting]) -> None:
        try:
            with self._engine.connect() as connection:
                self._rush(connection, votes)
        except Exception as error:  # noqa: BLE001 without a connection every voter who waits is told so
            self._refuse(votes, error)

    def _end(self, votes: list[_Waiting]) -> None:
        """Nobody waits for a writer that ends, whatever ended it; a vote that comes later starts another."""
        with self._starting, contextlib.suppress(Empty):
            self._writer = None
            while True:
                votes.append(self._waiting.get_nowait())
        self._refuse(votes, Interrupted("Nobody can say whether your vote was stored; please send it once more, it counts once."))

    def _rush(self, connection: Connection, votes: list[_Waiting]) -> None:
        """Stores these votes and all that come before it is quiet."""
        crowded = False
        while votes:
            for _ in range(PATIENCE if crowded else 0):
                time.sleep(GATHERING)
                if not self._take(votes):
                    break
            self._take(votes)
            crowded = len(votes) > 1
            self._settle(connection, votes)
            votes.clear()
            with contextlib.suppress(Empty):
                votes.append(self._waiting.get(timeout=QUIET))

    def _take(self, votes: list[_Waiting]) -> bool:
        """Adds what waits; whether there was any."""
        known = len(votes)
        while len(votes) < MOST and not self._waiting.empty():
            votes.append(self._waiting.get())
        return len(votes) > known

    def _refuse(self, votes: Sequence[_Waiting], error: Exception) -> None:
        for vote in votes:
            # Who has an answer keeps it: a second one would end the writer.
            if not vote.receipt.done():
                vote.receipt.set_exception(error)

    def _settle(self, connection: Connection, votes: Sequence[_Waiting], again: bool = True) -> None:
        """Gives each vote its receipt. Where storing them together fails, each is tried alone: one must not cost the others.

        One whose connection was lost meanwhile is tried ``again``, on a new one.
        """
        try:
            receipts = self._store(connection, votes)
        except Exception as error:  # noqa: BLE001 whatever it is goes to the one who waits for the receipt
            if len(votes) == 1 and not (again and connection.invalidated):
                self._refuse(votes, error)
                return
            log.warning("votes are stored one by one", votes=len(votes), error=type(error).__name__)
            for vote in votes:
                self._settle(connection, [vote], again=len(votes) > 1)
            return
        for vote, receipt in zip(votes, receipts, strict=True):
            if isinstance(receipt, NotFound):
                self._refuse([vote], receipt)
            else:
                vote.receipt.set_result(receipt)

    def _store(self, connection: Connection, votes: Sequence[_Waiting]) -> list[Receipt | NotFound]:
        with Session(connection, expire_on_commit=False) as session, session.begin():
            found = {slug: _find(session, slug) for slug in dict.fromkeys(vote.slug for vote in votes)}
            wanted = [(booth, vote.given) for vote in votes if isinstance(booth := found[vote.slug], Booth)]
            casts = iter(ratings.cast_all(session, self._secret, wanted))
            shown = self._shown(session, {booth.project_id for booth, _ in wanted})
        return [_receipt(found[vote.slug], casts, shown) for vote in votes]

    def _shown(self, session: Session, projects: set[int]) -> dict[int, Published | None]:
        """The published scores of these projects, read at most once in ``fresh`` seconds; None where there is none."""
        if time.monotonic() - self._read_at >= self._fresh:
            self._scores, self._read_at = {}, time.monotonic()
        if unknown := projects - self._scores.keys():
            self._scores |= dict.fromkeys(unknown)
            self._scores |= {score.project_id: score for score in scores.of_projects(session, unknown, "overall")}
        return self._scores


def _find(session: Session, slug: str) -> Booth | NotFound:
    try:
        return booths.by_slug(session, slug)
    except NotFound as error:
        return error


def _receipt(found: Booth | NotFound, casts: Iterator[Cast], shown: dict[int, Published | None]) -> Receipt | NotFound:
    return found if isinstance(found, NotFound) else Receipt(found.project, next(casts), shown.get(found.project_id))
