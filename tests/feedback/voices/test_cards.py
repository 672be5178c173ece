import datetime as dt

import pytest
from sqlmodel import Session, select

from datasets.errors import BadQuestion, NotAllowed, NotFound, Refused
from datasets.tables.projects import Project
from feedback.review import audit, conflicts
from feedback.tables.cards import Card, CardBatch
from feedback.voices import cards
from tests.builders import a_project, key_of
from tests.feedback.voters import NOON, SECRET, a_person, vote


def a_batch(project: Project, **values: object) -> CardBatch:
    given = {"project_id": key_of(project), "place": "Bürgerfest", "day": dt.date(2026, 11, 23), "salt": "", "staff_id": 0}
    return CardBatch(**given | values)


def refused(session: Session, project: Project, typed: str, nonce: str = "n") -> str:
    with pytest.raises(BadQuestion) as error:
        cards.admit(session, SECRET, key_of(project), typed, nonce)
    return str(error.value.field)


def test_a_code_is_good_once_however_it_is_typed(session: Session) -> None:
    project = a_project(session)
    first, second = cards.make(session, SECRET, a_person(session), a_batch(project), 2, NOON)
    cards.admit(session, SECRET, key_of(project), f" {first[:4].lower()}-{first[4:8]} {first[8:]}", "n")
    assert refused(session, project, first) == "karte-used"
    cards.admit(session, SECRET, key_of(project), second, "m")


def test_the_same_form_sent_twice_is_let_through(session: Session) -> None:
    project = a_project(session)
    [code] = cards.make(session, SECRET, a_person(session), a_batch(project), 1)
    for _ in range(2):
        cards.admit(session, SECRET, key_of(project), code, "twice")
        vote(session, project, 4, channel=cards.CHANNEL, nonce="twice")
    assert refused(session, project, code, "another") == "karte-used"


def test_no_code_is_stored(session: Session) -> None:
    codes = cards.make(session, SECRET, a_person(session), a_batch(a_project(session)), 3)
    stored = session.exec(select(Card)).all()
    assert len({card.hash for card in stored}) == 3
    assert not any(code in str(card.model_dump()) for card in stored for code in codes)


def test_a_card_of_another_project_and_an_invented_one_are_unknown(session: Session) -> None:
    here, there = a_project(session), a_project(session)
    [code] = cards.make(session, SECRET, a_person(session), a_batch(there), 1)
    assert (refused(session, here, code), refused(session, there, "ABCD"), refused(session, here, "")) == ("karte-unknown",) * 3


def test_what_is_switched_off_stays_and_is_good_no_more(session: Session) -> None:
    project, person = a_project(session), a_person(session)
    used, left = cards.make(session, SECRET, person, a_batch(project), 2)
    cards.admit(session, SECRET, key_of(project), used, "n")
    [batch] = cards.listing(session)
    assert (batch.cards, batch.used, batch.off) == (2, 1, False)
    assert cards.switch_off(session, person, key_of(batch.row)) == 1
    assert (refused(session, project, left), refused(session, project, used)) == ("karte-off", "karte-used")
    assert (cards.listing(session)[0].cards, cards.listing(session)[0].off) == (2, True)
    with pytest.raises(Refused):
        cards.switch_off(session, person, key_of(batch.row))
    assert [event.action for event in audit.about(session, [f"cards/{batch.row.id}"])] == ["cards.off", "cards.make"]


@pytest.mark.parametrize(("place", "count", "field"), [(" ", 5, "place"), ("Fest", 0, "count"), ("Fest", 201, "count")])
def test_what_a_batch_needs(session: Session, place: str, count: int, field: str) -> None:
    with pytest.raises(BadQuestion) as error:
        cards.make(session, SECRET, a_person(session), a_batch(a_project(session), place=place), count)
    assert error.value.field == field


def test_who_may_make_cards(session: Session) -> None:
    project, person = a_project(session), a_person(session)
    conflicts.declare(session, person, key_of(project))
    with pytest.raises(Refused):
        cards.make(session, SECRET, person, a_batch(project), 1)
    with pytest.raises(NotAllowed):
        cards.make(session, SECRET, a_person(session, "redaktion"), a_batch(project), 1)
    with pytest.raises(NotFound):
        cards.switch_off(session, person, 99_999)
