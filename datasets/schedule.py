"""When each source is read next: by its frequency, never two installations at the same moment, not in quiet hours."""

import datetime as dt
import random
from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from datasets import catalogue
from datasets.city import City, hours
from datasets.database import alone
from datasets.tables.types import now
from datasets.tables.work import Schedule

DAY = dt.timedelta(days=1)
INTERVALS = {
    "CONT": DAY,
    "DAILY": DAY,
    "WEEKLY": 7 * DAY,
    "BIWEEKLY": 14 * DAY,
    "MONTHLY": 30 * DAY,
    "QUARTERLY": 91 * DAY,
    "ANNUAL_2": 182 * DAY,
    "ANNUAL": 365 * DAY,
}
"""By codes of the EU frequency list; any other one is looked at every month."""
USUAL = 30 * DAY
FIRST = dt.timedelta(minutes=10)
"""A source that is new here is read after that and the usual play, so that a first start reads no five at once."""
PLAY = 0.1
"""Share of the interval by which a time is moved, at random, but by MOST_PLAY at most."""
MOST_PLAY = dt.timedelta(hours=1)
SOON = dt.timedelta(minutes=15)
"""After a source did not answer; doubled each time, up to a day."""

LOCK = 4_867_003
"""Two workers that start together enter the sources one after the other."""


def enter(session: Session, sources: Iterable[Schedule], draw: Callable[[], float] = random.random) -> None:
    """Brings the table to these sources; a known one keeps its time unless its frequency changed, one that is no more goes."""
    alone(session, LOCK)
    known = {row.source: row for row in session.exec(select(Schedule))}
    for one in sources:
        row = known.pop(one.source, None)
        if row is None:
            row, is_timed = one, one.due_at is not None
            row.due_at = now() + FIRST + _play(FIRST * 10, draw) if is_timed else None
        elif row.frequency != one.frequency or (row.due_at is None) != (one.due_at is None):
            row.due_at = one.due_at and now() + FIRST
        for name in ("title", "title_en", "publisher", "licence", "homepage", "frequency", "is_local"):
            setattr(row, name, getattr(one, name))
        session.add(row)
    for row in known.values():
        session.delete(row)
    catalogue.raise_version(session)
    session.flush()


def schedule(session: Session) -> list[Schedule]:
    """Every source with its next time, the next one first; those that are read by hand only at the end."""
    return sorted(session.exec(select(Schedule)), key=lambda row: (row.due_at is None, row.due_at or now(), row.source))


def due(session: Session, city: City, moment: dt.datetime | None = None) -> list[str]:
    """Sources whose time has come; in quiet hours only those that ask nobody."""
    at = moment or now()
    is_quiet = quiet_until(city, at) is not None
    rows = session.exec(select(Schedule).where(col(Schedule.due_at) <= at).order_by(col(Schedule.due_at)))
    return [row.source for row in rows if row.is_local or not is_quiet]


def plan(session: Session, city: City, source: str, state: str, draw: Callable[[], float] = random.random) -> dt.datetime | None:
    """Sets the next time of a source after a run that ended so; returns it. One that is read by hand only stays so."""
    row = session.exec(select(Schedule).where(Schedule.source == source)).first()
    if row is None or row.due_at is None:
        return None
    interval = INTERVALS.get(row.frequency, USUAL)
    row.failures = row.failures + 1 if state == "failed" else 0
    if state == "failed":
        interval = min(interval, DAY, SOON * 2 ** min(row.failures - 1, 10))
    elif state == "refused":
        interval = min(interval, DAY)
    row.due_at = _loud(city, now() + interval + _play(interval, draw), row.is_local)
    session.add(row)
    # The page of sources shows it.
    catalogue.raise_version(session)
    session.flush()
    return row.due_at


def _play(interval: dt.timedelta, draw: Callable[[], float]) -> dt.timedelta:
    return min(interval * PLAY, MOST_PLAY) * draw()


def _loud(city: City, moment: dt.datetime, is_local: bool) -> dt.datetime:
    """The moment, or the end of the quiet hours that it falls into."""
    return moment if is_local else (quiet_until(city, moment) or moment)


def quiet_until(city: City, moment: dt.datetime) -> dt.datetime | None:
    """When the quiet hours end that the moment falls into; None where it falls into none."""
    local = moment.astimezone(ZoneInfo(city.timezone))
    for said in city.quiet_hours:
        begin, end = hours(said)
        for day in (local.date() - DAY, local.date()):
            starts = dt.datetime.combine(day, begin, local.tzinfo)
            ends = dt.datetime.combine(day if begin < end else day + DAY, end, local.tzinfo)
            if starts <= local < ends:
                return ends.astimezone(dt.UTC)
    return None
