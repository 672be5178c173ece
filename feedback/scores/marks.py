"""Marking which answers a published figure contains, so that the gate can count what differs afterwards."""

import datetime as dt
from typing import Any

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from feedback.statistics.tally import WINDOW
from feedback.tables.ratings import Rating, RatingValue
from feedback.voices.tallies import Stream


def renew(session: Session, stream: Stream, moment: dt.datetime) -> dict[str, int]:
    """Marks exactly the answers that count in the stream now.

    Returns how many of them were marked in the figure of another basis, which thereby lost their marks.
    """
    of_project = select(Rating.id).where(Rating.project_id == stream.project_id)
    counted = of_project.where(Rating.basis == stream.basis, Rating.status == "counted", Rating.changed_at > moment - WINDOW)
    question: Any = col(RatingValue.dimension) == stream.dimension
    marked = (question, col(RatingValue.rating_id).in_(of_project), col(RatingValue.shown_basis) == stream.basis)
    session.execute(update(RatingValue).where(*marked).values(shown_basis=None, shown_value=None))
    inside = (question, col(RatingValue.rating_id).in_(counted), col(RatingValue.value).is_not(None))
    elsewhere = select(RatingValue.shown_basis, func.count()).where(*inside, col(RatingValue.shown_basis).is_not(None))
    moved = {str(basis): count for basis, count in session.execute(elsewhere.group_by(col(RatingValue.shown_basis)))}
    session.execute(update(RatingValue).where(*inside).values(shown_basis=stream.basis, shown_value=RatingValue.value))
    return moved
