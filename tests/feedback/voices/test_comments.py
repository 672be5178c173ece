"""Comments: held where a detector fires, public with the figures and never before, gone with their rating."""

import datetime as dt

import pytest
from sqlmodel import Session, select

from datasets.register import comments as public
from datasets.settings import Settings
from datasets.tables.comments import PublishedComment
from datasets.tables.projects import Project
from feedback import publish
from feedback.review import comments as desk
from feedback.tables.ratings import Comment
from feedback.voices import comments, ratings
from feedback.voices.submission import Cast
from tests.builders import a_member_of_staff, a_project, key_of
from tests.feedback.voters import DAY, NOON, a_form, vote


def texts(session: Session, project: Project) -> list[str]:
    return [said.text for said in public.of_project(session, key_of(project)).items]


def voices(session: Session, project: Project, number: int, comment: str = "") -> list[Cast]:
    return [vote(session, project, form={"comment": f"{comment} {one}" if comment else ""}) for one in range(number)]


def release(session: Session, *casts: Cast, mode: str = "held") -> None:
    person = a_member_of_staff(session, "redaktion")
    desk.judge(session, person, [cast.rating_id for cast in casts], desk.Verdict("shown"), mode, NOON)


def gate(session: Session, settings: Settings, moment: dt.datetime = NOON + DAY) -> None:
    publish.publish(session, settings, moment)


@pytest.mark.parametrize(
    ("text", "state", "found"),
    [
        ("Mehr Bänke, bitte.", "unread", ""),
        ("Siehe www.example.org", "held", "link contact"),
        ("Ruft mich an: 0231 1234567", "held", "contact"),
        ("Herr Müller hat das gut gemacht.", "held", "name"),
        ("Das war Jürgen Schmidt!", "held", "name"),
        ("So ein V0llidiot", "held", "word"),
        ("Mail an a@example.org, Frau Yıldız", "held", "link contact name"),
        ("Das Projekt in der Nordstadt gefällt mir. Herrlich!", "unread", ""),
    ],
)
def test_a_comment_waits_where_a_detector_fires(session: Session, text: str, state: str, found: str) -> None:
    cast = vote(session, a_project(session), form={"comment": text})
    row = session.get_one(Comment, cast.rating_id)
    assert (row.state, row.doubts) == (state, found)


def test_a_released_comment_is_public_with_the_figure_and_its_month_alone(session: Session, settings: Settings) -> None:
    project = a_project(session)
    casts = voices(session, project, 4, "Gut so")
    release(session, *casts)
    gate(session, settings)
    assert texts(session, project) == []
    voices(session, project, 1)
    assert texts(session, project) == []
    gate(session, settings, NOON + 2 * DAY)
    assert sorted(texts(session, project)) == [f"Gut so {one}" for one in range(4)]
    row = session.exec(select(PublishedComment)).first()
    assert row is not None
    assert row.model_dump().keys() == {"key", "project_id", "text", "month"}


def test_a_comment_of_a_vote_that_no_figure_contains_yet_waits_for_it(session: Session, settings: Settings) -> None:
    project = a_project(session)
    voices(session, project, 5)
    gate(session, settings)
    late = vote(session, project, form={"comment": "Spät dran."})
    release(session, late)
    gate(session, settings, NOON + 3 * DAY)
    assert texts(session, project) == []


@pytest.mark.parametrize(("mode", "seen"), [("held", []), ("open", ["Gut."])])
def test_the_setting_decides_whether_an_unread_comment_waits(session: Session, settings: Settings, mode: str, seen: list[str]) -> None:
    project = a_project(session)
    voices(session, project, 4)
    vote(session, project, form={"comment": "Gut."})
    gate(session, settings)
    comments.renew(session, mode)
    assert texts(session, project) == seen


def test_an_open_portal_still_holds_what_a_detector_found(session: Session, settings: Settings) -> None:
    project = a_project(session)
    voices(session, project, 4)
    vote(session, project, form={"comment": "Siehe www.example.org"})
    gate(session, settings)
    comments.renew(session, "open")
    assert texts(session, project) == []


@pytest.mark.parametrize("act", [ratings.withdraw, ratings.erase])
def test_it_is_gone_with_its_rating_at_once(session: Session, settings: Settings, act) -> None:
    project = a_project(session)
    casts = voices(session, project, 6, "Gut so")
    release(session, *casts)
    gate(session, settings)
    act(session, casts[0].rating_id)
    assert sorted(texts(session, project)) == [f"Gut so {one}" for one in range(1, 6)]


def test_the_same_words_keep_their_verdict_and_new_ones_are_read_anew(session: Session, settings: Settings) -> None:
    project = a_project(session)
    casts = voices(session, project, 5, "Gut so")
    release(session, *casts)
    gate(session, settings)
    ratings.change(session, casts[0].rating_id, a_form(2, comment="Gut so 0"), NOON + DAY)
    assert "Gut so 0" in texts(session, project)
    ratings.change(session, casts[0].rating_id, a_form(2, comment="Anders."), NOON + DAY)
    assert len(texts(session, project)) == 4
    assert session.get_one(Comment, casts[0].rating_id).state == "unread"


def test_whoever_had_one_hidden_is_read_before_publishing(session: Session) -> None:
    cast = vote(session, a_project(session), form={"comment": "Werbung!"})
    person = a_member_of_staff(session, "redaktion")
    desk.judge(session, person, [cast.rating_id], desk.Verdict("hidden", "werbung"), "open", NOON)
    ratings.change(session, cast.rating_id, a_form(4, comment="Ganz harmlos."), NOON)
    row = session.get_one(Comment, cast.rating_id)
    assert (row.state, row.doubts, row.reason) == ("held", "again", "")


def test_when_the_figure_is_taken_off_its_comments_are_too(session: Session, settings: Settings) -> None:
    project = a_project(session)
    casts = voices(session, project, 5, "Gut so")
    release(session, *casts)
    gate(session, settings)
    ratings.withdraw(session, casts[0].rating_id)
    gate(session, settings, NOON + 2 * DAY)
    assert texts(session, project) == []
