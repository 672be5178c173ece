"""Ratings counted per project, question and basis, from rows each time; never kept."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import case, func
from sqlmodel import Session, col, select

from feedback.statistics.tally import LEVELS, WINDOW, Tally
from feedback.statistics.weighting import Answer
from feedback.tables.ratings import Rating, RatingValue

RECENT = dt.timedelta(days=90)
BEFORE = dt.timedelta(days=365)


class Stream(NamedTuple):
    """The answers that one figure is made of: to one question on one project, from experience or from expectation."""

    project_id: int
    dimension: str
    basis: str


@dataclass(slots=True)
class Standing:
    """How a stream stands: ratings per step, what is outside of them, and what happened since its figure was published.

    ``differing`` is how many ratings were added, changed, withdrawn, excluded or aged out since.
    """

    levels: dict[int, int] = field(default_factory=lambda: dict.fromkeys(LEVELS, 0))
    dont_know: int = 0
    held: int = 0
    excluded: int = 0
    differing: int = 0

    @property
    def tally(self) -> Tally:
        """Counted ratings of the last 24 months per step."""
        return self.levels[1], self.levels[2], self.levels[3], self.levels[4], self.levels[5]

    @property
    def n(self) -> int:
        return sum(self.levels.values())


class Cell(NamedTuple):
    """``alike`` answers that are alike in all that matters here."""

    project_id: int
    dimension: str
    basis: str
    status: str
    fresh: int
    value: int | None
    dont_know: bool
    shown_basis: str | None
    shown_value: int | None
    alike: int


def standings(session: Session, moment: dt.datetime, projects: Collection[int] | None = None) -> dict[Stream, Standing]:
    """Every stream that has or had an answer; of these projects, or of all. One question to the database."""
    found: dict[Stream, Standing] = {}
    for cell in _cells(session, moment, projects):
        now_in = Stream(cell.project_id, cell.dimension, cell.basis)
        _count(found.setdefault(now_in, Standing()), cell)
        _compare(found, cell, now_in)
    return found


def _cells(session: Session, moment: dt.datetime, projects: Collection[int] | None) -> list[Cell]:
    fresh = case((col(Rating.changed_at) > moment - WINDOW, 1), else_=0)
    alike = (
        col(Rating.project_id),
        col(RatingValue.dimension),
        col(Rating.basis),
        col(Rating.status),
        fresh,
        col(RatingValue.value),
        col(RatingValue.dont_know),
        col(RatingValue.shown_basis),
        col(RatingValue.shown_value),
    )
    question = select(*alike, func.count()).join(Rating, col(Rating.id) == RatingValue.rating_id).group_by(*alike)  # type: ignore[call-overload]
    if projects is not None:
        question = question.where(col(Rating.project_id).in_(projects))
    return [Cell(*row) for row in session.execute(question)]


def _count(standing: Standing, cell: Cell) -> None:
    if not cell.fresh or not (cell.dont_know or cell.value):
        return
    if cell.status == "held":
        standing.held += cell.alike
    elif cell.status == "excluded":
        standing.excluded += cell.alike
    elif cell.status == "counted" and cell.value:
        standing.levels[cell.value] += cell.alike
    elif cell.status == "counted":
        standing.dont_know += cell.alike


def _compare(found: dict[Stream, Standing], cell: Cell, now_in: Stream) -> None:
    """An answer that left one stream for another differs in both; one that was changed differs once."""
    counts = cell.fresh and cell.status == "counted" and cell.value is not None
    was_in = None if cell.shown_basis is None else Stream(cell.project_id, cell.dimension, cell.shown_basis)
    if counts and (was_in, cell.shown_value) != (now_in, cell.value):
        found[now_in].differing += cell.alike
    if was_in is not None and not (counts and was_in == now_in):
        found.setdefault(was_in, Standing()).differing += cell.alike


def answers(session: Session, stream: Stream, moment: dt.datetime) -> list[Answer]:
    """The counted answers of a stream with what their givers said of themselves, in an order that tells nothing."""
    question = (
        select(RatingValue.value, Rating.district, Rating.age)
        .join(Rating, col(Rating.id) == RatingValue.rating_id)
        .where(Rating.project_id == stream.project_id, RatingValue.dimension == stream.dimension, Rating.basis == stream.basis)
        .where(Rating.status == "counted", col(RatingValue.value).is_not(None), Rating.changed_at > moment - WINDOW)
    )
    return [
        Answer(value, district, age)
        for value, district, age in sorted((int(row[0] or 0), row[1], row[2]) for row in session.exec(question))
    ]


def recent_and_before(session: Session, stream: Stream, moment: dt.datetime) -> tuple[Tally, Tally]:
    """A stream's counted ratings of the last 90 days, and of the 365 days before them."""
    recent = case((col(Rating.changed_at) > moment - RECENT, 1), else_=0)
    question = (
        select(recent, col(RatingValue.value), func.count())
        .join(Rating, col(Rating.id) == RatingValue.rating_id)
        .where(Rating.project_id == stream.project_id, RatingValue.dimension == stream.dimension, Rating.basis == stream.basis)
        .where(Rating.status == "counted", col(RatingValue.value).is_not(None), Rating.changed_at > moment - RECENT - BEFORE)
        .group_by(recent, col(RatingValue.value))
    )
    new, old = Standing(), Standing()
    for is_recent, value, count in session.execute(question):
        (new if is_recent else old).levels[value] += count
    return new.tally, old.tally
