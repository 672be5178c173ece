import datetime as dt

from sqlmodel import Session, select

from datasets.settings import Settings
from datasets.tables.projects import Project
from feedback import publish
from feedback.review import cases, sensitive
from feedback.tables.cases import ReviewCase
from tests.builders import a_project, a_rating, key_of
from tests.feedback.voters import DAY, NOON

HONEST = (5, 4, 3, 4, 5, 2, 4, 3, 5, 4, 3, 4)


def an_old_project(session: Session, count: int = 48) -> Project:
    project = a_project(session)
    for number in range(count):
        at = NOON - 35 * DAY - number * DAY
        a_rating(session, project, HONEST[number % len(HONEST)], created_at=at, changed_at=at)
    return project


def slow_bots(session: Session, project: Project, count: int = 30) -> None:
    for number in range(count):
        at = NOON - number * DAY * 0.9
        a_rating(session, project, 1, created_at=at, changed_at=at)


def test_slow_bots_make_a_project_sensitive_once(session: Session, settings: Settings) -> None:
    project = an_old_project(session)
    slow_bots(session, project)
    publish.publish(session, settings, NOON)
    assert sensitive.look(session, NOON) == 1
    assert sensitive.look(session, NOON + DAY) == 0
    assert "sensitive" in next(entry for entry in cases.queue(session, NOON) if entry.project_id == key_of(project)).reasons
    named = {check.name: check.sensitive for check in sensitive.shown(session, key_of(project), NOON)}
    assert named["newest"]


def test_a_calm_project_is_not_sensitive(session: Session, settings: Settings) -> None:
    project = an_old_project(session)
    publish.publish(session, settings, NOON)
    assert sensitive.look(session, NOON) == 0
    assert not any(check.sensitive for check in sensitive.shown(session, key_of(project), NOON))


def test_nothing_is_shown_of_what_is_not_published(session: Session) -> None:
    assert sensitive.shown(session, key_of(an_old_project(session)), NOON) == ()


def test_a_closed_case_is_not_opened_again_within_a_month(session: Session, settings: Settings) -> None:
    project = an_old_project(session)
    slow_bots(session, project)
    publish.publish(session, settings, NOON)
    sensitive.look(session, NOON)
    case = session.exec(select(ReviewCase)).one()
    case.state, case.closed_at = "closed", NOON
    session.flush()
    assert sensitive.look(session, NOON + dt.timedelta(hours=1)) == 0
    assert sensitive.look(session, NOON + 31 * DAY) == 1
