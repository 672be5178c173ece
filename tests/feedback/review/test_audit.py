from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as drawn
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, update
from sqlmodel import Session, col, select

from datasets.database import reading, transaction
from datasets.errors import Refused
from feedback.review import audit
from feedback.tables.audit import AuditEvent
from tests.feedback.voters import NOON


def _three(session: Session) -> None:
    for number in range(3):
        audit.append(session, "key", "do", f"thing/{number}", {"number": number, "why": "äß€", "none": None, "yes": True}, NOON)


def test_an_untouched_log_is_whole(engine: Engine) -> None:
    with transaction(engine) as session:
        _three(session)
    with reading(engine) as session:
        assert audit.verify(session) is None
        assert audit.count(session) == 3


def test_an_empty_log_is_whole(session: Session, tmp_path: Path) -> None:
    audit.keep_head(session, tmp_path)
    assert (audit.verify(session, tmp_path), audit.head(session)) == (None, "")


CHANGES = [{"facts": {"number": 9}}, {"staff_key": "other"}, {"action": "undo"}, {"subject": "x"}, {"at": NOON.replace(year=2020)}]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_a_changed_event_is_found(session: Session, change: dict[str, object]) -> None:
    _three(session)
    session.execute(update(AuditEvent).where(col(AuditEvent.number) == 2).values(**change))
    session.expire_all()
    assert audit.verify(session) == 2


def test_a_removed_event_is_found(session: Session) -> None:
    _three(session)
    session.execute(delete(AuditEvent).where(col(AuditEvent.number) == 2))
    assert audit.verify(session) == 2


def test_a_log_that_was_cut_short_is_found_by_the_head_in_home(session: Session, tmp_path: Path) -> None:
    _three(session)
    audit.keep_head(session, tmp_path)
    session.execute(delete(AuditEvent).where(col(AuditEvent.number) == 3))
    assert (audit.verify(session), audit.verify(session, tmp_path)) == (None, 3)


def test_a_head_that_lags_behind_is_no_fault(session: Session, tmp_path: Path) -> None:
    _three(session)
    audit.keep_head(session, tmp_path)
    _three(session)
    assert audit.verify(session, tmp_path) is None


def test_the_program_itself_cannot_change_or_remove_an_event(session: Session) -> None:
    _three(session)
    event = session.exec(select(AuditEvent).where(AuditEvent.number == 1)).one()
    event.action = "undo"
    with pytest.raises(Refused):
        session.flush()
    session.rollback()


def test_events_that_are_written_at_once_form_one_chain(engine: Engine) -> None:
    def run(_: int) -> None:
        with transaction(engine) as session:
            _three(session)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(run, range(40)))
    with reading(engine) as session:
        assert (audit.count(session), audit.verify(session)) == (120, None)


TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)
FACTS = st.dictionaries(TEXTS, TEXTS | st.integers(-(2**40), 2**40) | st.booleans() | st.none(), max_size=5)


@drawn(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=FACTS, subject=TEXTS)
def test_whatever_is_written_is_read_back_with_the_same_hash(session: Session, facts: dict[str, audit.Fact], subject: str) -> None:
    audit.append(session, "key", "do", subject, facts)
    session.expire_all()
    assert audit.verify(session) is None
    session.rollback()


def test_the_events_on_a_subject_are_found_newest_first(session: Session) -> None:
    for action, subject in (("propose", "decision/1"), ("declare", "project/7"), ("confirm", "decision/1"), ("propose", "decision/11")):
        audit.append(session, "key", action, subject, {})
    assert [event.action for event in audit.about(session, ["decision/1", "project/7"])] == ["confirm", "declare", "propose"]
