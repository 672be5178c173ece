"""Projects whose newest votes are being checked: what is published of them stays, new votes are held."""

from sqlmodel import Session, select

from feedback.tables.cases import ReviewCase

ALARMS = 2
"""One detector only opens a case; two together change what is public."""


def frozen(session: Session) -> frozenset[int]:
    """Ids of the projects with an open burst case on which two detectors agree."""
    question = select(ReviewCase.project_id).where(ReviewCase.trigger == "burst", ReviewCase.state != "closed", ReviewCase.alarms >= ALARMS)
    return frozenset(session.exec(question))
