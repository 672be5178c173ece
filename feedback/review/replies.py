"""Official replies: drafted, published, corrected and taken back at the desk; what is public is a copy in the register."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import Session, case, col, select

from datasets import catalogue
from datasets.errors import BadQuestion, NotAllowed, NotFound, Refused
from datasets.records import Record, Text
from datasets.tables.comments import PublishedComment, PublishedReply
from datasets.tables.projects import Project
from datasets.tables.types import now
from feedback.people.staff import require
from feedback.review import audit, conflicts
from feedback.tables.people import Staff
from feedback.tables.replies import REPLY_STATES, ReplyDraft

LONGEST = {"text": 3000, "organisation": 200, "answer": 500}
AT_ONCE = 200
"""So many are listed."""


class Words(Record):
    """What is to be said, by whom, beneath which published comment; without one it answers the project as a whole."""

    text: str
    organisation: str
    comment_key: str = ""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A reply at the desk, with its project and what is public of it."""

    draft: ReplyDraft
    slug: str
    title: Text
    public: PublishedReply | None


def listing(session: Session, person: Staff, state: str = "") -> list[Drafted]:
    """Replies in this state, or all: drafts first, then the newest. A partner sees its own."""
    question = select(ReplyDraft, Project, PublishedReply).join(Project, col(Project.id) == ReplyDraft.project_id)
    question = question.outerjoin(PublishedReply, col(PublishedReply.id) == ReplyDraft.reply_id)
    if state in REPLY_STATES:
        question = question.where(ReplyDraft.state == state)
    if person.role == "partner":
        question = question.where(ReplyDraft.author_id == person.id)
    order = (case((col(ReplyDraft.state) == "draft", 0), else_=1), col(ReplyDraft.created_at).desc(), col(ReplyDraft.id).desc())
    return [_drafted(*row) for row in session.exec(question.order_by(*order).limit(AT_ONCE))]


def one(session: Session, person: Staff, number: int) -> Drafted:
    """One reply. Raises NotFound, also for what a partner may not see."""
    found = session.get(ReplyDraft, number)
    if found is None or (person.role == "partner" and found.author_id != person.id):
        raise NotFound(f"There is no reply {number}.")
    public = session.get(PublishedReply, found.reply_id) if found.reply_id else None
    return _drafted(found, session.get_one(Project, found.project_id), public)


def draft(session: Session, person: Staff, project_id: int, words: Words, moment: dt.datetime | None = None) -> ReplyDraft:
    """Writes a draft down. Raises NotAllowed, and BadQuestion naming the wrong field."""
    _may_write(session, person, project_id)
    checked, moment = _checked(session, project_id, words), moment or now()
    made = ReplyDraft(project_id=project_id, author_id=int(person.id or 0), created_at=moment, **checked.model_dump())
    session.add(made)
    session.flush()
    _note(session, person, "reply.draft", made, moment)
    return made


def rewrite(session: Session, person: Staff, number: int, words: Words, moment: dt.datetime | None = None) -> None:
    """Other words: of a draft, or of a published reply, where everybody reads that and when it was corrected.

    Raises NotAllowed, NotFound, Refused where it is decided on already, and BadQuestion naming the field.
    """
    found, moment = _locked(session, person, number), moment or now()
    if found.state == "published":
        require(person, "qualify")
    elif found.state != "draft":
        raise Refused("The reply is decided on; write a new one.")
    _may_write(session, person, found.project_id)
    found.sqlmodel_update(_checked(session, found.project_id, words).model_dump())
    session.add(found)
    public = session.get(PublishedReply, found.reply_id) if found.reply_id else None
    if public is not None:
        public.text, public.organisation, public.comment_key, public.corrected_at = (
            found.text,
            found.organisation,
            found.comment_key,
            moment,
        )
        session.add(public)
        session.flush()
        catalogue.raise_version(session)
    _note(session, person, "reply.correct" if public is not None else "reply.draft", found, moment)


