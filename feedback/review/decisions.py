"""Decisions on projects: one person proposes with reasons, another confirms, and only then it is public."""

import datetime as dt

from pydantic import Field
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from datasets.errors import BadQuestion, NotFound, Refused
from datasets.records import Record
from datasets.tables.outcomes import Outcome
from datasets.tables.projects import Project
from datasets.tables.scores import Snapshot
from datasets.tables.types import now
from feedback.people.staff import require
from feedback.review import audit, conflicts, outcomes
from feedback.review.outcomes import Promise
from feedback.tables.cases import DECISIONS, Decision, ReviewCase
from feedback.tables.people import Staff

SHORTEST_REASONING = 100


class Proposal(Record):
    """What the first person writes. ``no_interest`` is their declaration that they have none in the project."""

    decision: str
    reasoning: str
    text: str
    measures: tuple[Promise, ...] = ()
    review_on: dt.date | None = None
    no_interest: bool = False
    case_id: int | None = None
    replaces_id: int | None = Field(default=None, description="The confirmed decision that this one corrects.")


def propose(session: Session, person: Staff, project_id: int, given: Proposal, moment: dt.datetime | None = None) -> Decision:
    """Enters a proposal.

    Raises BadQuestion naming a wrong field, NotAllowed for the role, NotFound, and Refused for a conflict of interest or
    where another proposal on the project is open.
    """
    require(person, "propose")
    _check(given)
    if session.get(Project, project_id) is None:
        raise NotFound(f"There is no project {project_id}.")
    _declared(session, person, project_id, given.no_interest)
    if given.replaces_id is not None:
        _replaceable(session, given.replaces_id, project_id)
    made = Decision(
        project_id=project_id,
        case_id=given.case_id,
        replaces_id=given.replaces_id,
        decision=given.decision,
        reasoning=given.reasoning.strip(),
        text=given.text.strip(),
        measures=[promise.model_dump(mode="json") for promise in given.measures],
        review_on=given.review_on,
        snapshot_id=session.exec(select(Snapshot.id).order_by(col(Snapshot.id).desc()).limit(1)).first(),
        first_id=int(person.id or 0),
        proposed_at=moment or now(),
    )
    _store_alone(session, made)
    facts: dict[str, audit.Fact] = {"project": project_id, "decision": made.decision, "snapshot": made.snapshot_id}
    audit.append(session, person.key, "decision.propose", f"decision/{made.id}", facts, moment)
    return made


def confirm(session: Session, person: Staff, decision_id: int, no_interest: bool, moment: dt.datetime | None = None) -> Outcome:
    """The second person agrees: the decision and its measures are public with this transaction.

    Raises NotAllowed, NotFound, Refused: not open any more, the same person, a conflict of interest.
    """
    require(person, "confirm")
    decision = _open(session, decision_id)
    if decision.first_id == person.id:
        raise Refused("You proposed this decision yourself; a second person must confirm it.")
    _declared(session, person, decision.project_id, no_interest)
    moment = moment or now()
    outcome = outcomes.publish(session, decision, moment)
    decision.outcome_id = outcome.id
    _end(session, decision, "confirmed", person, moment)
    if decision.case_id is not None:
        _close_case(session, decision.case_id, moment)
    facts: dict[str, audit.Fact] = {"project": decision.project_id, "outcome": outcome.id, "snapshot": decision.snapshot_id}
    audit.append(session, person.key, "decision.confirm", f"decision/{decision.id}", facts, moment)
    return outcome


def reject(session: Session, person: Staff, decision_id: int, answer: str, moment: dt.datetime | None = None) -> None:
    """A second person does not agree and says why. Raises as ``confirm`` does."""
    require(person, "confirm")
    decision = _open(session, decision_id)
    if decision.first_id == person.id:
        raise Refused("You proposed this decision yourself; withdraw it instead.")
    if not answer.strip():
        raise BadQuestion("Say why you do not agree.", "answer")
    decision.answer = answer.strip()
    _end(session, decision, "rejected", person, moment or now())
    audit.append(session, person.key, "decision.reject", f"decision/{decision.id}", {"project": decision.project_id}, moment)


def withdraw(session: Session, person: Staff, decision_id: int, moment: dt.datetime | None = None) -> None:
    """The first person takes the proposal back. Raises NotFound, or Refused for anybody else."""
    decision = _open(session, decision_id)
    if decision.first_id != person.id:
        raise Refused("Only who proposed a decision can withdraw it.")
    _end(session, decision, "withdrawn", None, moment or now())
    audit.append(session, person.key, "decision.withdraw", f"decision/{decision.id}", {"project": decision.project_id}, moment)


def of_project(session: Session, project_id: int) -> list[Decision]:
    """All proposals and decisions on a project, newest first."""
    return list(session.exec(select(Decision).where(Decision.project_id == project_id).order_by(col(Decision.id).desc())))


def _check(given: Proposal) -> None:
    if given.decision not in DECISIONS:
        raise BadQuestion(f"decision must be one of {', '.join(DECISIONS)}.", "decision")
    if len(given.reasoning.strip()) < SHORTEST_REASONING:
        raise BadQuestion(f"The reasoning needs at least {SHORTEST_REASONING} characters.", "reasoning")
    if not given.text.strip():
        raise BadQuestion("The text for the public is missing.", "text")
    if any(not promise.text.strip() for promise in given.measures):
        raise BadQuestion("Each measure needs a text.", "measures")


def _declared(session: Session, person: Staff, project_id: int, no_interest: bool) -> None:
    conflicts.refuse_conflict(session, person, project_id)
    if not no_interest:
        raise BadQuestion("Declare that you have no interest of your own in this project, or leave the decision to others.", "no_interest")


def _store_alone(session: Session, made: Decision) -> None:
    """One open proposal per project, held by a unique index; a second one leaves the session usable."""
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError:
        raise Refused("There is an open proposal on this project already; decide on that first.") from None


def _open(session: Session, decision_id: int) -> Decision:
    question = select(Decision).where(Decision.id == decision_id).with_for_update().execution_options(populate_existing=True)
    decision = session.exec(question).first()
    if decision is None:
        raise NotFound(f"There is no decision {decision_id}.")
    if decision.state != "proposed":
        raise Refused(f"This proposal is not open any more: it was {decision.state}.")
    return decision


def _end(session: Session, decision: Decision, state: str, person: Staff | None, moment: dt.datetime) -> None:
    decision.state, decision.decided_at = state, moment
    decision.second_id = None if person is None else person.id
    session.add(decision)
    session.flush()


def _replaceable(session: Session, decision_id: int, project_id: int) -> None:
    before = session.get(Decision, decision_id)
    if before is None or before.project_id != project_id or before.state != "confirmed":
        raise BadQuestion("Only a confirmed decision on the same project can be corrected.", "replaces_id")


def _close_case(session: Session, case_id: int, moment: dt.datetime) -> None:
    case = session.get(ReviewCase, case_id)
    if case is not None and case.state != "closed":
        case.state, case.closed_at = "closed", moment
        session.add(case)
