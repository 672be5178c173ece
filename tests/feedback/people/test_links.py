import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from datasets.database import transaction
from datasets.errors import NotFound
from feedback.people import links
from feedback.tables.people import SignInLink
from tests.feedback.voters import DAY, NOON, a_person


def test_looking_at_a_link_does_not_use_it_and_using_it_does(session: Session) -> None:
    person = a_person(session)
    token = links.make(session, int(person.id or 0), NOON).token
    assert [links.look(session, token, NOON) for _ in range(3)] == [person] * 3
    assert links.use(session, token, NOON) == person
    for act in (links.look, links.use):
        with pytest.raises(NotFound):
            act(session, token, NOON)


def test_the_first_link_lives_for_seven_days_and_later_ones_for_half_an_hour(session: Session) -> None:
    staff_id = int(a_person(session).id or 0)
    first = links.make(session, staff_id, NOON)
    assert links.make(session, staff_id, NOON).expires_at == first.expires_at == NOON + 7 * DAY
    links.use(session, first.token, NOON)
    assert links.make(session, staff_id, NOON).expires_at == NOON + dt.timedelta(minutes=30)


def test_an_expired_link_and_a_link_of_somebody_who_left_do_not_work(session: Session) -> None:
    person = a_person(session)
    token = links.make(session, int(person.id or 0), NOON).token
    with pytest.raises(NotFound):
        links.use(session, token, NOON + 7 * DAY)
    person.active = False
    session.flush()
    with pytest.raises(NotFound):
        links.use(session, token, NOON)


def test_only_a_hash_of_the_link_is_stored(session: Session) -> None:
    token = links.make(session, int(a_person(session).id or 0), NOON).token
    assert token not in str(session.exec(select(SignInLink)).one())


def test_the_address_leads_to_the_page_with_the_button() -> None:
    assert links.address("https://example.org/", "abc") == "https://example.org/anmelden/abc"


def test_of_many_who_press_the_button_at_once_one_gets_in(engine: Engine) -> None:
    with transaction(engine) as session:
        token = links.make(session, int(a_person(session).id or 0), NOON).token

    def run(_: int) -> str:
        try:
            with transaction(engine) as session:
                links.use(session, token, NOON)
        except NotFound:
            return "out"
        return "in"

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(run, range(8))) == ["in"] + ["out"] * 7
