"""The answers and the comment of a rating, written whole each time."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import update
from sqlmodel import Session, col, select

from feedback.rows import insert_rows
from feedback.tables.ratings import DIMENSIONS, RatingValue
from feedback.voices import comments
from feedback.voices.forms import RatingForm


def write_all(session: Session, forms: Sequence[tuple[int, RatingForm]], moment: dt.datetime) -> None:
    """Stores the answers of new ratings, each form with its rating's id."""
    insert_rows(session, RatingValue, [_row(rating_id, name, form) for rating_id, form in forms for name in form.answers])
    comments.write_all(session, [(rating_id, form.comment) for rating_id, form in forms], moment)


def rewrite(session: Session, rating_id: int, form: RatingForm, moment: dt.datetime) -> None:
    """Replaces them. An answer that is gone stays as an empty row, for the gate remembers what it showed."""
    kept = set(session.exec(select(RatingValue.dimension).where(RatingValue.rating_id == rating_id)))
    for name in kept:
        mine = (col(RatingValue.rating_id) == rating_id, col(RatingValue.dimension) == name)
        session.execute(update(RatingValue).where(*mine).values(**_row(rating_id, name, form)))
    insert_rows(session, RatingValue, [_row(rating_id, name, form) for name in form.answers if name not in kept])
    comments.rewrite(session, rating_id, form.comment, moment)


def read(session: Session, rating_id: int) -> dict[str, int | None]:
    """The answers by question; None for "don't know"."""
    rows = session.exec(select(RatingValue).where(RatingValue.rating_id == rating_id)).all()
    found = {row.dimension: row.value for row in rows if row.value is not None or row.dont_know}
    return {name: found[name] for name in DIMENSIONS if name in found}


def _row(rating_id: int, name: str, form: RatingForm) -> dict[str, object]:
    answered = name in form.answers
    value = form.answers.get(name)
    return {"rating_id": rating_id, "dimension": name, "value": value, "dont_know": answered and value is None}
