"""Published decisions and their measures."""

import datetime as dt
from typing import Any

from sqlmodel import Session

from datasets.register import outcomes
from datasets.tables.outcomes import Measure, Outcome
from datasets.tables.projects import Project
from datasets.tables.types import now
from tests.builders import a_project, key_of

DAY = dt.date(2026, 5, 1)


def a_decision(session: Session, project: Project, *measures: str, **values: Any) -> Outcome:
    given: dict[str, Any] = {"project_id": key_of(project), "decision": "adjust", "text": "Mehr Licht.", "decided_on": DAY}
    outcome = Outcome(**given | values)
    session.add(outcome)
    session.flush()
    session.add_all(Measure(outcome_id=key_of(outcome), text=f"Tun: {state}", state=state) for state in measures)
    session.flush()
    return outcome


def test_decisions_in_force_stand_newest_first_with_their_measures(session: Session) -> None:
    project = a_project(session, title="Licht")
    a_decision(session, project, "open", "done")
    a_decision(session, project, decided_on=DAY + dt.timedelta(1))
    a_decision(session, project, "open", replaced_at=now())
    found, total = outcomes.newest(session)
    assert (total, [len(decided.promises) for decided in found]) == (2, [0, 2])
    assert found[0].project_title.de == "Licht"
    assert outcomes.promised(session) == {"open": 1, "done": 1}


def test_a_project_shows_its_own_decisions_only(session: Session) -> None:
    own, other = a_project(session), a_project(session)
    a_decision(session, own)
    a_decision(session, other)
    assert [decided.project_slug for decided in outcomes.of_project(session, key_of(own))] == [own.slug]


def test_decisions_come_in_pages(session: Session) -> None:
    project = a_project(session)
    ids = [key_of(a_decision(session, project)) for _ in range(3)]
    assert [decided.id for decided in outcomes.newest(session, start=1, size=1)[0]] == [ids[1]]
