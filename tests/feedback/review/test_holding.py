"""What people decide on held votes: one lets them count, two are needed not to count them."""

import datetime as dt

import pytest
from sqlmodel import Session

from datasets.errors import BadQuestion, NotAllowed, NotFound, Refused
from datasets.tables.projects import Project
from feedback.review import audit, conflicts, holding, watch
from feedback.review.holding import Wanted
from feedback.tables.cases import ReviewCase
from tests.builders import a_project, key_of
from tests.feedback.voters import DAY, NOON, SECRET, a_form, a_person, all_ratings, rating, vote

LATER = NOON + dt.timedelta(hours=1)
NOTE = "Zwölf gleiche Stimmen in zwölf Minuten."


@pytest.fixture
def project(session: Session) -> Project:
    return a_project(session)


@pytest.fixture
def case(session: Session, project: Project) -> ReviewCase:
    """Twelve equal votes in as many minutes, three of them from one network, and two alarms."""
    for number in range(12):
        near = {"prefix": "203.0.113.0/24"} if number < 3 else {}
        vote(session, project, 1, NOON + number * dt.timedelta(minutes=1), **near)
    watch.look(session, NOON + dt.timedelta(minutes=12))
    [found] = holding.listing(session)
    return found


def standings(session: Session) -> list[str]:
    return sorted({row.status for row in all_ratings(session)})


def test_what_staff_see_names_no_network_and_no_answer(session: Session, case: ReviewCase) -> None:
    found = holding.held(session, SECRET, case)
    assert [one.network for one in found[:3]] == ["A", "A", "A"]
    assert len({one.network for one in found}) == 10
    assert {one.reason for one in found} == {"burst"}
    assert not {one.handle for one in found} & {str(row.id) for row in all_ratings(session)}
    assert holding.answers(session, case) == (12, 0, 0, 0, 0)


def test_one_click_lets_all_count(session: Session, case: ReviewCase) -> None:
    assert holding.release(session, a_person(session), key_of(case), LATER) == 12
    assert (standings(session), case.state, case.closed_at) == (["counted"], "closed", LATER)
    assert {(row.reason, row.risk, row.judged_at) for row in all_ratings(session)} == {("", 0, LATER)}
    [event, *_] = audit.about(session, [f"case/{case.id}"])
    assert (event.action, event.facts["released"]) == ("burst.release", 12)


def test_what_was_released_is_not_held_again(session: Session, project: Project, case: ReviewCase) -> None:
    holding.release(session, a_person(session), key_of(case), LATER)
    vote(session, project, 4, LATER + dt.timedelta(minutes=1))
    assert watch.look(session, LATER + dt.timedelta(minutes=2)) == watch.Look(1, 0, 0)
    assert standings(session) == ["counted"]


def test_a_released_vote_that_is_changed_goes_on_counting(session: Session, project: Project, case: ReviewCase) -> None:
    from feedback.voices import ratings

    holding.release(session, a_person(session), key_of(case), LATER)
    changed = all_ratings(session)[0]
    assert ratings.change(session, key_of(changed), a_form(2), LATER + DAY) == "counted"


def test_a_held_vote_that_is_changed_stays_held(session: Session, case: ReviewCase) -> None:
    from feedback.voices import ratings

    assert ratings.change(session, key_of(all_ratings(session)[0]), a_form(5), LATER) == "held"


def test_not_counting_takes_two(session: Session, case: ReviewCase) -> None:
    first, second = a_person(session), a_person(session)
    handles = frozenset(one.handle for one in holding.held(session, SECRET, case) if one.network == "A")
    holding.propose(session, SECRET, first, key_of(case), Wanted("automatisiert", NOTE, handles=handles), LATER)
    assert standings(session) == ["held"]
    with pytest.raises(Refused, match="yourself"):
        holding.confirm(session, first, key_of(case), LATER)
    with pytest.raises(Refused, match="waits"):
        holding.release(session, second, key_of(case), LATER)
    assert holding.confirm(session, second, key_of(case), LATER) == 3
    assert (standings(session), case.state) == (["excluded", "held"], "open")
    assert holding.release(session, first, key_of(case), LATER) == 9
    assert (standings(session), case.state) == (["counted", "excluded"], "closed")


def test_excluding_a_whole_window_closes_the_case(session: Session, case: ReviewCase) -> None:
    first, second = a_person(session), a_person(session)
    holding.propose(session, SECRET, first, key_of(case), Wanted("automatisiert", NOTE, whole=True), LATER)
    assert holding.confirm(session, second, key_of(case), LATER) == 12
    assert (standings(session), case.state) == (["excluded"], "closed")
    assert {row.reason for row in all_ratings(session)} == {"automatisiert"}


def test_a_second_person_may_disagree_and_the_first_may_withdraw(session: Session, case: ReviewCase) -> None:
    first, second = a_person(session), a_person(session)
    holding.propose(session, SECRET, first, key_of(case), Wanted("doppelt", NOTE, whole=True), LATER)
    with pytest.raises(BadQuestion, match="why"):
        holding.reject(session, second, key_of(case), " ")
    holding.reject(session, second, key_of(case), "Das war das Straßenfest.", LATER)
    holding.propose(session, SECRET, first, key_of(case), Wanted("doppelt", NOTE, whole=True), LATER)
    with pytest.raises(Refused, match="Another"):
        holding.propose(session, SECRET, second, key_of(case), Wanted("doppelt", NOTE, whole=True), LATER)
    with pytest.raises(Refused, match="who proposed"):
        holding.withdraw(session, second, key_of(case))
    holding.withdraw(session, first, key_of(case))
    with pytest.raises(Refused, match="Nothing waits"):
        holding.confirm(session, second, key_of(case))
    assert standings(session) == ["held"]


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Wanted("gefällt uns nicht", NOTE, whole=True), "reason"),
        (Wanted("doppelt", "weil", whole=True), "note"),
        (Wanted("doppelt", NOTE), "handles"),
        (Wanted("doppelt", NOTE, handles=frozenset({"ab"})), "handles"),
    ],
)
def test_what_a_proposal_needs(session: Session, case: ReviewCase, wanted: Wanted, field: str) -> None:
    with pytest.raises(BadQuestion) as error:
        holding.propose(session, SECRET, a_person(session), key_of(case), wanted)
    assert error.value.field == field


def test_who_may_not(session: Session, project: Project, case: ReviewCase) -> None:
    person = a_person(session)
    conflicts.declare(session, person, key_of(project))
    with pytest.raises(Refused):
        holding.release(session, person, key_of(case))
    with pytest.raises(NotAllowed):
        holding.release(session, a_person(session, "redaktion"), key_of(case))
    with pytest.raises(NotFound):
        holding.release(session, a_person(session), 99_999)
    holding.release(session, a_person(session), key_of(case), LATER)
    with pytest.raises(Refused, match="closed"):
        holding.release(session, a_person(session), key_of(case))


def test_a_vote_from_before_the_window_is_no_part_of_the_case(session: Session, project: Project) -> None:
    early = vote(session, project, 1, NOON - 3 * DAY, trapped=True)
    for number in range(12):
        vote(session, project, 1, NOON + number * dt.timedelta(minutes=1))
    watch.look(session, NOON + dt.timedelta(minutes=12))
    [found] = holding.listing(session)
    assert holding.release(session, a_person(session), key_of(found), LATER) == 12
    assert rating(session, early).status == "held"
