import datetime as dt

from sqlmodel import Session, select

from feedback.people import sessions
from feedback.tables.people import Staff, StaffSession
from tests.feedback.voters import NOON, a_person

HOUR = dt.timedelta(hours=1)


def _signed_in(session: Session) -> tuple[Staff, str]:
    person = a_person(session)
    return person, sessions.start(session, int(person.id or 0), NOON)


def test_a_session_is_found_by_its_token_alone(session: Session) -> None:
    person, token = _signed_in(session)
    assert sessions.find(session, token, NOON) == person
    assert [sessions.find(session, other, NOON) for other in (None, "", "x", token + "x")] == [None] * 4


def test_only_a_hash_of_the_token_is_stored(session: Session) -> None:
    _, token = _signed_in(session)
    assert token not in str(session.exec(select(StaffSession)).one())


def test_two_silent_hours_end_a_session_and_no_visit_revives_it(session: Session) -> None:
    _, token = _signed_in(session)
    assert sessions.find(session, token, NOON + 1.9 * HOUR) is not None
    assert sessions.find(session, token, NOON + 2 * HOUR) is None
    sessions.touch(session, token, NOON + 2 * HOUR)
    assert sessions.find(session, token, NOON + 2 * HOUR) is None


def test_visits_keep_a_session_alive_for_twelve_hours_and_no_longer(session: Session) -> None:
    _, token = _signed_in(session)
    for hours in range(1, 12):
        sessions.touch(session, token, NOON + hours * HOUR)
    assert sessions.find(session, token, NOON + 11.9 * HOUR) is not None
    assert sessions.find(session, token, NOON + 12 * HOUR) is None


def test_a_visit_is_written_down_every_five_minutes(session: Session) -> None:
    _, token = _signed_in(session)
    stale = [sessions.is_stale(session, token, NOON + dt.timedelta(minutes=minutes)) for minutes in (0, 4.9, 5)]
    assert stale == [False, False, True]
    assert not sessions.is_stale(session, "x", NOON)


def test_signing_out_ends_one_session_and_everywhere_ends_all(session: Session) -> None:
    person, token = _signed_in(session)
    other, third = (sessions.start(session, int(person.id or 0), NOON) for _ in range(2))
    sessions.close(session, token)
    assert [sessions.find(session, one, NOON) is None for one in (token, other)] == [True, False]
    sessions.close_all(session, int(person.id or 0))
    assert [sessions.find(session, one, NOON) for one in (other, third)] == [None, None]
