"""What staff do with notices: read them, the most urgent first, and answer."""

import datetime as dt

from sqlmodel import Session, case, col, select

from datasets.errors import BadQuestion, NotFound
from datasets.tables.types import now
from feedback.people.staff import require
from feedback.review import audit
from feedback.tables.notices import NOTICE_STATES, Notice
from feedback.tables.people import Staff
from feedback.voices.notices import LONGEST_TEXT


def listing(session: Session, state: str = "", limit: int = 500) -> list[Notice]:
    """Notices in this state, or all: open before answered before closed, then threats to life, however they came (DSA Art. 18).

    Of the others unlawful contents first, doubtful ones last, oldest first.
    """
    question = select(Notice) if not state else select(Notice).where(Notice.state == state)
    order = case({name: place for place, name in enumerate(NOTICE_STATES)}, value=col(Notice.state))
    urgency = (col(Notice.ground) != "threat", col(Notice.doubt) != "", col(Notice.kind) == "error")
    return list(session.exec(question.order_by(order, *urgency, col(Notice.created_at), col(Notice.id)).limit(limit)))


def one(session: Session, notice_id: int) -> Notice:
    """One notice. Raises NotFound."""
    found = session.get(Notice, notice_id)
    if found is None:
        raise NotFound(f"There is no notice {notice_id}.")
    return found


def answer(session: Session, person: Staff, notice_id: int, text: str, state: str, moment: dt.datetime | None = None) -> Notice:
    """Writes the answer that the holder of the code reads, and the state. Raises NotAllowed, NotFound, BadQuestion.

    Whatever is not open any more needs an answer: the notifier must learn the decision.
    """
    require(person, "qualify")
    moment, notice, written = moment or now(), one(session, notice_id), text.replace("\r\n", "\n").replace("\x00", "").strip()
    if state not in NOTICE_STATES:
        raise BadQuestion(f"state must be one of {', '.join(NOTICE_STATES)}.", "state")
    if len(written) > LONGEST_TEXT or (state != "open" and not written):
        raise BadQuestion(f"An answer of 1 to {LONGEST_TEXT} characters is needed.", "answer")
    if written and written != notice.answer:
        notice.answered_at = moment
    notice.answer, notice.state = written, state
    notice.closed_at = (notice.closed_at or moment) if state == "closed" else None
    session.add(notice)
    session.flush()
    audit.append(session, person.key, "notice.answer", f"notice/{notice_id}", {"state": state}, moment)
    return notice
