import pytest
from sqlmodel import Session

from datasets.errors import Refused
from feedback.review import conflicts
from tests.builders import a_participation, a_project, an_organisation, key_of
from tests.feedback.voters import a_person


@pytest.mark.parametrize("unit", ["tiefbauamt", "Tiefbauamt", "TIEFBAUAMT", "Amt 66", "Tiefbauamt GmbH"])
def test_people_of_the_unit_that_leads_a_project_do_not_decide_on_it(session: Session, unit: str) -> None:
    lead = an_organisation(session, slug="tiefbauamt", name="Tiefbauamt", aliases=["Amt 66"])
    project = a_project(session, lead_id=lead.id)
    person = a_person(session, unit=unit)
    assert conflicts.why_not(session, person, key_of(project)) == "unit"
    with pytest.raises(Refused, match="leads this project"):
        conflicts.refuse_conflict(session, person, key_of(project))


def test_a_second_lead_counts_too_and_a_partner_does_not(session: Session) -> None:
    project = a_project(session)
    a_participation(session, project, an_organisation(session, name="Amt Eins"), "lead")
    a_participation(session, project, an_organisation(session, name="Amt Zwei"), "partner")
    found = [conflicts.why_not(session, a_person(session, unit=unit), key_of(project)) for unit in ("Amt Eins", "Amt Zwei", "")]
    assert found == ["unit", "", ""]


def test_a_declared_interest_bars_from_that_project_for_good(session: Session) -> None:
    project, other = a_project(session), a_project(session)
    person = a_person(session)
    for _ in range(2):
        conflicts.declare(session, person, key_of(project), "Mein Bruder arbeitet dort.")
    assert [conflicts.why_not(session, person, key_of(one)) for one in (project, other)] == ["interest", ""]
    with pytest.raises(Refused, match="declared"):
        conflicts.refuse_conflict(session, person, key_of(project))
