"""Work that waits for a worker, in a table: one open job per kind and subject, taken by the worker that leads."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from datasets.tables.runs import Job, Lease
from datasets.tables.types import now

LEASE = dt.timedelta(seconds=60)
ATTEMPTS = 5
"""Takes of one job whose worker died over it each time; after that it is given up."""


def enqueue(
    session: Session, kind: str, subject: str = "", payload: dict[str, Any] | None = None, due_at: dt.datetime | None = None
) -> Job:
    """Adds a job unless the same one is open already, which is then due no later than this one; returns the open one."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    moment = due_at or now()
    values = Job(kind=kind, subject=subject, payload=payload or {}, due_at=moment).model_dump(exclude={"id"})
    # Written out as in the index: PostgreSQL compares the words, before it knows any value.
    is_open = text("state = 'open'")
    statement: Any = dialect.insert(Job).values(**values)
    session.execute(statement.on_conflict_do_nothing(index_elements=["kind", "subject"], index_where=is_open))
    job = session.exec(select(Job).where(Job.kind == kind, Job.subject == subject, Job.state == "open").with_for_update()).one()
    if moment < job.due_at:
        job.due_at = moment
        session.add(job)
        session.flush()
    return job


def claim(session: Session, holder: str = "", kinds: Collection[str] = ()) -> Job | None:
    """The next due job (of these kinds), taken by that worker."""
    question = select(Job).where(Job.state == "open", Job.due_at <= now()).order_by(col(Job.due_at), col(Job.id)).limit(1)
    if kinds:
        question = question.where(col(Job.kind).in_(kinds))
    job = session.exec(question.with_for_update(skip_locked=True)).first()
    if job is not None:
        job.state, job.holder, job.attempts = "taken", holder, job.attempts + 1
        session.add(job)
        session.flush()
    return job


def finish(session: Session, job_id: int, message: str = "", failed: bool = False) -> None:
    """Closes a job; what it says is shown to staff."""
    job = session.get_one(Job, job_id)
    job.state, job.message, job.ended_at = ("failed" if failed else "done"), message, now()
    session.add(job)


def put_back(session: Session, job_id: int) -> None:
    """Leaves a job that was interrupted to the next worker; where the same one was asked for meanwhile, that one stays."""
    job = session.get_one(Job, job_id)
    if _open(session, job.kind, job.subject) is None:
        job.state, job.holder, job.attempts = "open", "", job.attempts - 1
    else:
        job.state, job.message, job.ended_at = "done", "Interrupted; it was asked for anew meanwhile.", now()
    session.add(job)
    session.flush()


def take_back(session: Session, holder: str) -> int:
    """Opens what workers held that no longer lead; to be called by the one that leads. Returns how many."""
    left = list(session.exec(select(Job).where(Job.state == "taken", Job.holder != holder)))
    for job in left:
        if job.attempts >= ATTEMPTS:
            finish(session, int(job.id or 0), f"Given up: the worker ended {job.attempts} times while it did this.", failed=True)
        elif _open(session, job.kind, job.subject) is not None:
            finish(session, int(job.id or 0), "Its worker ended; it was asked for anew meanwhile.", failed=True)
        else:
            job.state, job.holder = "open", ""
            session.add(job)
        session.flush()
    return len(left)


def _open(session: Session, kind: str, subject: str) -> Job | None:
    return session.exec(select(Job).where(Job.kind == kind, Job.subject == subject, Job.state == "open")).first()


def waiting(session: Session, kind: str) -> dict[str, Job]:
    """Open and taken jobs of a kind by their subject; a taken one stands before an open one."""
    question = select(Job).where(Job.kind == kind, col(Job.state).in_(("open", "taken"))).order_by(col(Job.state), col(Job.id))
    return {job.subject: job for job in session.exec(question)}


def forget(session: Session, before: dt.datetime) -> None:
    """Removes jobs that ended before that moment."""
    session.execute(delete(Job).where(col(Job.ended_at) < before))


def lead(session: Session, name: str, holder: str, span: dt.timedelta = LEASE) -> bool:
    """Whether the caller may do the work of that name for the next minute; others stand by until its lease runs out."""
    moment = now()
    lease = session.exec(select(Lease).where(Lease.name == name).with_for_update()).first()
    if lease is not None and lease.holder != holder and lease.until > moment:
        return False
    lease = lease or Lease(name=name, holder=holder, until=moment)
    lease.holder, lease.until = holder, moment + span
    session.add(lease)
    session.flush()
    return True


def release_lead(session: Session, name: str, holder: str) -> None:
    """Gives the lease back, so that another may go on at once."""
    mine = update(Lease).where(col(Lease.name) == name, col(Lease.holder) == holder)
    session.execute(mine.values(holder="", until=now()))
