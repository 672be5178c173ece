"""A lease that a thread of its own keeps alive during long work, and a fence: whoever lost it commits nothing more."""

import datetime as dt
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import structlog
from sqlalchemy import Connection, Engine, delete, event
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from datasets import jobs
from datasets.database import open_engine, reading, transaction
from datasets.errors import Interrupted
from datasets.tables.runs import Lease
from datasets.tables.types import now
from datasets.tables.work import Worker

log = structlog.get_logger("datasets.leases")

SPAN = dt.timedelta(seconds=30)
"""How long a lease holds without a sign of life."""
BEAT = 5.0
"""Seconds between two signs of life."""
SILENT = dt.timedelta(seconds=60)
"""A worker that gave no sign of life for so long is not healthy."""
FORGOTTEN = dt.timedelta(days=1)


class Keeper:
    """Asks for one lease until it has it, then renews it; tells of its process in the table of workers. A context: alive inside."""

    def __init__(self, url: str, name: str, span: dt.timedelta = SPAN, beat: float = BEAT) -> None:
        self.name, self.holder = name, f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        # Of its own, so that no work can leave it without a connection.
        self._engine = open_engine(url, pool=1)
        self._span, self._pause = span, beat
        self._ends = threading.Event()
        self._leads = threading.Event()
        self._until = 0.0
        self._thread = threading.Thread(target=self._go, name=f"lease-{name}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._ends.set()
        self._thread.join(self._span.total_seconds())
        self.leave()
        self._engine.dispose()

    def leave(self, last: Callable[[Session], None] = lambda session: None) -> None:
        """Gives the lease back for good, with the last words of the work in the same transaction."""
        self._ends.set()
        self._leads.clear()
        with transaction(self._engine) as session:
            last(session)
            jobs.release_lead(session, self.name, self.holder)
            session.execute(delete(Worker).where(col(Worker.holder) == self.holder))

    @property
    def leads(self) -> bool:
        """Whether the lease is ours and was renewed in time."""
        return self._leads.is_set() and time.monotonic() < self._until

    def check(self) -> None:
        """Raises Interrupted where another may lead by now; to be called at the safe points of long work."""
        if not self._leads.is_set():
            raise Interrupted("The worker no longer leads; the one that does goes on with this.")

    def fence(self, engine: Engine) -> None:
        """From now on nothing is committed through this engine unless the lease is ours at that moment."""
        event.listen(engine, "commit", self._refuse_others)

    def _refuse_others(self, connection: Connection) -> None:
        # The row is read for sharing: a successor waits with its taking over until this commit is through.
        holder: Any = connection.execute(select(Lease.holder).where(Lease.name == self.name).with_for_update(read=True)).scalar()
        if holder != self.holder:
            raise Interrupted("The worker no longer leads; what it did was not kept.")

    def _go(self) -> None:
        while not self._ends.is_set():
            began = time.monotonic()
            try:
                self._beat(began)
            except DBAPIError as error:
                # A database that is busy or away: the lease runs out by itself if it stays so.
                log.warning("no sign of life", holder=self.holder, reason=str(error.orig)[:200])
            self._ends.wait(self._pause)

    def _beat(self, began: float) -> None:
        if self._ends.is_set():
            return
        with transaction(self._engine) as session:
            leads = jobs.lead(session, self.name, self.holder, self._span)
            _tell(session, self.name, self.holder, leads)
        self._until = began + self._span.total_seconds()
        if leads != self._leads.is_set():
            log.info("leads" if leads else "stands by", worker=self.name, holder=self.holder)
        if leads:
            self._leads.set()
        else:
            self._leads.clear()


def _tell(session: Session, kind: str, holder: str, leads: bool) -> None:
    moment = now()
    row = session.exec(select(Worker).where(Worker.holder == holder)).first()
    if row is None:
        session.execute(delete(Worker).where(col(Worker.kind) == kind, col(Worker.beat_at) < moment - FORGOTTEN))
        row = Worker(kind=kind, holder=holder, host=socket.gethostname(), pid=os.getpid())
    row.leads, row.beat_at = leads, moment
    session.add(row)


def workers(session: Session, kind: str) -> list[Worker]:
    """The workers of a kind that gave a sign of life within a minute, the leading one first."""
    alive = select(Worker).where(Worker.kind == kind, Worker.beat_at > now() - SILENT)
    return list(session.exec(alive.order_by(col(Worker.leads).desc(), col(Worker.started_at))))


def is_healthy(engine: Engine, kind: str, host: str) -> bool:
    """Whether a worker of this machine leads or stands by, as it should."""
    with reading(engine) as session:
        return any(worker.host == host for worker in workers(session, kind))
