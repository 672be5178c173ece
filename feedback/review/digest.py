"""The daily mail to staff: how much waits at the desk for each of them, in numbers alone; none where nothing waits."""

import datetime as dt
from collections.abc import Iterator
from email.message import EmailMessage
from string import Template

import structlog
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, col, func, select

from datasets.database import reading, transaction
from datasets.settings import Settings
from datasets.tables.types import now
from feedback.follow import letters, post
from feedback.people.staff import MAY
from feedback.review import cases, comments
from feedback.tables.bursts import Exclusion
from feedback.tables.cases import Decision, ReviewCase
from feedback.tables.ideas import IdeaProposal
from feedback.tables.notices import Notice
from feedback.tables.people import Staff
from feedback.tables.replies import ReplyDraft

log = structlog.get_logger("feedback.digest")

FROM = 5
"""Hour (UTC) before which nobody gets it: it lies there when the day begins."""

Line = tuple[str, int, str]
"""Name of its text, how many, address of the room."""


def remind(engine: Engine, settings: Settings, moment: dt.datetime | None = None) -> int:
    """How many mails the server took. Each person is asked about once a day; a mail that fails is not tried again."""
    moment, sent = moment or now(), 0
    if settings.mail is None or moment.hour < FROM:
        return 0
    with reading(engine) as session:
        late = col(Staff.told_on).is_(None) | (col(Staff.told_on) < moment.date())
        people = list(session.exec(select(Staff.id).where(col(Staff.active), late).order_by(col(Staff.id))))
    for staff_id in people:
        with transaction(engine) as session:
            letter = _letter(session, settings, int(staff_id or 0), moment)
        if letter is not None:
            sent += post.send(settings.mail, letter, lambda: None) == "taken"
    if sent:
        log.info("digest", sent=sent)
    return sent


def waiting(session: Session, person: Staff, moment: dt.datetime) -> list[Line]:
    """What waits for this person, by what their role may do; nothing that only somebody else may decide."""
    return [line for line in _lines(session, person, moment) if line[1]]


def _letter(session: Session, settings: Settings, staff_id: int, moment: dt.datetime) -> EmailMessage | None:
    """The mail, marked as sent before it is: who dies in between sends none rather than two."""
    person = session.get_one(Staff, staff_id, with_for_update=True)
    # Another worker may have written to them since they were found.
    is_told = person.told_on is not None and person.told_on >= moment.date()
    lines = [] if is_told or not person.active else waiting(session, person, moment)
    if not lines:
        return None
    person.told_on = moment.date()
    session.add(person)
    language = person.language or settings.city.languages[0]
    said, site = letters.words(language), settings.base_url + letters.prefix(language)
    told = "\n\n".join(f"{said[f'due_{name}']}: {count}\n{site}{path}" for name, count, path in lines)
    subject = Template(said["due_subject"]).substitute(count=sum(count for _, count, _ in lines))
    body = Template(said["due"]).substitute(pieces=told, link=f"{site}/pruefung", own=f"{site}/pruefung/ich")
    return letters.plain(settings, person.email, subject, body)


def _lines(session: Session, person: Staff, moment: dt.datetime) -> Iterator[Line]:
    if person.role in MAY["confirm"]:
        yield "second", _count(session, Decision, Decision.state == "proposed", Decision.first_id != person.id), "/pruefung?zweit=1"
        yield (
            "exclusion",
            _count(session, Exclusion, Exclusion.state == "proposed", Exclusion.first_id != person.id),
            "/pruefung/haeufungen",
        )
        yield "burst", _count(session, ReviewCase, ReviewCase.trigger == "burst", ReviewCase.state != "closed"), "/pruefung/haeufungen"
        yield "review", sum("review_due" in entry.reasons for entry in cases.queue(session, moment)), "/pruefung?anlass=review_due"
    if person.role in MAY["qualify"]:
        yield "notice", _count(session, Notice, Notice.state == "open"), "/pruefung/meldungen"
        yield "comment", comments.waiting(session), "/pruefung/kommentare"
        yield "idea", _count(session, IdeaProposal, IdeaProposal.state == "new"), "/pruefung/ideen"
        yield "reply", _count(session, ReplyDraft, ReplyDraft.state == "draft", ReplyDraft.author_id != person.id), "/pruefung/antworten"


def _count(session: Session, table: type[SQLModel], *conditions: bool) -> int:
    return session.exec(select(func.count()).select_from(table).where(*conditions)).one()
