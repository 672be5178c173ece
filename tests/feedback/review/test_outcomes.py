import datetime as dt

import pytest
from sqlmodel import Session

from datasets import catalogue
from datasets.errors import BadQuestion, NotAllowed, NotFound
from datasets.tables.outcomes import Measure, Outcome
from feedback.review import outcomes
from tests.builders import a_project, key_of
from tests.feedback.voters import NOON, a_person

DAYS = [dt.date(2027, 5, 1), None, dt.date(2027, 1, 1)]


@pytest.fixture
def promises(session: Session) -> list[Measure]:
    """Three open measures of one decision."""
    outcome = Outcome(project_id=key_of(a_project(session)), decision="adjust", text="Wir bessern nach.", decided_on=NOON.date())
    session.add(outcome)
    session.flush()
    made = [Measure(outcome_id=key_of(outcome), text=f"Schritt {day}", due=day) for day in DAYS]
    session.add_all(made)
    session.flush()
    return made


def test_open_promises_are_sorted_by_urgency(session: Session, promises: list[Measure]) -> None:
    assert [measure.due for measure, _ in outcomes.open_promises(session)] == [DAYS[2], DAYS[0], None]


def test_a_kept_promise_is_public_at_once_and_open_no_more(session: Session, promises: list[Measure]) -> None:
    version = catalogue.version(session)
    assert outcomes.settle(session, a_person(session), key_of(promises[0]), "done", NOON).state == "done"
    assert len(outcomes.open_promises(session)) == 2
    assert catalogue.version(session) == version + 1


def test_promises_of_a_corrected_decision_are_no_longer_open(session: Session, promises: list[Measure]) -> None:
    session.get_one(Outcome, promises[0].outcome_id).replaced_at = NOON
    session.flush()
    assert outcomes.open_promises(session) == []


def test_a_measure_is_settled_by_the_right_people_in_known_words(session: Session, promises: list[Measure]) -> None:
    with pytest.raises(NotAllowed):
        outcomes.settle(session, a_person(session, "partner"), key_of(promises[0]), "done", NOON)
    with pytest.raises(BadQuestion):
        outcomes.settle(session, a_person(session), key_of(promises[0]), "almost", NOON)
    with pytest.raises(NotFound):
        outcomes.settle(session, a_person(session), 999, "done", NOON)
