import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from datasets import catalogue
from datasets.database import reading, transaction
from datasets.errors import BadQuestion, MehrwertError, NotAllowed, NotFound, Refused
from datasets.settings import Settings
from datasets.tables.outcomes import Measure, Outcome
from datasets.tables.projects import Project
from feedback.publish import publish
from feedback.review import audit, decisions
from feedback.review.decisions import Proposal
from feedback.review.outcomes import Promise
from feedback.tables.audit import AuditEvent
from feedback.tables.cases import Decision, ReviewCase
from feedback.tables.people import Staff
from tests.builders import a_project, an_organisation, key_of
from tests.feedback.voters import NOON, a_person

REASONS = "Die Stimmen sagen, dass die Anzeige am Bahnhof oft ausfällt und dass niemand erfährt, wann sie wieder geht. " * 2


def a_proposal(**values: Any) -> Proposal:
    given = {"decision": "adjust", "reasoning": REASONS, "text": "Wir bessern nach.", "no_interest": True}
    return Proposal(**given | values)


def _proposed(session: Session, **values: Any) -> tuple[Project, Staff, Decision]:
    project, first = a_project(session), a_person(session)
    return project, first, decisions.propose(session, first, key_of(project), a_proposal(**values), NOON)


def test_a_proposal_is_not_public(session: Session) -> None:
    version = catalogue.version(session)
    _proposed(session)
    assert session.exec(select(Outcome)).all() == []
    assert catalogue.version(session) == version


def test_a_confirmed_decision_is_public_with_its_measures(session: Session, settings: Settings) -> None:
    snapshot = publish(session, settings, NOON).snapshot
    version = catalogue.version(session)
    promise = Promise(text="Anzeige tauschen", owner="Tiefbauamt", due=dt.date(2027, 3, 1))
    project, _, decision = _proposed(session, measures=(promise,), review_on=dt.date(2027, 6, 1))
    outcome = decisions.confirm(session, a_person(session), int(decision.id or 0), True, NOON)
    assert (outcome.project_id, outcome.decision, outcome.text, outcome.snapshot_id) == (
        project.id,
        "adjust",
        "Wir bessern nach.",
        snapshot,
    )
    measure = session.exec(select(Measure)).one()
    assert (measure.text, measure.owner, measure.due, measure.state) == ("Anzeige tauschen", "Tiefbauamt", dt.date(2027, 3, 1), "open")
    assert catalogue.version(session) > version


def test_nobody_confirms_or_rejects_their_own_proposal(session: Session) -> None:
    _, first, decision = _proposed(session)
    with pytest.raises(Refused, match="yourself"):
        decisions.confirm(session, first, int(decision.id or 0), True, NOON)
    with pytest.raises(Refused, match="yourself"):
        decisions.reject(session, first, int(decision.id or 0), "Nein.", NOON)


def test_the_unit_that_leads_the_project_neither_proposes_nor_confirms(session: Session) -> None:
    project = a_project(session, lead_id=an_organisation(session, name="Tiefbauamt").id)
    insider = a_person(session, unit="Tiefbauamt")
    with pytest.raises(Refused, match="leads"):
        decisions.propose(session, insider, key_of(project), a_proposal(), NOON)
    decision = decisions.propose(session, a_person(session), key_of(project), a_proposal(), NOON)
    with pytest.raises(Refused, match="leads"):
        decisions.confirm(session, insider, int(decision.id or 0), True, NOON)


def test_without_the_declaration_of_no_interest_nothing_is_decided(session: Session) -> None:
    with pytest.raises(BadQuestion, match="interest"):
        _proposed(session, no_interest=False)
    _, _, decision = _proposed(session)
    with pytest.raises(BadQuestion, match="interest"):
        decisions.confirm(session, a_person(session), int(decision.id or 0), False, NOON)


WRONG = [
    ("decision", {"decision": "delete"}),
    ("reasoning", {"reasoning": "x" * 99 + "   "}),
    ("text", {"text": " "}),
    ("measures", {"measures": (Promise(text=" "),)}),
    ("replaces_id", {"replaces_id": 1}),
]


@pytest.mark.parametrize(("field", "values"), WRONG)
def test_a_wrong_field_is_named(session: Session, field: str, values: dict[str, Any]) -> None:
    with pytest.raises(BadQuestion) as caught:
        _proposed(session, **values)
    assert caught.value.field == field


