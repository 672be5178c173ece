"""Counting what comes from one network: earlier votes, and attempts that are limited."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from feedback.rows import ask, columns
from feedback.tables.traces import Attempt, NetSketch
from feedback.trust.network import sketches
from feedback.trust.risk import OVERALL, Seen

DAY = dt.timedelta(days=1)
# More earlier votes than the largest limit decide nothing new.
ENOUGH = 2 * OVERALL[1]
STEP = 32
"""Networks are asked for in so many places, some of them empty: a few statements, which are prepared once, rather than one per number."""

_SEEN = columns(NetSketch)
_NEWEST = (
    select(
        _SEEN.sketch,
        _SEEN.project_id,
        _SEEN.at,
        func.row_number().over(partition_by=_SEEN.sketch, order_by=_SEEN.at.desc()).label("place"),
    )
    .where(_SEEN.sketch.in_(bindparam("sketches", expanding=True)), _SEEN.at > bindparam("since"))
    .subquery()
)
_EARLIER = select(_NEWEST.c.sketch, _NEWEST.c.project_id, _NEWEST.c.at).where(_NEWEST.c.place <= ENOUGH).order_by(_NEWEST.c.at.desc())


def earlier_votes(session: Session, own: Iterable[tuple[str, str]], now: dt.datetime) -> defaultdict[str, list[Seen]]:
    """The newest votes of the last 24 hours by sketch, the newest first, from networks by their sketches (today's, yesterday's)."""
    wanted = sorted({sketch for both in own for sketch in both if sketch})
    wanted += [""] * (-len(wanted) % STEP)
    found: defaultdict[str, list[Seen]] = defaultdict(list)
    for sketch, project_id, at in ask(session, _EARLIER, sketches=wanted, since=now - DAY) if wanted else ():
        found[sketch].append(Seen(project_id, at))
    return found


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
