"""Windows in which many votes are expected, because staff announced them somewhere: registered before they begin."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel import Session, col, or_, select

from datasets.errors import BadQuestion, NotFound, Refused
from datasets.tables.types import now
from feedback.people.staff import require
from feedback.review import audit, conflicts
from feedback.tables.bursts import PlannedWindow
from feedback.tables.people import Staff

LONGEST = dt.timedelta(days=14)

Span = tuple[dt.datetime, dt.datetime]


def plan(session: Session, person: Staff, given: PlannedWindow, moment: dt.datetime | None = None) -> PlannedWindow:
    """Registers a window. Raises BadQuestion naming the wrong field, NotAllowed, and Refused for a conflict of interest.

    Afterwards it is too late: whoever sees many votes come in must look at them.
    """
    require(person, "propose")
    moment = moment or now()
    _check(given, moment)
    if given.project_id is not None:
        conflicts.refuse_conflict(session, person, given.project_id)
    given.staff_id, given.made_at = int(person.id or 0), moment
    session.add(given)
    session.flush()
    facts: dict[str, audit.Fact] = {"project": given.project_id, "from": given.starts_at.isoformat(), "to": given.ends_at.isoformat()}
    audit.append(session, person.key, "window.plan", f"window/{given.id}", facts, moment)
    return given


def revoke(session: Session, person: Staff, window_id: int, moment: dt.datetime | None = None) -> None:
    """Ends a window now, or before it began; what came in meanwhile stays expected. Raises NotAllowed, NotFound, Refused."""
    require(person, "propose")
    moment = moment or now()
    window = session.get(PlannedWindow, window_id)
    if window is None:
        raise NotFound(f"There is no planned window {window_id}.")
    if window.revoked_at is not None or window.ends_at <= moment:
        raise Refused("This window is over already.")
    window.revoked_at = moment
    session.add(window)
    session.flush()
    audit.append(session, person.key, "window.revoke", f"window/{window_id}", {"project": window.project_id}, moment)


def listing(session: Session) -> list[PlannedWindow]:
    """All windows, the latest first."""
    return list(session.exec(select(PlannedWindow).order_by(col(PlannedWindow.starts_at).desc(), col(PlannedWindow.id).desc())))


def spans(session: Session, project_id: int, since: dt.datetime) -> list[Span]:
    """Spans of the project's windows that reach beyond ``since``; a revoked one ends where it was revoked."""
    here = or_(col(PlannedWindow.project_id) == project_id, col(PlannedWindow.project_id).is_(None))
    found = session.exec(select(PlannedWindow).where(here, PlannedWindow.ends_at > since))
    return [(one.starts_at, min(one.ends_at, one.revoked_at or one.ends_at)) for one in found]


def within(spans: Sequence[Span], moment: dt.datetime) -> bool:
    """Whether a moment lies in one of them."""
    return any(start <= moment < end for start, end in spans)


def _check(given: PlannedWindow, moment: dt.datetime) -> None:
    if not given.channel.strip():
        raise BadQuestion("Say where it is announced.", "channel")
    if not given.reason.strip():
        raise BadQuestion("Say why many votes are expected.", "reason")
    if given.starts_at < moment:
        raise BadQuestion("A window must be registered before it begins.", "starts_at")
    if not dt.timedelta(0) < given.ends_at - given.starts_at <= LONGEST:
        raise BadQuestion("A window ends after it begins and lasts at most 14 days.", "ends_at")
