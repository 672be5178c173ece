"""Projects whose newest votes are being checked: what is published of them stays, new votes are held."""

from sqlalchemy import ColumnElement, exists
from sqlmodel import Session, select

from feedback.rows import columns
from feedback.tables.cases import ReviewCase

ALARMS = 2
"""One detector only opens a case; two together change what is public."""

_CASE = columns(ReviewCase)
_OPEN = (_CASE.trigger == "burst") & (_CASE.state != "closed") & (_CASE.alarms >= ALARMS)


def open_on(project_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the project of that column has an open burst case on which two detectors agree; a part of a question."""
    return exists().where(_CASE.project_id == project_id, _OPEN)


def frozen(session: Session) -> frozenset[int]:
    """Ids of the projects with such a case."""
    return frozenset(session.execute(select(_CASE.project_id).where(_OPEN)).scalars())
