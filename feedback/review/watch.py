"""Looking for bursts of votes: on a schedule and within seconds of a vote, apart from the vote's own transaction.

One alarm opens a case and changes nothing in public. Two hold the unconfirmed votes of the window and those that
come; what is published stays as it was, marked as being checked, until a person decides. Nothing is deleted.
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import Session, col, select

from datasets.tables.types import now
from feedback.review import audit, windows
from feedback.review.bursts import ALARMS
from feedback.review.windowed import DAY, HOUR, Newest, busy, counted, last_look, of_last_day, window
from feedback.scores.priors import prior_of, published
from feedback.tables.cases import ReviewCase
from feedback.tables.ratings import Rating
from feedback.trust.detectors import DETECTORS, alarms, shifted
from feedback.trust.risk import HELD_FROM
from feedback.voices.tallies import Stream

HOURS = (1, 24)
HELD = "burst"


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen on one project: the tests that alarm, and where their window begins."""

    project_id: int
    detectors: frozenset[str]
    since: dt.datetime


@dataclass(frozen=True, slots=True)
class Look:
    """How many projects were looked at, how many cases were opened, how many votes are held now that were not before."""

    projects: int = 0
    opened: int = 0
    held: int = 0


def look(session: Session, moment: dt.datetime | None = None, since: dt.datetime | None = None) -> Look:
    """Judges every project with votes in the last day, or only those with one after ``since``."""
    moment = moment or now()
    projects = busy(session, moment, since)
    opened = held = 0
    for project_id in projects:
        seen = judge(session, project_id, moment)
        case = _open_case(session, project_id)
        if seen is None and (case is None or case.alarms < ALARMS):
            continue
        if case is None and seen is not None:
            case, opened = _enter(session, seen, moment), opened + 1
        elif case is not None and seen is not None:
            _widen(session, case, seen, moment)
        held += 0 if case is None else _hold(session, case, moment)
    return Look(len(projects), opened, held)


def judge(session: Session, project_id: int, moment: dt.datetime) -> Seen | None:
    """All five tests on the votes of the last hour and of the last day that nobody has judged yet; None where none alarms.

    Votes in a planned window are expected: volume, shape, speed and shift leave them out. That one network gave a third
    of them is no part of any plan; it asks for a look, and alone it holds nothing.
    """
    since = max(moment - DAY, last_look(session, project_id) or moment - DAY)
    everybody = [vote for vote in of_last_day(session, project_id, moment) if vote.at > since]
    planned = windows.spans(session, project_id, moment - DAY)
    votes = [vote for vote in everybody if not windows.within(planned, vote.at)]
    now_judged = Newest(project_id, moment, votes, everybody)
    found: dict[str, dt.datetime] = {}
    for hours in HOURS:
        start = max(since, moment - hours * HOUR)
        for name in alarms(window(session, now_judged, start, hours)):
            found.setdefault(name, start)
    expected = [vote.rating_id for vote in everybody if windows.within(planned, vote.at)]
    if _shifted(session, project_id, since, moment, expected):
        found["shift"] = since
    return Seen(project_id, frozenset(found), min(found.values())) if found else None


def due(moment: dt.datetime) -> dt.datetime:
    """One working day later."""
    later = moment + DAY
    while later.weekday() >= 5:
        later += DAY
    return later


def _shifted(session: Session, project_id: int, since: dt.datetime, moment: dt.datetime, expected: list[int]) -> bool:
    """Whether votes that were neither expected nor cast on site moved the mean; changes of earlier votes are among them."""
    before = counted(session, project_id, None, since)
    unexpected = col(Rating.id).not_in(expected) & ((col(Rating.channel) == "web") | (col(Rating.created_at) <= since))
    today = counted(session, project_id, None, moment, unexpected)
    stream = Stream(project_id, "overall", "experience")
    return before != today and shifted(before, today, prior_of(stream, published(session, moment)))


def _open_case(session: Session, project_id: int) -> ReviewCase | None:
    question = select(ReviewCase).where(ReviewCase.project_id == project_id, ReviewCase.trigger == "burst", ReviewCase.state != "closed")
    return session.exec(question).first()


def _enter(session: Session, seen: Seen, moment: dt.datetime) -> ReviewCase:
    case = ReviewCase(
        project_id=seen.project_id,
        trigger="burst",
        alarms=len(seen.detectors),
        detectors=_named(seen.detectors),
        since=seen.since,
        opened_at=moment,
        due_at=due(moment),
    )
    session.add(case)
    session.flush()
    _log(session, case, "burst.open", moment)
    return case


def _widen(session: Session, case: ReviewCase, seen: Seen, moment: dt.datetime) -> None:
    """What is seen later belongs to the same case; a window never shrinks."""
    known = frozenset(case.detectors.split())
    case.since = min(seen.since, case.since or seen.since)
    case.detectors, case.alarms = _named(known | seen.detectors), max(case.alarms, len(known | seen.detectors))
    session.add(case)
    session.flush()
    if not seen.detectors <= known:
        _log(session, case, "burst.more", moment)


def _hold(session: Session, case: ReviewCase, moment: dt.datetime) -> int:
    """Holds the votes of the window that are counted, came from the web, were not expected, and were not judged by a person."""
    if case.alarms < ALARMS or case.since is None:
        return 0
    planned = windows.spans(session, case.project_id, case.since)
    counting = (Rating.project_id == case.project_id, Rating.channel == "web", Rating.status == "counted", Rating.created_at > case.since)
    rows = session.exec(select(Rating.id, Rating.created_at).where(*counting, col(Rating.judged_at).is_(None)))
    ids = [id_ for id_, at in rows if not windows.within(planned, at)]
    if not ids:
        return 0
    session.execute(update(Rating).where(col(Rating.id).in_(ids)).values(status="held", reason=HELD, risk=HELD_FROM))
    audit.append(session, audit.SYSTEM, "burst.hold", f"case/{case.id}", {"project": case.project_id, "held": len(ids)}, moment)
    return len(ids)


def _named(detectors: frozenset[str]) -> str:
    return " ".join(name for name in DETECTORS if name in detectors)


def _log(session: Session, case: ReviewCase, action: str, moment: dt.datetime) -> None:
    facts: dict[str, audit.Fact] = {"project": case.project_id, "alarms": case.alarms, "detectors": case.detectors}
    audit.append(session, audit.SYSTEM, action, f"case/{case.id}", facts, moment)
