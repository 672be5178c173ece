"""What staff do with ideas: read them, publish them, say how they stand and why."""

import datetime as dt
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, case, col, select

from datasets import catalogue, search
from datasets.errors import BadQuestion, NotFound
from datasets.records import Record
from datasets.register import projects
from datasets.register.ideas import KIND
from datasets.tables.ideas import IDEA_STATES, Idea
from datasets.tables.types import now
from feedback.people.staff import require
from feedback.review import audit
from feedback.tables.ideas import PROPOSAL_STATES, IdeaProposal, IdeaSupport
from feedback.tables.people import Staff
from feedback.voices.supporters import DATASET

LONGEST_ANSWER = 2000
CLOSED = ("adopted", "declined")


class Settlement(Record):
    """How an idea stands from now on, why, and what of it everybody reads. ``texts`` are the public fields of an idea."""

    state: str
    texts: dict[str, str]
    answer: str = ""
    project: str = ""
    hidden: bool = False
    """Its text is shown to nobody: it insults, advertises or names somebody."""


def listing(session: Session, state: str = "", limit: int = 500) -> list[IdeaProposal]:
    """Proposals in this state, or all: new ones first, doubtful ones last, oldest first."""
    question = select(IdeaProposal) if not state else select(IdeaProposal).where(IdeaProposal.state == state)
    order = case({name: place for place, name in enumerate(PROPOSAL_STATES)}, value=col(IdeaProposal.state))
    ordered = question.order_by(order, col(IdeaProposal.doubt) != "", col(IdeaProposal.created_at), col(IdeaProposal.id))
    return list(session.exec(ordered.limit(limit)))


def one(session: Session, proposal_id: int) -> tuple[IdeaProposal, Idea | None]:
    """A proposal with what is public of it. Raises NotFound."""
    found = session.get(IdeaProposal, proposal_id)
    if found is None:
        raise NotFound(f"There is no proposal {proposal_id}.")
    return found, session.get(Idea, found.idea_id) if found.idea_id else None


def settle(session: Session, person: Staff, proposal_id: int, new: Settlement, moment: dt.datetime | None = None) -> Idea | None:
    """Publishes, renews or hides an idea; what is public of it now. Raises NotAllowed, NotFound, BadQuestion naming the field."""
    require(person, "qualify")
    moment = moment or now()
    proposal, idea = _locked(session, proposal_id)
    _check(session, new)
    proposal.state = new.state
    proposal.closed_at = (proposal.closed_at or moment) if new.state in CLOSED else None
    shown = None
    if new.hidden:
        _hide(session, proposal, idea)
    else:
        shown = _show(session, proposal, idea, new, moment)
    catalogue.mark_due(session, DATASET)
    catalogue.raise_version(session)
    audit.append(session, person.key, "idea.settle", f"idea/{proposal_id}", {"state": new.state, "hidden": new.hidden}, moment)
    return shown


def _locked(session: Session, proposal_id: int) -> tuple[IdeaProposal, Idea | None]:
    session.get(IdeaProposal, proposal_id, with_for_update=True, populate_existing=True)
    return one(session, proposal_id)


def _check(session: Session, new: Settlement) -> None:
    if new.state not in IDEA_STATES:
        raise BadQuestion(f"state must be one of {', '.join(IDEA_STATES)}.", "state")
    if len(new.answer) > LONGEST_ANSWER or (new.state in CLOSED and not new.hidden and not new.answer):
        raise BadQuestion(f"An answer of 1 to {LONGEST_ANSWER} characters is needed.", "answer")
    if new.hidden and new.state != "declined":
        raise BadQuestion("Only a declined idea can be hidden.", "hidden")
    if new.project:
        try:
            projects.named(session, new.project)
        except NotFound as error:
            raise BadQuestion(str(error), "project") from None


def _show(session: Session, proposal: IdeaProposal, idea: Idea | None, new: Settlement, moment: dt.datetime) -> Idea:
    values: dict[str, Any] = new.texts | {"state": new.state, "answer": new.answer, "project": new.project, "updated_at": moment}
    shown = idea.sqlmodel_update(values) if idea else Idea(**values, published_on=moment.date())
    session.add(shown)
    session.flush()
    proposal.idea_id = shown.id
    session.add(proposal)
    session.flush()
    search.put(session, KIND, str(shown.id), shown.title, f"{shown.what} {shown.for_whom} {shown.place} {shown.benefit}")
    return shown


def _hide(session: Session, proposal: IdeaProposal, idea: Idea | None) -> None:
    proposal.idea_id = None
    session.add(proposal)
    session.flush()
    if idea is not None:
        search.remove(session, KIND, str(idea.id))
        session.execute(delete(IdeaSupport).where(col(IdeaSupport.idea_id) == idea.id))
        session.delete(idea)
        session.flush()
