"""Notices: what is asked for, what is stored once, what the code opens, what staff do, and what is forgotten."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from datasets.database import reading, transaction
from datasets.errors import BadQuestion, NotAllowed, NotFound, Refused
from feedback.review import audit
from feedback.review import notices as desk
from feedback.tables.notices import Notice
from feedback.trust import retention
from feedback.voices import notices
from feedback.voices.letters import Sent
from tests.feedback.voters import DAY, NOON, SECRET, a_person

ERROR = {"kind": "error", "text": "Der Betrag stimmt nicht."}
ILLEGAL = ERROR | {
    "kind": "illegal", "ground": "insult", "address": "https://example.org/a", "name": "Ada", "email": "ada@example.org", "good_faith": "1",
}  # fmt: skip
NETWORK = "198.18.0.0/24"


def handed_in(session: Session, nonce: str = "n", moment: dt.datetime = NOON, fields: dict[str, str] | None = None, **sent: Any) -> str:
    return notices.hand_in(session, SECRET, notices.read_form(fields or ERROR), Sent(nonce, **sent), moment)


def stored(session: Session) -> list[Notice]:
    return list(session.exec(select(Notice).order_by(col(Notice.id)).execution_options(populate_existing=True)))


def test_an_error_needs_words_and_nothing_else() -> None:
    assert notices.read_form(ERROR).text == "Der Betrag stimmt nicht."
    with pytest.raises(BadQuestion) as raised:
        notices.read_form({"kind": "error", "text": " \r\n"})
    assert raised.value.field == "text"


@pytest.mark.parametrize("field", ["ground", "text", "address", "name", "email", "good_faith"])
def test_an_unlawful_content_needs_what_the_law_names(field: str) -> None:
    with pytest.raises(BadQuestion) as raised:
        notices.read_form(ILLEGAL | {field: ""})
    assert raised.value.field == field


def test_abuse_of_children_can_be_notified_without_a_name() -> None:
    form = notices.read_form(ILLEGAL | {"ground": "child_abuse", "name": "", "email": ""})
    assert (form.ground, form.name) == ("child_abuse", "")


@pytest.mark.parametrize("wrong", [{"kind": "other"}, {"text": "x" * 2001}, {"email": "ada"}, {"address": "x" * 501}, {"name": "x" * 121}])
def test_a_wrong_field_is_named(wrong: dict[str, str]) -> None:
    with pytest.raises(BadQuestion) as raised:
        notices.read_form(ERROR | wrong)
    assert [raised.value.field] == list(wrong)


def test_the_code_opens_the_notice_and_is_not_stored(session: Session) -> None:
    code = handed_in(session)
    found = notices.by_code(session, SECRET, code.lower())
    assert found.text == "Der Betrag stimmt nicht."
    assert code not in str(found.model_dump())
    with pytest.raises(NotFound):
        notices.by_code(session, SECRET, "2" * 12)


def test_the_same_form_sent_twice_is_one_notice_with_the_newest_words(session: Session) -> None:
    first = handed_in(session)
    assert handed_in(session, fields=ERROR | {"text": "Besser gesagt."}) == first
    assert [notice.text for notice in stored(session)] == ["Besser gesagt."]


def test_the_same_form_sent_at_the_same_time_is_one_notice(engine: Engine) -> None:
    def send(_number: int) -> str:
        with transaction(engine) as session:
            return handed_in(session)

    with ThreadPoolExecutor(6) as pool:
        codes = set(pool.map(send, range(12)))
    with reading(engine) as session:
        assert (len(codes), len(stored(session))) == (1, 1)


def test_words_that_were_answered_stay(session: Session) -> None:
    handed_in(session)
    desk.answer(session, a_person(session), stored(session)[0].id or 0, "Danke.", "answered", NOON)
    handed_in(session, fields=ERROR | {"text": "Anders."})
    assert stored(session)[0].text == "Der Betrag stimmt nicht."


def test_many_of_one_network_are_marked_and_too_many_are_refused(session: Session) -> None:
    for number in range(30):
        handed_in(session, f"n{number}", prefix=NETWORK)
    assert [notice.doubt for notice in stored(session)] == [""] * 5 + ["limit"] * 25
    with pytest.raises(Refused):
        handed_in(session, "one more", prefix=NETWORK)
    handed_in(session, "another network", prefix="198.18.1.0/24")
    handed_in(session, "an hour later", NOON + dt.timedelta(hours=2), prefix=NETWORK)


def test_what_fills_the_trap_is_kept_and_marked(session: Session) -> None:
    handed_in(session, trapped=True)
    assert stored(session)[0].doubt == "trap"


def test_the_most_urgent_stand_first(session: Session) -> None:
    handed_in(session, "a", trapped=True)
    handed_in(session, "b")
    handed_in(session, "c", fields=ILLEGAL)
    handed_in(session, "d", fields=ILLEGAL | {"ground": "threat"}, trapped=True)
    assert [notice.nonce for notice in desk.listing(session)] == ["d", "c", "b", "a"]
    assert desk.listing(session, "closed") == []


def test_an_answer_is_read_by_code_and_is_in_the_audit_log_without_words(session: Session) -> None:
    code = handed_in(session)
    desk.answer(session, a_person(session), stored(session)[0].id or 0, " Das ist berichtigt. ", "closed", NOON)
    found = notices.by_code(session, SECRET, code)
    assert (found.answer, found.state, found.closed_at) == ("Das ist berichtigt.", "closed", NOON)
    [event] = audit.about(session, [f"notice/{found.id}"])
    assert (event.action, event.facts) == ("notice.answer", {"state": "closed"})


@pytest.mark.parametrize(("text", "state", "field"), [("", "closed", "answer"), ("x" * 2001, "open", "answer"), ("Ja.", "gone", "state")])
def test_a_decision_needs_words(session: Session, text: str, state: str, field: str) -> None:
    handed_in(session)
    with pytest.raises(BadQuestion) as raised:
        desk.answer(session, a_person(session), stored(session)[0].id or 0, text, state)
    assert raised.value.field == field


def test_who_only_reads_answers_nothing(session: Session) -> None:
    handed_in(session)
    with pytest.raises(NotAllowed):
        desk.answer(session, a_person(session, "auditor"), stored(session)[0].id or 0, "Ja.", "closed")


def test_four_notices_look_like_none(session: Session) -> None:
    for number in range(4):
        handed_in(session, f"n{number}")
    assert set(notices.counts(session).values()) == {None}
    handed_in(session, "n5")
    assert notices.counts(session)["error", "received"] == 5


def test_the_contact_is_erased_90_days_after_closing(session: Session) -> None:
    handed_in(session, fields=ILLEGAL)
    person = a_person(session)
    assert retention.sweep(session, NOON + 900 * DAY, dry_run=True)["notice_contacts"] == 0
    desk.answer(session, person, stored(session)[0].id or 0, "Entfernt.", "closed", NOON)
    assert retention.sweep(session, NOON + 90 * DAY)["notice_contacts"] == 0
    assert retention.sweep(session, NOON + 91 * DAY)["notice_contacts"] == 1
    assert [(one.name, one.email, one.answer) for one in stored(session)] == [("", "", "Entfernt.")]
