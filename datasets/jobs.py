"""Work that waits for a worker, in a table: one open job per kind and subject, claimed by lease."""

import datetime as dt
from typing import Any

from sqlmodel import Session, col, select

from datasets.tables.runs import Job, Lease
from datasets.tables.types import now

LEASE = dt.timedelta(seconds=60)


def enqueue(
    session: Session, kind: str, subject: str = "", payload: dict[str, Any] | None = None, due_at: dt.datetime | None = None
) -> Job:
    """Adds a job unless the same one is open already; returns the open one."""
    found = session.exec(select(Job).where(Job.kind == kind, Job.subject == subject, Job.state == "open").with_for_update()).first()
    job = found or Job(kind=kind, subject=subject, payload=payload or {}, due_at=due_at or now())
    session.add(job)
    session.flush()
    return job


def claim(session: Session) -> Job | None:
    """The next due job, leased to the caller for a minute; a job whose lease ran out counts as open again."""
    moment = now()
    waiting = (col(Job.state) == "open") | ((col(Job.state) == "taken") & (col(Job.lease_until) < moment))
    question = select(Job).where(waiting, Job.due_at <= moment).order_by(col(Job.due_at), col(Job.id)).limit(1)
    job = session.exec(question.with_for_update(skip_locked=True)).first()
    if job is not None:
        job.state, job.lease_until, job.attempts = "taken", moment + LEASE, job.attempts + 1
        session.add(job)
        session.flush()
    return job


def finish(session: Session, job_id: int, message: str = "", failed: bool = False) -> None:
    """Closes a job; what it says is shown to staff."""
    job = session.get_one(Job, job_id)
    job.state, job.message, job.ended_at = ("failed" if failed else "done"), message, now()
    session.add(job)


def lead(session: Session, name: str, holder: str) -> bool:
    """Whether the caller may do the work of that name for the next minute; others stand by until its lease runs out."""
    moment = now()
    lease = session.exec(select(Lease).where(Lease.name == name).with_for_update()).first()
    if lease is not None and lease.holder != holder and lease.until > moment:
        return False
    lease = lease or Lease(name=name, holder=holder, until=moment)
    lease.holder, lease.until = holder, moment + LEASE
    session.add(lease)
    session.flush()
    return True


def release_lead(session: Session, name: str, holder: str) -> None:
    """Gives the lease back, so that another may go on at once."""
    lease = session.exec(select(Lease).where(Lease.name == name, Lease.holder == holder)).first()
    if lease is not None:
        session.delete(lease)
