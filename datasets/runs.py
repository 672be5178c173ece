"""Reads and writes of harvest runs: begun before the fetch, closed whatever happens, found interrupted at the next start."""

import datetime as dt
import os
from typing import Any

from sqlmodel import Session, col, select

from datasets.database import insert_many
from datasets.errors import NotFound, Refused
from datasets.tables.runs import Lease, Run, RunRemark
from datasets.tables.types import now

SILENCE = dt.timedelta(minutes=2)
"""A run on another machine that gave no sign of life for so long is taken for dead."""
KEPT = 10_000
"""Rejections or warnings kept per run; all are counted."""


def begin(session: Session, source: str, dataset: str, host: str, pid: int, holder: str = "") -> int:
    """Writes the Run row as ``running`` and returns its id. Raises Refused where the same dataset is being read right now."""
    for run in session.exec(select(Run).where(Run.dataset == dataset, Run.state == "running")):
        if _is_alive(session, run, host):
            raise Refused(f"{dataset} is being read already (run {run.id}, process {run.pid} on {run.host}).")
        interrupt(session, run)
    run = Run(source=source, dataset=dataset, host=host, pid=pid, holder=holder)
    session.add(run)
    session.flush()
    return int(run.id or 0)


def interrupt_dead(session: Session, host: str) -> int:
    """Marks every run as interrupted whose process is gone; returns how many."""
    dead = [run for run in session.exec(select(Run).where(Run.state == "running")) if not _is_alive(session, run, host)]
    for run in dead:
        interrupt(session, run)
    return len(dead)


def interrupt_of(session: Session, holder: str) -> int:
    """Marks every run of a worker as interrupted that ends without having waited for it; returns how many."""
    left = list(session.exec(select(Run).where(Run.state == "running", Run.holder == holder)))
    for run in left:
        interrupt(session, run)
    return len(left)


def interrupt(session: Session, run: Run) -> None:
    """Closes a run that never said its last words."""
    run.state, run.ended_at, run.message = "interrupted", now(), "The process ended before the run did; nothing of it was published."
    session.add(run)


def _is_alive(session: Session, run: Run, host: str) -> bool:
    if run.holder and not _leads(session, run.holder):
        return False
    if run.host != host:
        return now() - run.beat_at < SILENCE
    try:
        os.kill(run.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return run.pid != os.getpid() or now() - run.beat_at < SILENCE


def _leads(session: Session, holder: str) -> bool:
    """Whether a worker still has its lease; without it nothing of it can be committed any more."""
    return session.exec(select(Lease.id).where(Lease.holder == holder, Lease.until > now())).first() is not None


def beat(session: Session, run_id: int) -> None:
    """A sign of life."""
    run = session.get_one(Run, run_id)
    run.beat_at = now()
    session.add(run)


def close(session: Session, run_id: int, values: dict[str, Any]) -> None:
    """Sets state, counts and message."""
    run = session.get_one(Run, run_id)
    for name, value in values.items():
        setattr(run, name, value)
    run.ended_at = now()
    session.add(run)
    session.flush()


def remember(session: Session, run_id: int, level: str, remarks: list[dict[str, Any]]) -> None:
    """Keeps the first rejections or warnings of a run: ``line, field, reason, raw`` each."""
    cut = [one | {"raw": one["raw"][:500], "run_id": run_id, "level": level} for one in remarks[:KEPT]]
    insert_many(session, RunRemark, cut)


def last_good(session: Session, dataset: str) -> Run | None:
    """The newest run of a dataset that was loaded or found unchanged."""
    good = select(Run).where(Run.dataset == dataset, col(Run.state).in_(("done", "unchanged"))).order_by(col(Run.id).desc())
    return session.exec(good.limit(1)).first()


def one(session: Session, run_id: int) -> Run:
    """One run by its number. Raises NotFound."""
    run = session.get(Run, run_id)
    if run is None:
        raise NotFound(f"There is no run {run_id}.")
    return run


def newest(session: Session, limit: int = 100) -> list[Run]:
    """The newest runs first."""
    return list(session.exec(select(Run).order_by(col(Run.id).desc()).limit(limit)))


def remarks(session: Session, run_id: int, level: str = "", limit: int = 100) -> list[RunRemark]:
    """What a run refused or warned of, by line."""
    question = select(RunRemark).where(RunRemark.run_id == run_id).order_by(col(RunRemark.line), col(RunRemark.id)).limit(limit)
    return list(session.exec(question.where(RunRemark.level == level) if level else question))
