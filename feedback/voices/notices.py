"""Handing in a notice, and asking with its receipt code what came of it."""

import datetime as dt
import statistics
from collections import Counter
from collections.abc import Mapping

from sqlmodel import Session, col, func, select

from datasets.errors import BadQuestion, NotFound
from datasets.records import Record
from datasets.tables.types import now
from feedback.rows import insert_new
from feedback.tables.notices import GROUNDS, KINDS, Notice
from feedback.trust import token as tokens
from feedback.voices import contacts, letters
from feedback.voices.letters import Sent

LONGEST_TEXT = 2000
LONGEST_ADDRESS = 500
KIND = "notice"
"""As which kind of attempt the limits count it."""


class NoticeForm(Record):
    """A valid form. ``subject_kind`` and ``subject`` are of something that exists, or both are empty."""

    kind: str
    text: str
    subject_kind: str = ""
    subject: str = ""
    ground: str = ""
    address: str = ""
    good_faith: bool = False
    name: str = ""
    email: str = ""


def read_form(fields: Mapping[str, str], subject: tuple[str, str] = ("", "")) -> NoticeForm:
    """Reads the fields of the form about ``subject`` (kind, slug). Raises BadQuestion naming the first wrong field.

    For a content that is said to be unlawful it asks for what Article 16(2) of the Digital Services Act names; name and
    mail address may be missing there only where it is about sexual abuse of children.
    """
    kind = letters.choice(fields, "kind", KINDS)
    about = {"subject_kind": subject[0], "subject": subject[1]}
    if kind == "illegal":
        return _illegal(fields, about)
    written = letters.text(fields, "text", LONGEST_TEXT, needed=True)
    address = letters.text(fields, "address", LONGEST_ADDRESS)
    name = letters.text(fields, "name", letters.LONGEST_NAME)
    return NoticeForm(kind=kind, text=written, address=address, name=name, email=letters.mail(fields), **about)


def hand_in(session: Session, secret: bytes, form: NoticeForm, sent: Sent, moment: dt.datetime | None = None) -> str:
    """Stores a notice; its receipt code, which exists nowhere else. Raises Refused where the network sent too many.

    The same rendered form sent again has the same code; while the notice is open its words are replaced.
    """
    moment = moment or now()
    code = tokens.code(secret, sent.nonce)
    known = _locked(session, sent.nonce)
    if known is None:
        doubt = letters.doubt(session, KIND, sent, moment)
        fixed = {"code_hash": tokens.code_hash(secret, code), "nonce": sent.nonce, "created_at": moment}
        insert_new(
            session, Notice, contacts.sealed(secret, form.model_dump()) | fixed | {"doubt": doubt, "state": "open", "answer": ""}, "id"
        )
    elif known.state == "open":
        session.add(known.sqlmodel_update(contacts.sealed(secret, form.model_dump())))
    session.flush()
    return code


def by_code(session: Session, secret: bytes, code: str) -> Notice:
    """The notice of a receipt code. Raises NotFound."""
    found = session.exec(select(Notice).where(Notice.code_hash == tokens.code_hash(secret, code))).first()
    if found is None:
        raise NotFound("No notice has this code.")
    return found


def counts(session: Session) -> dict[tuple[str, str], int | None]:
    """How many notices of each kind came in, and how many of them were answered or closed; None below 5.

    Keys are (kind, ``received`` or ``handled``). Those that look like a machine's are left out.
    """
    question = select(Notice.kind, Notice.state, func.count()).where(Notice.doubt == "").group_by(Notice.kind, Notice.state)
    rows = session.exec(question).all()
    received = {(kind, "received"): sum(number for of, _, number in rows if of == kind) for kind in KINDS}
    handled = {(kind, "handled"): sum(number for of, state, number in rows if of == kind and state != "open") for kind in KINDS}
    return {key: letters.gated(number) for key, number in (received | handled).items()}


def yearly(session: Session, before: dt.datetime) -> dict[int, dict[str, int | None]]:
    """By year what came in until ``before``: of each kind, on each ground, how many are handled, and the days to the answer.

    The days are the median, as a report after Article 15 of the Digital Services Act wants it. None below 5, and where
    the total of a kind would tell such a number.
    """
    question = select(Notice).where(Notice.doubt == "", Notice.created_at < before).order_by(col(Notice.created_at))
    years: dict[int, list[Notice]] = {}
    for notice in session.exec(question):
        years.setdefault(notice.created_at.year, []).append(notice)
    return {year: _year(found, before) for year, found in years.items()}


def _year(found: list[Notice], before: dt.datetime) -> dict[str, int | None]:
    answered = [notice for notice in found if notice.answered_at is not None and notice.answered_at < before]
    days = [(notice.answered_at - notice.created_at).days for notice in answered if notice.answered_at is not None]
    counted = Counter(name for notice in found for name in (notice.kind, notice.ground) if name)
    told = {name: letters.gated(counted[name]) for name in KINDS}
    told |= letters.gated_parts(counted["illegal"], {name: counted[name] for name in GROUNDS[1:]})
    median = None if letters.gated(len(days)) is None else round(statistics.median(days))
    return told | {"handled": letters.gated(len(answered)), "days": median}


def _locked(session: Session, nonce: str) -> Notice | None:
    return session.exec(select(Notice).where(Notice.nonce == nonce).with_for_update()).first()


def _illegal(fields: Mapping[str, str], about: dict[str, str]) -> NoticeForm:
    ground = letters.choice(fields, "ground", GROUNDS[1:])
    signed = ground != "child_abuse"
    form = NoticeForm(
        kind="illegal",
        ground=ground,
        text=letters.text(fields, "text", LONGEST_TEXT, needed=True),
        address=letters.text(fields, "address", LONGEST_ADDRESS, needed=True),
        name=letters.text(fields, "name", letters.LONGEST_NAME, needed=signed),
        email=letters.mail(fields, needed=signed),
        good_faith=fields.get("good_faith") == "1",
        **about,
    )
    if not form.good_faith:
        raise BadQuestion("The statement of good faith is needed.", "good_faith")
    return form
