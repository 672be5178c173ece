"""Reads of published comments with the official replies beneath them, and of replies to a project as a whole."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from datasets.tables.comments import PublishedComment, PublishedReply


@dataclass(frozen=True, slots=True)
class Said:
    """One comment with what was replied to it."""

    key: str
    text: str
    month: str
    replies: tuple[PublishedReply, ...]


@dataclass(frozen=True, slots=True)
class Voices:
    """One page of the comments on a project, and the replies that answer no single one."""

    items: tuple[Said, ...]
    replies: tuple[PublishedReply, ...]
    page: int
    pages: int


def of_project(session: Session, project_id: int, page: int = 1, size: int = 10) -> Voices:
    """The newest month first; within a month by their random keys. A page beyond the last is the last."""
    mine = PublishedComment.project_id == project_id
    total = session.exec(select(func.count()).select_from(PublishedComment).where(mine)).one()
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    ordered = select(PublishedComment).where(mine).order_by(col(PublishedComment.month).desc(), col(PublishedComment.key))
    found = session.exec(ordered.offset((page - 1) * size).limit(size)).all()
    answers = _replies(session, project_id)
    items = tuple(Said(row.key, row.text, row.month, tuple(answers.get(row.key, ()))) for row in found)
    return Voices(items, tuple(answers.get("", ())), page, pages)


def replies(session: Session, project_id: int) -> list[PublishedReply]:
    """Every reply on a project, oldest first."""
    return [reply for some in _replies(session, project_id).values() for reply in some]


def _replies(session: Session, project_id: int) -> dict[str, list[PublishedReply]]:
    found: dict[str, list[PublishedReply]] = {}
    mine = select(PublishedReply).where(PublishedReply.project_id == project_id)
    for row in session.exec(mine.order_by(col(PublishedReply.published_at), col(PublishedReply.id))):
        found.setdefault(row.comment_key, []).append(row)
    return found