@pytest.mark.parametrize("role", ["redaktion", "partner", "datenschutz", "auditor"])
def test_only_some_roles_decide(session: Session, role: str) -> None:
    _, _, decision = _proposed(session)
    outsider = a_person(session, role)
    with pytest.raises(NotAllowed):
        decisions.propose(session, outsider, decision.project_id, a_proposal(), NOON)
    with pytest.raises(NotAllowed):
        decisions.confirm(session, outsider, int(decision.id or 0), True, NOON)


def test_a_project_has_one_open_proposal_and_the_session_survives_a_second(session: Session) -> None:
    project, first, _ = _proposed(session)
    with pytest.raises(Refused, match="open proposal"):
        decisions.propose(session, first, key_of(project), a_proposal(), NOON)
    assert len(decisions.of_project(session, key_of(project))) == 1


def test_after_a_rejection_with_an_answer_another_proposal_is_possible(session: Session) -> None:
    project, first, decision = _proposed(session)
    with pytest.raises(BadQuestion):
        decisions.reject(session, a_person(session), int(decision.id or 0), " ", NOON)
    decisions.reject(session, a_person(session), int(decision.id or 0), "Zu wenige Stimmen.", NOON)
    assert (decision.state, decision.answer) == ("rejected", "Zu wenige Stimmen.")
    assert decisions.propose(session, first, key_of(project), a_proposal(), NOON).state == "proposed"


def test_only_who_proposed_withdraws(session: Session) -> None:
    _, first, decision = _proposed(session)
    with pytest.raises(Refused):
        decisions.withdraw(session, a_person(session), int(decision.id or 0), NOON)
    decisions.withdraw(session, first, int(decision.id or 0), NOON)
    assert decision.state == "withdrawn"


def test_what_is_decided_stays_decided(session: Session) -> None:
    _, first, decision = _proposed(session)
    decisions.confirm(session, a_person(session), int(decision.id or 0), True, NOON)
    for act in (
        lambda: decisions.confirm(session, a_person(session), int(decision.id or 0), True, NOON),
        lambda: decisions.reject(session, a_person(session), int(decision.id or 0), "Doch nicht.", NOON),
        lambda: decisions.withdraw(session, first, int(decision.id or 0), NOON),
    ):
        with pytest.raises(Refused, match="not open"):
            act()


def test_a_correction_replaces_what_it_corrects(session: Session) -> None:
    project, first, decision = _proposed(session)
    old = decisions.confirm(session, a_person(session), int(decision.id or 0), True, NOON)
    corrected = decisions.propose(session, first, key_of(project), a_proposal(text="Berichtigt.", replaces_id=decision.id), NOON)
    new = decisions.confirm(session, a_person(session), int(corrected.id or 0), True, NOON)
    assert (old.replaced_at, new.replaced_at, new.text) == (NOON, None, "Berichtigt.")


def test_a_confirmed_decision_closes_its_case(session: Session) -> None:
    project, first = a_project(session), a_person(session)
    case = ReviewCase(project_id=key_of(project), trigger="low")
    session.add(case)
    session.flush()
    decision = decisions.propose(session, first, key_of(project), a_proposal(case_id=case.id), NOON)
    decisions.confirm(session, a_person(session), int(decision.id or 0), True, NOON)
    assert (case.state, case.closed_at) == ("closed", NOON)


def test_what_does_not_exist_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        decisions.propose(session, a_person(session), 999, a_proposal(), NOON)
    with pytest.raises(NotFound):
        decisions.confirm(session, a_person(session), 999, True, NOON)


def test_every_step_is_in_the_audit_log_by_key_and_without_words(session: Session) -> None:
    _, first, decision = _proposed(session)
    second = a_person(session)
    decisions.confirm(session, second, int(decision.id or 0), True, NOON)
    question = select(AuditEvent).where(col(AuditEvent.action).startswith("decision")).order_by(col(AuditEvent.number))
    events = session.exec(question).all()
    assert [(event.staff_key, event.action) for event in events] == [(first.key, "decision.propose"), (second.key, "decision.confirm")]
    assert not any(text in str(event.facts) for event in events for text in (first.name, REASONS, "Wir bessern nach."))
    assert audit.verify(session) is None


def test_of_two_people_who_confirm_at_once_one_does(engine: Engine) -> None:
    with transaction(engine) as session:
        _, _, decision = _proposed(session)
        people = [a_person(session) for _ in range(4)]

    def run(person: Staff) -> str:
        try:
            with transaction(engine) as session:
                decisions.confirm(session, person, int(decision.id or 0), True)
        except MehrwertError as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(run, people))
    with reading(engine) as session:
        assert (sorted(said), len(session.exec(select(Outcome)).all())) == (["Refused"] * 3 + ["done"], 1)
