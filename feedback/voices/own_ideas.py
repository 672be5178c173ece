"""What somebody said about ideas: a proposal found by its code, the voices of a browser; to see, take along or delete."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from datasets import catalogue, search
from datasets.errors import NotFound
from datasets.register.ideas import KIND
from datasets.tables.ideas import Idea
from feedback.tables.ideas import IdeaProposal, IdeaSupport
from feedback.trust import token as tokens
from feedback.voices import contacts, ideas, supporters

TEXTS = tuple(ideas.LONGEST)


@dataclass(frozen=True, slots=True)
class OwnIdea:
    """A proposal as its author sees it; ``number`` is that of the published idea, None while there is none."""

    texts: dict[str, str]
    district: str
    name: str
    email: str
    state: str
    answer: str
    number: int | None
    created_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Support:
    """A voice of this browser for a published idea."""

    number: int
    title: str
    at: dt.datetime


def by_code(session: Session, secret: bytes, code: str) -> int:
    """Id of the proposal of a code. Raises NotFound."""
    found = session.exec(select(IdeaProposal.id).where(IdeaProposal.code_hash == tokens.code_hash(secret, code))).first()
    if found is None:
        raise NotFound("No idea has this code.")
    return found


def show(session: Session, secret: bytes, proposal_id: int) -> OwnIdea:
    """The proposal with the public answer to it. Raises NotFound."""
    row = _one(session, proposal_id)
    public, who = session.get(Idea, row.idea_id) if row.idea_id else None, contacts.contact(secret, row)
    return OwnIdea(
        texts={name: getattr(row, name) for name in TEXTS},
        district=row.district,
        name=who.name,
        email=who.email,
        state=row.state,
        answer=public.answer if public else "",
        number=row.idea_id,
        created_at=row.created_at,
    )


def export(session: Session, secret: bytes, proposal_id: int) -> dict[str, Any]:
    """Everything that is stored of it, ready for JSON."""
    own = show(session, secret, proposal_id)
    rest = {"district": own.district, "name": own.name, "email": own.email, "state": own.state, "answer": own.answer, "idea": own.number}
    return own.texts | rest | {"created_at": own.created_at.isoformat()}


def erase(session: Session, proposal_id: int) -> None:
    """Nothing of it remains, nor of what is public of it; dated releases keep the idea as it stood in them. Raises NotFound."""
    row = _one(session, proposal_id)
    number = row.idea_id
    session.delete(row)
    session.flush()
    if number is not None:
        search.remove(session, KIND, str(number))
        session.execute(delete(IdeaSupport).where(col(IdeaSupport.idea_id) == number))
        session.execute(delete(Idea).where(col(Idea.id) == number))
        session.expire_all()
        catalogue.mark_due(session, supporters.DATASET)
        catalogue.raise_version(session)


def supports(session: Session, secret: bytes, token: str) -> list[Support]:
    """The ideas that this browser supports, the newest voice first. Each idea's hash is another, so each is asked about."""
    if not token:
        return []
    owners = {ideas.owner(secret, token, int(number or 0)) for number in session.exec(select(Idea.id))}
    rows = session.exec(select(IdeaSupport, Idea.title).join(Idea, col(Idea.id) == IdeaSupport.idea_id)).all() if owners else []
    mine = [Support(row.idea_id, title, row.at) for row, title in rows if row.token_hash in owners]
    return sorted(mine, key=lambda one: one.at, reverse=True)


def erase_supports(session: Session, secret: bytes, token: str) -> None:
    """Takes back every voice of this browser."""
    for one in supports(session, secret, token):
        ideas.take_back(session, secret, one.number, token)


def _one(session: Session, proposal_id: int) -> IdeaProposal:
    found = session.get(IdeaProposal, proposal_id, with_for_update=True)
    if found is None:
        raise NotFound("This idea is not there any more.")
    return found