def publish(session: Session, person: Staff, number: int, words: Words, moment: dt.datetime | None = None) -> None:
    """Everybody reads it from now on. Raises as ``rewrite``."""
    require(person, "qualify")
    found, moment = _locked(session, person, number), moment or now()
    _refuse_unless(found, "draft")
    found.sqlmodel_update(_checked(session, found.project_id, words).model_dump())
    said = {"text": found.text, "organisation": found.organisation, "comment_key": found.comment_key}
    public = PublishedReply.model_validate(said | {"project_id": found.project_id, "published_at": moment})
    session.add(public)
    session.flush()
    found.reply_id = public.id
    _decided(session, person, found, "published", moment)
    catalogue.raise_version(session)


def reject(session: Session, person: Staff, number: int, answer: str, moment: dt.datetime | None = None) -> None:
    """The draft is not published; its author reads why. Raises NotAllowed, NotFound, Refused, BadQuestion."""
    require(person, "qualify")
    found = _locked(session, person, number)
    _refuse_unless(found, "draft")
    found.answer = _text("answer", answer)
    _decided(session, person, found, "rejected", moment or now())


def withdraw(session: Session, person: Staff, number: int, moment: dt.datetime | None = None) -> None:
    """A published reply is taken off, a draft taken back by its author. Raises NotAllowed, NotFound, Refused."""
    found = _locked(session, person, number)
    if found.state != "draft" or found.author_id != person.id:
        require(person, "qualify")
    if found.state not in {"draft", "published"}:
        raise Refused("The reply is decided on; write a new one.")
    public = session.get(PublishedReply, found.reply_id) if found.reply_id else None
    found.reply_id = None
    _decided(session, person, found, "withdrawn", moment or now())
    if public is not None:
        session.delete(public)
        session.flush()
        catalogue.raise_version(session)


def may_write(session: Session, person: Staff, project_id: int) -> bool:
    """Whether the person may draft a reply on the project: the office on all, a partner on those that it leads."""
    try:
        _may_write(session, person, project_id)
    except NotAllowed:
        return False
    return True


def _may_write(session: Session, person: Staff, project_id: int) -> None:
    require(person, "reply")
    if person.role == "partner" and not conflicts.leads(session, person, project_id):
        raise NotAllowed("A partner replies on the projects that it leads.")


def _checked(session: Session, project_id: int, words: Words) -> Words:
    key = words.comment_key.strip()
    comment = session.get(PublishedComment, key) if key else None
    if key and (comment is None or comment.project_id != project_id):
        raise BadQuestion("This comment is not public.", "comment_key")
    return Words(text=_text("text", words.text), organisation=_text("organisation", words.organisation), comment_key=key)


def _text(name: str, given: str) -> str:
    text = given.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text or len(text) > LONGEST[name]:
        raise BadQuestion(f"{name} needs 1 to {LONGEST[name]} characters.", name)
    return text


def _locked(session: Session, person: Staff, number: int) -> ReplyDraft:
    session.get(ReplyDraft, number, with_for_update=True, populate_existing=True)
    return one(session, person, number).draft


def _refuse_unless(found: ReplyDraft, state: str) -> None:
    if found.state != state:
        raise Refused("The reply is decided on; write a new one.")


def _decided(session: Session, person: Staff, found: ReplyDraft, state: str, moment: dt.datetime) -> None:
    found.state, found.decided_by, found.decided_at = state, person.id, moment
    session.add(found)
    session.flush()
    _note(session, person, f"reply.{state}", found, moment)


def _note(session: Session, person: Staff, act: str, found: ReplyDraft, moment: dt.datetime) -> None:
    facts: dict[str, audit.Fact] = {"state": found.state, "project": found.project_id}
    audit.append(session, person.key, act, f"reply/{found.id}", facts, moment)


def _drafted(found: ReplyDraft, project: Project, public: PublishedReply | None) -> Drafted:
    return Drafted(found, project.slug, Text(de=project.title, en=project.title_en), public)
