import pytest
from sqlmodel import Session, select

from datasets.errors import BadQuestion, NotAllowed, NotFound, Refused
from feedback.people import sessions, staff
from feedback.tables.audit import AuditEvent
from feedback.tables.people import ROLES
from tests.feedback.voters import NOON, a_person


def test_a_person_is_entered_with_a_random_key_and_an_address_in_lower_case(session: Session) -> None:
    one = staff.add(session, " Ada ", " Ada@Example.ORG ", "Prüfung", " Amt 10 ")
    other = a_person(session)
    assert (one.name, one.email, one.role, one.unit) == ("Ada", "ada@example.org", "pruefung", "Amt 10")
    assert len({one.key, other.key}) == 2
    assert staff.by_email(session, "ADA@example.org") == one


WRONG = [
    ("role", "Ada", "a@b.de", "König"),
    ("email", "Ada", "ada", "leitung"),
    ("email", "Ada", "a b@c.de", "leitung"),
    ("name", " ", "a@b.de", "leitung"),
]


@pytest.mark.parametrize(("field", "name", "email", "role"), WRONG)
def test_a_wrong_field_is_named(session: Session, field: str, name: str, email: str, role: str) -> None:
    with pytest.raises(BadQuestion) as caught:
        staff.add(session, name, email, role, "")
    assert caught.value.field == field


def test_nobody_is_entered_twice(session: Session) -> None:
    staff.add(session, "Ada", "a@b.de", "leitung", "")
    with pytest.raises(Refused, match="already"):
        staff.add(session, "Ida", "A@b.de", "leitung", "")


def test_who_left_has_no_session_and_no_address_but_stays_on_the_list(session: Session) -> None:
    person = a_person(session)
    token = sessions.start(session, int(person.id or 0), NOON)
    staff.close(session, int(person.id or 0), "key")
    assert sessions.find(session, token, NOON) is None
    assert person in staff.everybody(session)
    with pytest.raises(NotFound):
        staff.by_email(session, person.email)
    with pytest.raises(NotAllowed):
        staff.require(person, "see")


def test_every_role_may_see_and_only_some_decide(session: Session) -> None:
    may = {role: [act for act, roles in staff.MAY.items() if role in roles] for role in ROLES}
    assert may["partner"] == ["see", "reply"]
    assert {role for role in ROLES if "confirm" in may[role]} == {"pruefung", "zweitpruefung", "leitung"}
    staff.require(a_person(session, "auditor"), "audit")


def test_the_audit_log_names_a_new_person_by_key_alone(session: Session) -> None:
    person = staff.add(session, "Ada", "a@b.de", "leitung", "", by="key")
    event = session.exec(select(AuditEvent)).one()
    assert (event.staff_key, event.action, event.subject, event.facts) == ("key", "staff.add", f"staff/{person.key}", {"role": "leitung"})
