"""Scores that hang on a part of their votes: what a project's page at the desk shows, and a case where one does."""

import datetime as dt

from sqlmodel import Session, col, func, select

from datasets.tables.scores import Score
from datasets.tables.types import now
from feedback.review import audit
from feedback.scores.priors import prior_of, published
from feedback.statistics.sensitivity import Check, Voice, checks
from feedback.statistics.states import SHOWN_FROM, SOLID_FROM
from feedback.statistics.tally import WINDOW
from feedback.tables.cases import ReviewCase
from feedback.tables.ratings import Rating, RatingValue
from feedback.tables.traces import NetSketch
from feedback.voices.tallies import Stream

TRIGGER = "sensitive"

QUIET = dt.timedelta(days=30)
"""So long after such a case was closed the project gets no other one: the reason has been looked at."""

UNJUDGED = dt.timedelta(days=7)


def shown(session: Session, project_id: int, moment: dt.datetime | None = None) -> tuple[Check, ...]:
    """The checks of a project with a published figure; what is left of fewer than 5 votes says nothing, and stays out."""
    moment = moment or now()
    if not _is_shown(session, project_id):
        return ()
    prior = prior_of(Stream(project_id, "overall", "experience"), published(session, moment))
    found = checks(_voices(session, project_id, moment), prior, moment.date())
    return tuple(check for check in found if check.left == 0 or check.left >= SHOWN_FROM)


def look(session: Session, moment: dt.datetime | None = None) -> int:
    """Opens a case for each project with 30 votes whose score is sensitive, unless one is open or was closed lately."""
    moment = moment or now()
    known = _known(session, moment)
    opened = 0
    for project_id in _solid(session, moment):
        if project_id not in known and any(check.sensitive for check in shown(session, project_id, moment)):
            case = ReviewCase(project_id=project_id, trigger=TRIGGER, opened_at=moment, due_at=moment + UNJUDGED)
            session.add(case)
            session.flush()
            audit.append(session, audit.SYSTEM, "sensitive.open", f"case/{case.id}", {"project": project_id}, moment)
            opened += 1
    return opened


def _voices(session: Session, project_id: int, moment: dt.datetime) -> list[Voice]:
    question = (
        select(RatingValue.value, Rating.changed_at, Rating.channel, NetSketch.sketch)
        .join(Rating, col(Rating.id) == RatingValue.rating_id)
        .outerjoin(NetSketch, col(NetSketch.rating_id) == Rating.id)
        .where(Rating.project_id == project_id, RatingValue.dimension == "overall", col(RatingValue.value).is_not(None))
        .where(Rating.status == "counted", Rating.basis == "experience", Rating.changed_at > moment - WINDOW)
    )
    return [
        Voice(int(value or 0), at.date(), channel, confirmed=channel != "web", network=sketch or "")
        for value, at, channel, sketch in session.exec(question)
    ]


def _is_shown(session: Session, project_id: int) -> bool:
    question = select(Score.figures).where(Score.project_id == project_id, Score.dimension == "overall", col(Score.replaced_at).is_(None))
    return bool(session.exec(question).first())


def _solid(session: Session, moment: dt.datetime) -> list[int]:
    """Projects with 30 counted votes."""
    counting = (Rating.status == "counted", Rating.basis == "experience", Rating.changed_at > moment - WINDOW)
    question = select(Rating.project_id).where(*counting).group_by(col(Rating.project_id)).having(func.count() >= SOLID_FROM)
    return [int(id_) for id_ in session.exec(question.order_by(col(Rating.project_id)))]


def _known(session: Session, moment: dt.datetime) -> set[int]:
    """Projects with such a case that is open or was closed lately."""
    lately = col(ReviewCase.closed_at).is_(None) | (col(ReviewCase.closed_at) > moment - QUIET)
    return set(session.exec(select(ReviewCase.project_id).where(ReviewCase.trigger == TRIGGER, lately)))
