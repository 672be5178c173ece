"""A voter's own ratings, found by change code or cookie: to see them, take them along, or act on them."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel import Session, col, select

from datasets.errors import NotFound
from datasets.tables.projects import Project
from datasets.tables.types import now
from feedback.tables.ratings import Comment, Rating
from feedback.trust import token as tokens
from feedback.voices import answers
from feedback.voices.ratings import KEEPS

AT_ONCE = 500
"""Hashes asked for in one question; databases limit the parameters of a statement."""


@dataclass(frozen=True, slots=True)
class Mine:
    """A rating as its author sees it; ``until`` is when code and cookie stop working."""

    rating_id: int
    project: str
    project_title: str
    answers: dict[str, int | None]
    familiarity: str
    district: str
    age: str
    comment: str
    comment_state: str
    """Empty where there is none."""
    comment_reason: str
    comment_statement: str
    comment_found: bool
    """Whether a program found something in it."""
    comment_judged_at: dt.datetime | None
    status: str
    reason: str
    created_at: dt.datetime
    changed_at: dt.datetime
    until: dt.datetime


def by_code(session: Session, secret: bytes, code: str, moment: dt.datetime | None = None) -> int:
    """Id of the rating of a change code. Raises NotFound; also when its 90 days are over."""
    fresh = (moment or now()) - KEEPS
    hashed = tokens.code_hash(secret, code)
    found = session.exec(select(Rating.id).where(Rating.code_hash == hashed, Rating.changed_at >= fresh)).first()
    if found is None:
        raise NotFound("No rating has this code; codes work for 90 days.")
    return found


def by_token(session: Session, secret: bytes, token: str, project_id: int, moment: dt.datetime | None = None) -> int:
    """Id of this browser's rating of a project. Raises NotFound."""
    fresh = (moment or now()) - KEEPS
    owner = tokens.token_hash(secret, token, project_id)
    mine = (Rating.project_id == project_id, Rating.token_hash == owner, Rating.changed_at >= fresh)
    found = session.exec(select(Rating.id).where(*mine)).first() if token else None
    if found is None:
        raise NotFound("This browser has no rating of that project.")
    return found


def show(session: Session, rating_id: int) -> Mine:
    """One rating. Raises NotFound."""
    question = select(Rating, Project.slug, Project.title, Comment).join(Project, col(Project.id) == Rating.project_id)
    found = session.exec(question.outerjoin(Comment, col(Comment.rating_id) == Rating.id).where(Rating.id == rating_id)).first()
    if found is None:
        raise NotFound("This rating does not exist any more.")
    rating, slug, title, comment = found
    return Mine(
        rating_id=rating_id,
        project=slug,
        project_title=title,
        answers=answers.read(session, rating_id),
        familiarity=rating.familiarity,
        district=rating.district,
        age=rating.age,
        comment=comment.text if comment else "",
        comment_state=comment.state if comment else "",
        comment_reason=comment.reason if comment else "",
        comment_statement=comment.statement if comment else "",
        comment_found=bool(comment and comment.doubts),
        comment_judged_at=comment.judged_at if comment else None,
        status=rating.status,
        reason=rating.reason,
        created_at=rating.created_at,
        changed_at=rating.changed_at,
        until=rating.changed_at + KEEPS,
    )


def of_browser(session: Session, secret: bytes, token: str, moment: dt.datetime | None = None) -> list[Mine]:
    """All ratings of this browser, newest first. Each project's hash is another, so each project is asked about."""
    if not token:
        return []
    fresh = (moment or now()) - KEEPS
    owners = [tokens.token_hash(secret, token, int(id_ or 0)) for id_ in session.exec(select(Project.id))]
    found: list[tuple[dt.datetime, int]] = []
    for start in range(0, len(owners), AT_ONCE):
        question = select(col(Rating.changed_at), Rating.id).where(col(Rating.token_hash).in_(owners[start : start + AT_ONCE]))
        found += [(changed_at, int(id_ or 0)) for changed_at, id_ in session.exec(question) if changed_at >= fresh]
    return [show(session, rating_id) for _, rating_id in sorted(found, reverse=True)]


def export(session: Session, rating_id: int) -> dict[str, Any]:
    """Everything that is stored of a rating, ready for JSON; the hashes that guard it say nothing to anybody."""
    values = asdict(show(session, rating_id))
    del values["rating_id"]
    return {name: value.isoformat() if isinstance(value, dt.datetime) else value for name, value in values.items()}
