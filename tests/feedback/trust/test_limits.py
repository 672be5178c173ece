import datetime as dt

from sqlmodel import Session

from feedback.trust.limits import attempts, note, within_limit
from tests.feedback.voters import DAY, NOON

HOUR = dt.timedelta(hours=1)


def test_three_attempts_and_no_more_until_the_span_is_over(session: Session) -> None:
    tries = [within_limit(session, "code", "203.0.113.0/24", NOON, 3, HOUR) for _ in range(4)]
    assert tries == [True, True, True, False]
    assert within_limit(session, "code", "203.0.113.0/24", NOON + HOUR, 3, HOUR)


def test_attempts_are_counted_per_kind_and_network_and_over_midnight(session: Session) -> None:
    late = NOON.replace(hour=23, minute=50)
    assert within_limit(session, "code", "203.0.113.0/24", late, 1, HOUR)
    assert within_limit(session, "sign-in", "203.0.113.0/24", late, 1, HOUR)
    assert within_limit(session, "code", "203.0.112.0/24", late, 1, HOUR)
    assert not within_limit(session, "code", "203.0.113.0/24", late + HOUR / 2, 1, HOUR)
    assert within_limit(session, "code", "203.0.113.0/24", late + DAY, 1, HOUR)


def test_only_what_is_noted_counts(session: Session) -> None:
    before = [attempts(session, "code", "192.0.2.0/24", NOON) for _ in range(3)]
    note(session, "code", "192.0.2.0/24", NOON)
    assert [*before, attempts(session, "code", "192.0.2.0/24", NOON)] == [0, 0, 0, 1]
