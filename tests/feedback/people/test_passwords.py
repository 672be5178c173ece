import pytest
from sqlmodel import Session

from datasets.errors import BadQuestion
from feedback.people import passwords
from tests.feedback.voters import a_person

LONG = "ein Satz, den nur ich kenne"


def test_the_right_password_is_right_and_every_other_wrong(session: Session) -> None:
    person = a_person(session)
    passwords.choose(session, person, LONG)
    assert passwords.check(session, person.email.upper(), LONG) == person
    assert [passwords.check(session, person.email, word) for word in ("", LONG + " ", LONG.upper())] == [None] * 3


def test_nobody_and_people_without_a_password_are_not_let_in(session: Session) -> None:
    person = a_person(session)
    assert [passwords.check(session, email, LONG) for email in (person.email, "x@example.org")] == [None, None]


def test_who_left_is_not_let_in(session: Session) -> None:
    person = a_person(session)
    passwords.choose(session, person, LONG)
    person.active = False
    session.flush()
    assert passwords.check(session, person.email, LONG) is None


@pytest.mark.parametrize("password", ["x" * 11, "x" * 201])
def test_a_password_has_a_length(session: Session, password: str) -> None:
    with pytest.raises(BadQuestion):
        passwords.choose(session, a_person(session), password)


def test_the_hash_is_argon2id(session: Session) -> None:
    person = a_person(session)
    passwords.choose(session, person, LONG)
    assert (person.password_hash or "").startswith("$argon2id$")
