"""Deciding on comments: many at once or none, with a reason that the author can read, by nobody of the project's own unit."""

import datetime as dt

import pytest
from sqlmodel import Session

from datasets.errors import BadQuestion, NotAllowed, NotFound, Refused
from feedback.review import audit, comments
from feedback.review.comments import Verdict
from feedback.tables.ratings import Comment
from tests.builders import a_comment, a_member_of_staff, a_participation, a_project, a_rating, an_organisation, key_of
from tests.feedback.voters import NOON


def written(session: Session, number: int = 1) -> list[int]:
    project = a_project(session)
    rows = [a_rating(session, project) for _ in range(number)]
    for row in rows:
        a_comment(session, row)
    return [key_of(row) for row in rows]


def test_two_hundred_are_decided_on_at_once(session: Session) -> None:
    ratings, person = written(session, 200), a_member_of_staff(session, "redaktion")
    assert comments.judge(session, person, ratings, Verdict("hidden", "werbung", "Sie nennt einen Laden."), "held", NOON) == 200
    row = session.get_one(Comment, ratings[-1])
    assert (row.state, row.reason, row.statement, row.judged_at) == ("hidden", "werbung", "Sie nennt einen Laden.", NOON)
    assert comments.waiting(session) == 0
    assert audit.verify(session) is None


@pytest.mark.parametrize(
    ("verdict", "field"), [(Verdict("gone"), "state"), (Verdict("hidden"), "reason"), (Verdict("hidden", "zu_negativ"), "reason")]
)
def test_what_is_decided_needs_a_known_state_and_a_public_reason(session: Session, verdict: Verdict, field: str) -> None:
    with pytest.raises(BadQuestion) as refused:
        comments.judge(session, a_member_of_staff(session), written(session), verdict, "held", NOON)
    assert refused.value.field == field


def test_one_that_is_gone_stops_all(session: Session) -> None:
    ratings = written(session, 2)
    with pytest.raises(NotFound):
        comments.judge(session, a_member_of_staff(session), [*ratings, 999], Verdict("shown"), "held", NOON)
    assert session.get_one(Comment, ratings[0]).state == "unread"


def test_a_partner_decides_on_none(session: Session) -> None:
    with pytest.raises(NotAllowed):
        comments.judge(session, a_member_of_staff(session, "partner"), written(session), Verdict("shown"), "held", NOON)


def test_nobody_hides_what_is_said_of_a_project_of_their_own_unit(session: Session) -> None:
    project, unit = a_project(session), an_organisation(session, name="Tiefbauamt")
    a_participation(session, project, unit, "lead")
    rating = a_rating(session, project)
    a_comment(session, rating)
    person = a_member_of_staff(session, "redaktion", unit="Tiefbauamt")
    with pytest.raises(Refused):
        comments.judge(session, person, [key_of(rating)], Verdict("hidden", "ohne_bezug"), "held", NOON)


def test_yearly_counts_say_nothing_below_five(session: Session) -> None:
    person = a_member_of_staff(session, "redaktion")
    comments.judge(session, person, written(session, 6), Verdict("shown"), "held", NOON)
    comments.judge(session, person, written(session, 4), Verdict("hidden", "werbung"), "held", NOON)
    told = comments.yearly(session, NOON + dt.timedelta(days=1))[NOON.year]
    assert (told["shown"], told["hidden"], told["werbung"]) == (6, None, None)
    assert comments.yearly(session, NOON) == {}


def test_the_doubtful_stand_first(session: Session) -> None:
    project = a_project(session)
    for state in ("unread", "held", "shown"):
        a_comment(session, a_rating(session, project), text=state, state=state)
    assert [one.comment.text for one in comments.listing(session).items] == ["held", "unread"]
    assert [one.comment.text for one in comments.listing(session, "shown", project.slug).items] == ["shown"]
