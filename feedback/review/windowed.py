"""The newest votes of one project as the detectors need them: read at one moment, without a network's address in them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from feedback.statistics.tally import LEVELS, Tally, tally_of
from feedback.tables.cases import ReviewCase
from feedback.tables.ratings import Rating, RatingValue
from feedback.tables.traces import NetSketch
from feedback.trust.detectors import BASELINE, JUDGED_FROM, Window, baseline

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
REFERENCE = dt.timedelta(days=90)
PART_HOURS = 6
"""Votes of an hour are compared with the same quarter of earlier days; working days apart from weekends."""

LEAST = 5
"""Fewer votes in a day than that make no detector speak."""


class Vote(NamedTuple):
    """A vote from the web that nobody has judged yet. ``sketch`` is empty where it is forgotten."""

    rating_id: int
    at: dt.datetime
    value: int | None
    sketch: str


def busy(session: Session, moment: dt.datetime, since: dt.datetime | None) -> list[int]:
    """Projects with at least 5 votes in the last day, the newest after ``since``; two index ranges, whatever else is stored."""
    latest = func.max(NetSketch.at)
    question = select(NetSketch.project_id).where(NetSketch.at > moment - DAY, NetSketch.at <= moment).group_by(col(NetSketch.project_id))
    question = question.having(func.count() >= LEAST)
    if since is not None:
        question = question.having(latest > since)
    return [int(id_) for id_ in session.exec(question.order_by(col(NetSketch.project_id)))]


def last_look(session: Session, project_id: int) -> dt.datetime | None:
    """When staff last closed a burst case of the project: what came before was judged."""
    closed = select(func.max(ReviewCase.closed_at)).where(ReviewCase.project_id == project_id, ReviewCase.trigger == "burst")
    found: dt.datetime | None = session.exec(closed).one()
    return found


def of_last_day(session: Session, project_id: int, moment: dt.datetime) -> list[Vote]:
    """Votes of the last day, in the order of time."""
    question = (
        select(Rating.id, Rating.created_at, RatingValue.value, NetSketch.sketch)
        .join(RatingValue, (col(RatingValue.rating_id) == Rating.id) & (col(RatingValue.dimension) == "overall"))
        .outerjoin(NetSketch, col(NetSketch.rating_id) == Rating.id)
        .where(Rating.project_id == project_id, Rating.channel == "web", col(Rating.status).in_(("counted", "held")))
        .where(Rating.created_at > moment - DAY, Rating.created_at <= moment, col(Rating.judged_at).is_(None))
        .order_by(col(Rating.created_at), col(Rating.id))
    )
    return [Vote(int(id_ or 0), at, value, sketch or "") for id_, at, value, sketch in session.exec(question)]


@dataclass(frozen=True, slots=True)
class Newest:
    """The votes of a project that are judged now. ``everybody`` includes those of planned windows."""

    project_id: int
    moment: dt.datetime
    votes: Sequence[Vote]
    everybody: Sequence[Vote]


def window(session: Session, newest: Newest, start: dt.datetime, hours: int) -> Window:
    """The window from ``start`` to now; ``hours`` is what its number of votes is compared with."""
    votes, project_id = newest.votes, newest.project_id
    inside = [vote for vote in votes if vote.at > start]
    return Window(
        start=start,
        times=tuple(vote.at for vote in inside),
        tally=tally_of(vote.value for vote in inside if vote.value is not None),
        before=counted(session, project_id, start - REFERENCE, start),
        networks=_by_day([vote for vote in newest.everybody if vote.at > start]),
        expected=_expected(session, project_id, newest.moment, hours) if len(inside) >= JUDGED_FROM else float(hours),
    )


def counted(session: Session, project_id: int, since: dt.datetime | None, until: dt.datetime, *more: ColumnElement[bool]) -> Tally:
    """Counted answers to the main question that were given in this time, per step; ``more`` narrows them."""
    question = (
        select(RatingValue.value, func.count())
        .join(Rating, col(Rating.id) == RatingValue.rating_id)
        .where(Rating.project_id == project_id, RatingValue.dimension == "overall", col(RatingValue.value).is_not(None))
        .where(Rating.status == "counted", Rating.basis == "experience", Rating.changed_at <= until, *more)
        .group_by(col(RatingValue.value))
    )
    if since is not None:
        question = question.where(Rating.changed_at > since)
    found = dict.fromkeys(LEVELS, 0) | {int(value or 0): count for value, count in session.exec(question)}
    return found[1], found[2], found[3], found[4], found[5]


def _by_day(votes: Sequence[Vote]) -> tuple[tuple[str, ...], ...]:
    """Sketches apart by the day of their secret, for at midnight each network gets another one."""
    days = groupby(votes, key=lambda vote: vote.at.astimezone(dt.UTC).date())
    return tuple(tuple(vote.sketch for vote in day) for _, day in days)


def _expected(session: Session, project_id: int, moment: dt.datetime, hours: int) -> float:
    """What the 28 days before let expect of a span of so many hours that ends now."""
    today = moment.astimezone(dt.UTC)
    begin = today.replace(hour=0, minute=0, second=0, microsecond=0)
    kept = (Rating.project_id == project_id, Rating.status == "counted", Rating.created_at >= begin - BASELINE, Rating.created_at < begin)
    times = [at.astimezone(dt.UTC) for at in session.exec(select(Rating.created_at).where(*kept))]
    whole_day = hours > PART_HOURS
    span = 24 if whole_day else PART_HOURS
    days = [begin.date() - dt.timedelta(days=age) for age in range(1, BASELINE.days + 1)]
    alike = {day: 0 for day in days if _is_weekend(day) == _is_weekend(begin.date())}
    for at in times:
        if at.date() in alike and (whole_day or at.hour // PART_HOURS == today.hour // PART_HOURS):
            alike[at.date()] += 1
    return baseline((((begin.date() - day).days, votes / span) for day, votes in alike.items()), hours)


def _is_weekend(day: dt.date) -> bool:
    return day.weekday() >= 5
