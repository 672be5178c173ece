"""Proposing an idea, and supporting a published one."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import delete
from sqlmodel import Session, col, func, select

from datasets.city import City
from datasets.errors import BadQuestion, Refused
from datasets.records import Record
from datasets.register import ideas
from datasets.tables.ideas import Idea
from datasets.tables.types import now
from feedback.rows import insert_new
from feedback.tables.ideas import IdeaProposal, IdeaSupport
from feedback.trust import limits, network
from feedback.trust import token as tokens
from feedback.trust.keys import mac
from feedback.voices import contacts, letters
from feedback.voices.letters import Sent

LONGEST = {"title": 120, "what": 2000, "for_whom": 300, "place": 120, "benefit": 1000}
"""Characters of each text; the first two are needed."""

NEEDED = ("title", "what")
KIND = "idea"
"""As which kind of attempt the limits count a proposal."""

OPEN = ("published", "in_review")
"""States in which an idea can be supported."""

SUPPORTS_A_DAY = 20
"""Of one network for one idea."""


class IdeaForm(Record):
    """A valid form. ``district`` is a slug of the city's or empty; name and mail address are never published."""

    title: str
    what: str
    for_whom: str = ""
    district: str = ""
    place: str = ""
    benefit: str = ""
    name: str = ""
    email: str = ""


def read_form(fields: Mapping[str, str], city: City) -> IdeaForm:
    """Reads the fields of the form. Raises BadQuestion naming the first wrong field."""
    name = letters.text(fields, "name", letters.LONGEST_NAME)
    return IdeaForm(**read_texts(fields, city), name=name, email=letters.mail(fields))


def read_texts(fields: Mapping[str, str], city: City) -> dict[str, str]:
    """What may be published of an idea, by field. Raises BadQuestion naming the first wrong one."""
    texts = {name: letters.text(fields, name, longest, name in NEEDED) for name, longest in LONGEST.items()}
    return texts | {"district": letters.choice(fields, "district", ("", *(part.slug for part in city.districts)))}


def propose(session: Session, secret: bytes, form: IdeaForm, sent: Sent, moment: dt.datetime | None = None) -> str:
    """Stores a proposal, which nobody sees until staff publish it; the code of its author, which exists nowhere else.

    The same rendered form sent again is the same proposal and has the same code; while it is new its words are replaced.
    Raises Refused where the network sent too many.
    """
    moment, code, values = moment or now(), tokens.code(secret, sent.nonce), contacts.sealed(secret, form.model_dump())
    known = session.exec(select(IdeaProposal).where(IdeaProposal.nonce == sent.nonce).with_for_update()).first()
    if known is None:
        doubt = letters.doubt(session, KIND, sent, moment)
        fixed = {"doubt": doubt, "nonce": sent.nonce, "state": "new", "created_at": moment, "code_hash": tokens.code_hash(secret, code)}
        insert_new(session, IdeaProposal, values | fixed, "id")
    elif known.state == "new":
        session.add(known.sqlmodel_update(values))
    session.flush()
    return code


def waiting(session: Session) -> int | None:
    """How many proposals nobody has decided on; None below 5. Those that look like a machine's are left out."""
    question = select(func.count()).select_from(IdeaProposal).where(IdeaProposal.state == "new", IdeaProposal.doubt == "")
    return letters.gated(session.exec(question).one())


def support(session: Session, secret: bytes, idea_id: int, token: str, prefix: str, moment: dt.datetime | None = None) -> Idea:
    """One voice of this browser for an idea, however often it is given; how many are public is the next snapshot's matter.

    Raises NotFound; BadQuestion where it is decided on already; Refused where a network gave too many.
    """
    idea, moment = ideas.one(session, idea_id), moment or now()
    if idea.state not in OPEN:
        raise BadQuestion("The idea is decided on; it can be supported no more.", "idee")
    whose = owner(secret, token, idea_id)
    given = select(IdeaSupport.id).where(IdeaSupport.idea_id == idea_id, IdeaSupport.token_hash == whose)
    if session.exec(given).first() is not None:
        return idea
    kind = f"support/{idea_id}"
    if not network.is_own_machine(prefix) and not limits.within_limit(session, kind, prefix, moment, SUPPORTS_A_DAY):
        raise Refused("Too many voices for this idea came from this network today.")
    insert_new(session, IdeaSupport, {"idea_id": idea_id, "token_hash": whose, "at": moment}, "id")
    return idea


def take_back(session: Session, secret: bytes, idea_id: int, token: str) -> Idea:
    """The voice of this browser is gone; nothing happens where it gave none. Raises NotFound."""
    idea = ideas.one(session, idea_id)
    mine = (col(IdeaSupport.idea_id) == idea_id, col(IdeaSupport.token_hash) == owner(secret, token, idea_id))
    session.execute(delete(IdeaSupport).where(*mine))
    return idea


def owner(secret: bytes, token: str, idea_id: int) -> str:
    """What is stored of a browser that supports an idea: another one for each idea."""
    return mac(secret, "support", token, idea_id).hex()
