"""The answers and the comment of a rating, written whole each time."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from feedback.rows import insert_rows
from feedback.tables.ratings import DIMENSIONS, Comment, RatingValue
from feedback.trust.risk import names_a_contact
from feedback.voices.forms import RatingForm


def write_all(session: Session, forms: Sequence[tuple[int, RatingForm]], moment: dt.datetime) -> None:
    """Stores the answers of new ratings, each form with its rating's id."""
    insert_rows(session, RatingValue, [_row(rating_id, name, form) for rating_id, form in forms for name in form.answers])
    _write_comments(session, forms, moment)


def rewrite(session: Session, rating_id: int, form: RatingForm, moment: dt.datetime) -> None:
    """Replaces them. An answer that is gone stays as an empty row, for the gate remembers what it showed."""
    kept = set(session.exec(select(RatingValue.dimension).where(RatingValue.rating_id == rating_id)))
    for name in kept:
        mine = (col(RatingValue.rating_id) == rating_id, col(RatingValue.dimension) == name)
        session.execute(update(RatingValue).where(*mine).values(**_row(rating_id, name, form)))
    insert_rows(session, RatingValue, [_row(rating_id, name, form) for name in form.answers if name not in kept])
    session.execute(delete(Comment).where(col(Comment.rating_id) == rating_id))
    _write_comments(session, [(rating_id, form)], moment)


def read(session: Session, rating_id: int) -> dict[str, int | None]:
    """The answers by question; None for "don't know"."""
    rows = session.exec(select(RatingValue).where(RatingValue.rating_id == rating_id)).all()
    found = {row.dimension: row.value for row in rows if row.value is not None or row.dont_know}
    return {name: found[name] for name in DIMENSIONS if name in found}


def _row(rating_id: int, name: str, form: RatingForm) -> dict[str, object]:
    answered = name in form.answers
    value = form.answers.get(name)
    return {"rating_id": rating_id, "dimension": name, "value": value, "dont_know": answered and value is None}


def _write_comments(session: Session, forms: Sequence[tuple[int, RatingForm]], moment: dt.datetime) -> None:
    insert_rows(session, Comment, [_comment(rating_id, form.comment, moment) for rating_id, form in forms if form.comment])


def _comment(rating_id: int, text: str, moment: dt.datetime) -> dict[str, object]:
    state = "held" if names_a_contact(text) else "unread"
    return {"rating_id": rating_id, "text": text, "state": state, "written_at": moment}
