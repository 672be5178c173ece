"""Comments as their authors write them, and the published copies of those that may be public."""

import datetime as dt
import secrets
from collections.abc import Collection, Iterable

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from datasets import catalogue
from datasets.tables.comments import PublishedComment, PublishedReply
from datasets.tables.projects import Project
from feedback.rows import insert_rows
from feedback.tables.gate import GateState
from feedback.tables.ratings import Comment, Rating, RatingValue
from feedback.tables.replies import ReplyDraft
from feedback.trust.doubts import doubts

REASONS = ("beleidigung", "personenbezogen", "rechtswidrig", "werbung", "ohne_bezug", "doppelt")
"""Public reason codes for not publishing a comment; there is none for a low opinion."""

AGAIN = "again"
"""The doubt about a comment whose author had one hidden before."""


def write_all(session: Session, texts: Iterable[tuple[int, str]], moment: dt.datetime) -> None:
    """Stores the comments of new ratings, each with its rating's id; an empty one is none."""
    insert_rows(session, Comment, [_row(rating_id, text, doubts(text), moment) for rating_id, text in texts if text])


def rewrite(session: Session, rating_id: int, text: str, moment: dt.datetime) -> None:
    """The comment after its rating was changed: the same words keep what was decided on them, others are looked at anew."""
    known = session.get(Comment, rating_id, with_for_update=True, populate_existing=True)
    if known is not None and known.text == text:
        return
    was_hidden = known is not None and known.state == "hidden"
    remove(session, rating_id)
    if text:
        insert_rows(session, Comment, [_row(rating_id, text, (*doubts(text), AGAIN) if was_hidden else doubts(text), moment)])


def remove(session: Session, rating_id: int) -> None:
    """The comment is gone, and its published copy at once."""
    take_off(session, [rating_id])
    session.execute(delete(Comment).where(col(Comment.rating_id) == rating_id))


def take_off(session: Session, ratings: Collection[int]) -> None:
    """The published copies of these comments are gone at once, with what was replied to them."""
    found = session.exec(select(Comment).where(col(Comment.rating_id).in_(ratings), col(Comment.copy_key).is_not(None))).all()
    if not found:
        return
    keys = [comment.copy_key for comment in found]
    replied = col(ReplyDraft.comment_key).in_(keys)
    session.execute(update(ReplyDraft).where(replied, col(ReplyDraft.state) == "published").values(state="withdrawn", reply_id=None))
    session.execute(update(ReplyDraft).where(replied).values(comment_key=""))
    session.execute(delete(PublishedReply).where(col(PublishedReply.comment_key).in_(keys)))
    session.execute(delete(PublishedComment).where(col(PublishedComment.key).in_(keys)))
    for comment in found:
        comment.copy_key = None
        session.add(comment)
    session.flush()
    catalogue.raise_version(session)


def renew(session: Session, mode: str) -> int:
    """Publishes what may be public now and takes off what may not any more; how many copies that changed.

    A comment goes with the figures: it is public only while its rating is in a published figure of the main question.
    So there are never more comments than published votes, and none of a project below five. ``mode`` is the setting:
    ``open`` publishes what nobody has read yet, as long as no detector found anything in it.
    """
    allowed = _allowed(session, ("shown", "unread") if mode == "open" else ("shown",))
    public = set(session.exec(select(Comment.rating_id).where(col(Comment.copy_key).is_not(None))))
    gone, fresh = public - allowed.keys(), [allowed[one] for one in sorted(allowed.keys() - public)]
    take_off(session, gone)
    for comment, project_id in fresh:
        comment.copy_key = secrets.token_hex(6)
        month = f"{comment.written_at:%Y-%m}"
        session.add_all([comment, PublishedComment(key=comment.copy_key, project_id=project_id, text=comment.text, month=month)])
    if fresh:
        session.flush()
        catalogue.raise_version(session)
    return len(gone) + len(fresh)


def _allowed(session: Session, states: tuple[str, ...]) -> dict[int, tuple[Comment, int]]:
    """Comment and project by rating, of counted ratings that a published figure contains."""
    figure = (GateState.project_id == Rating.project_id, GateState.dimension == "overall", GateState.basis == RatingValue.shown_basis)
    question = (
        select(Comment, Rating.project_id)
        .join(Rating, col(Rating.id) == Comment.rating_id)
        .join(RatingValue, (col(RatingValue.rating_id) == Rating.id) & (col(RatingValue.dimension) == "overall"))
        .join(GateState, figure[0] & figure[1] & figure[2])  # type: ignore[arg-type]  # SQLModel types columns as their values
        .join(Project, col(Project.id) == Rating.project_id)
        .where(col(Comment.state).in_(states), Rating.status == "counted", GateState.state != "too_few", col(Project.gone_at).is_(None))
    )
    return {comment.rating_id: (comment, project_id) for comment, project_id in session.exec(question)}


def _row(rating_id: int, text: str, found: tuple[str, ...], moment: dt.datetime) -> dict[str, object]:
    judged = {"reason": "", "statement": "", "copy_key": None, "judged_at": None}
    state = "held" if found else "unread"
    return {"rating_id": rating_id, "text": text, "state": state, "doubts": " ".join(found), "written_at": moment} | judged
