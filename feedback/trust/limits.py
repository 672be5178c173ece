"""Counting what comes from one network: earlier votes, and attempts that are limited."""

import datetime as dt

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from feedback.rows import ask, columns
from feedback.tables.traces import Attempt, NetSketch
from feedback.trust.network import sketches
from feedback.trust.risk import OVERALL, Seen

DAY = dt.timedelta(days=1)
# More earlier votes than the largest limit decide nothing new.
ENOUGH = 2 * OVERALL[1]

_SEEN = columns(NetSketch)
_EARLIER = (
    select(_SEEN.project_id, _SEEN.at)
    .where(_SEEN.sketch.in_((bindparam("today"), bindparam("yesterday"))), _SEEN.at > bindparam("since"))
    .order_by(_SEEN.at.desc())
    .limit(ENOUGH)
)


def earlier_votes(session: Session, own: tuple[str, str], now: dt.datetime) -> list[Seen]:
    """The newest votes of the last 24 hours from the network of these sketches (today's, yesterday's)."""
    today, yesterday = own
    return [Seen(project_id, at) for project_id, at in ask(session, _EARLIER, today=today, yesterday=yesterday, since=now - DAY)]


def within_limit(session: Session, kind: str, prefix: str, now: dt.datetime, most: int, span: dt.timedelta = DAY) -> bool:
    """Whether this network may try that once more; the attempt is counted. ``span`` is at most a day."""
    before = attempts(session, kind, prefix, now, span)
    note(session, kind, prefix, now)
    return before < most


def attempts(session: Session, kind: str, prefix: str, now: dt.datetime, span: dt.timedelta = DAY) -> int:
    """How often this network tried that, where only some attempts are noted, as those that failed."""
    own = sketches(session, prefix, now)
    question = select(func.count()).where(Attempt.kind == kind, col(Attempt.sketch).in_(own), Attempt.at > now - span)
    return session.exec(question).one()


def note(session: Session, kind: str, prefix: str, now: dt.datetime) -> None:
    """Counts one attempt."""
    session.add(Attempt(kind=kind, sketch=sketches(session, prefix, now)[0], at=now))
    session.flush()
