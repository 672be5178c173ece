"""What is public of a decision: the outcome, its measures, and how each of them stands."""

import datetime as dt

from sqlmodel import Session, col, select

from datasets import catalogue
from datasets.errors import BadQuestion, NotFound
from datasets.records import Record
from datasets.tables.outcomes import Measure, Outcome
from datasets.tables.types import now
from feedback.people.staff import require
from feedback.review import audit
from feedback.tables.cases import Decision
from feedback.tables.people import Staff

DATASET = "gesagt-getan"
STATES = ("open", "done", "dropped")


class Promise(Record):
    """A measure: what is done, by which organisation, until when."""

    text: str
    owner: str = ""
    due: dt.date | None = None


def publish(session: Session, decision: Decision, moment: dt.datetime) -> Outcome:
    """Writes a decision that two people agreed on into the register; the outcome that it corrects is replaced."""
    before = session.get(Decision, decision.replaces_id) if decision.replaces_id else None
    if before is not None and before.outcome_id is not None:
        replaced = session.get_one(Outcome, before.outcome_id)
        replaced.replaced_at = moment
        session.add(replaced)
    outcome = Outcome(
        project_id=decision.project_id,
        decision=decision.decision,
        text=decision.text,
        snapshot_id=decision.snapshot_id,
        decided_on=moment.date(),
        review_on=decision.review_on,
        published_at=moment,
    )
    session.add(outcome)
    session.flush()
    for promise in (Promise.model_validate(measure) for measure in decision.measures):
        session.add(Measure(outcome_id=int(outcome.id or 0), text=promise.text, owner=promise.owner, due=promise.due, updated_at=moment))
    _now_public(session)
    return outcome


def settle(session: Session, person: Staff, measure_id: int, state: str, moment: dt.datetime | None = None) -> Measure:
    """Says publicly how a measure stands. Raises NotAllowed, NotFound, BadQuestion."""
    require(person, "propose")
    if state not in STATES:
        raise BadQuestion(f"state must be one of {', '.join(STATES)}.", "state")
    measure = session.get(Measure, measure_id)
    if measure is None:
        raise NotFound(f"There is no measure {measure_id}.")
    measure.state, measure.updated_at = state, moment or now()
    session.add(measure)
    _now_public(session)
    audit.append(session, person.key, "measure.settle", f"measure/{measure_id}", {"state": state}, moment)
    return measure


def open_promises(session: Session) -> list[tuple[Measure, Outcome]]:
    """Open measures of decisions in force with their decision, the most urgent first, those without a date last."""
    question = select(Measure, Outcome).join(Outcome, col(Outcome.id) == Measure.outcome_id)
    waiting = question.where(Measure.state == "open", col(Outcome.replaced_at).is_(None))
    return list(session.exec(waiting.order_by(col(Measure.due).is_(None), col(Measure.due), col(Measure.id))).all())


def _now_public(session: Session) -> None:
    session.flush()
    catalogue.mark_due(session, DATASET)
    catalogue.raise_version(session)
