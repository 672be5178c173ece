"""Who is signed in: an opaque token in the cookie, its hash here, at most 12 hours and 2 of silence."""

import datetime as dt
import hashlib
import secrets

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from datasets.tables.types import now
from feedback.tables.people import Staff, StaffSession

COOKIE = "mehrwert_pruefung"
LASTS = dt.timedelta(hours=12)
IDLE = dt.timedelta(hours=2)
NOTED_EVERY = dt.timedelta(minutes=5)
"""A visit is written down this often, so that reading a page is mostly no write."""


def start(session: Session, staff_id: int, moment: dt.datetime | None = None) -> str:
    """A token for the cookie of somebody who has just signed in."""
    moment = moment or now()
    token = secrets.token_urlsafe(32)
    session.add(StaffSession(hash=_hash(token), staff_id=staff_id, opened_at=moment, seen_at=moment, expires_at=moment + LASTS))
    session.flush()
    return token


def find(session: Session, token: str | None, moment: dt.datetime | None = None) -> Staff | None:
    """Who that is; None where nobody is signed in any more. Only reads."""
    if not token:
        return None
    moment = moment or now()
    question = select(Staff).join(StaffSession, col(StaffSession.staff_id) == Staff.id).where(StaffSession.hash == _hash(token))
    alive = question.where(StaffSession.expires_at > moment, StaffSession.seen_at > moment - IDLE, col(Staff.active))
    return session.exec(alive).first()


def is_stale(session: Session, token: str, moment: dt.datetime | None = None) -> bool:
    """Whether the visit should be written down with ``touch``."""
    seen_at = session.exec(select(col(StaffSession.seen_at)).where(StaffSession.hash == _hash(token))).first()
    return seen_at is not None and (moment or now()) - seen_at >= NOTED_EVERY


def touch(session: Session, token: str, moment: dt.datetime | None = None) -> None:
    """Notes that the person is still there; a session that has ended stays ended."""
    moment = moment or now()
    mine = (col(StaffSession.hash) == _hash(token), col(StaffSession.seen_at) > moment - IDLE)
    session.execute(update(StaffSession).where(*mine).values(seen_at=moment))


def close(session: Session, token: str) -> None:
    """Signs out."""
    session.execute(delete(StaffSession).where(col(StaffSession.hash) == _hash(token)))


def close_all(session: Session, staff_id: int) -> None:
    """Signs a person out everywhere."""
    session.execute(delete(StaffSession).where(col(StaffSession.staff_id) == staff_id))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
