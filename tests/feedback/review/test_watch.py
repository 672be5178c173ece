"""Bursts of votes as the worker sees them, on both databases: votes are cast, the clock is given."""

import datetime as dt

from sqlmodel import Session, col, select

from datasets.settings import Settings
from datasets.tables.projects import Project
from feedback import publish
from feedback.review import audit, bursts, watch, windows
from feedback.tables.bursts import PlannedWindow
from feedback.tables.cases import ReviewCase
from feedback.tables.people import Staff
from tests.builders import a_project, a_rating, key_of
from tests.feedback.voters import DAY, NOON, a_person, all_ratings, rating, score, vote, votes

HOUR = dt.timedelta(hours=1)
MONDAY = NOON
HONEST = (5, 4, 3, 4, 5, 2, 4, 3, 5, 4, 1, 4)


def an_old_project(session: Session, count: int = 36) -> Project:
    """Rated over the last two months, a little every other day."""
    project = a_project(session)
    for number in range(count):
        at = MONDAY - DAY * 2 - number * 1.5 * DAY
        a_rating(session, project, HONEST[number % len(HONEST)], created_at=at, changed_at=at)
    return project


def a_case(session: Session) -> ReviewCase | None:
    return session.exec(select(ReviewCase).execution_options(populate_existing=True)).one_or_none()


def spread(session: Session, project: Project, steps: tuple[int, ...], gap: dt.timedelta, **values: object) -> dt.datetime:
    """Votes with a gap between them from noon on; the time of the last."""
    for number, step in enumerate(steps):
        vote(session, project, step, MONDAY + number * gap, **values)
    return MONDAY + (len(steps) - 1) * gap


def a_plan(project: Project | None, person: Staff, start: dt.datetime, end: dt.datetime) -> PlannedWindow:
    id_ = None if project is None else key_of(project)
    return PlannedWindow(project_id=id_, starts_at=start, ends_at=end, channel="Newsletter", reason="Fest", staff_id=key_of(person))


def test_quiet_projects_open_nothing(session: Session) -> None:
    project = an_old_project(session)
    moment = spread(session, project, HONEST[:6], 2 * HOUR)
    assert watch.look(session, moment) == watch.Look(1, 0, 0)
    assert a_case(session) is None


def test_one_alarm_opens_a_case_and_changes_nothing(session: Session) -> None:
    project = an_old_project(session)
    moment = spread(session, project, HONEST, dt.timedelta(minutes=4))
    assert watch.look(session, moment) == watch.Look(1, 1, 0)
    case = a_case(session)
    assert case is not None
    assert (case.detectors, case.alarms, case.due_at) == ("volume", 1, moment + DAY)
    assert {row.status for row in all_ratings(session)} == {"counted"}
    assert bursts.frozen(session) == frozenset()


def test_two_alarms_hold_the_window_and_what_comes(session: Session) -> None:
    project = an_old_project(session)
    before = len(all_ratings(session))
    moment = spread(session, project, (1,) * 11, dt.timedelta(minutes=4))
    assert watch.look(session, moment) == watch.Look(1, 1, 11)
    case = a_case(session)
    assert case is not None
    assert case.detectors.split()[:2] == ["volume", "shape"]
    held = [row for row in all_ratings(session) if row.status == "held"]
    assert (len(held), len(all_ratings(session)) - len(held)) == (11, before)
    assert bursts.frozen(session) == {key_of(project)}
    assert vote(session, project, 1, moment + HOUR).status == "held"
    assert vote(session, project, 5, moment + HOUR, channel="code").status == "counted"


def test_votes_on_site_are_no_burst(session: Session) -> None:
    project = an_old_project(session)
    moment = spread(session, project, (5,) * 30, dt.timedelta(seconds=5), channel="code")
    assert watch.look(session, moment) == watch.Look(1, 0, 0)


def test_a_second_look_holds_what_came_in_between_and_opens_no_second_case(session: Session) -> None:
    project = an_old_project(session)
    moment = spread(session, project, HONEST, dt.timedelta(minutes=4))
    watch.look(session, moment)
    for number in range(12):
        vote(session, project, 1, moment + dt.timedelta(seconds=number + 1))
    found = watch.look(session, moment + dt.timedelta(seconds=15), since=moment)
    assert (found.opened, found.held) == (0, 24)
    case = a_case(session)
    assert case is not None
    assert case.alarms >= 2
    assert [event.action for event in audit.about(session, [f"case/{case.id}"])] == ["burst.hold", "burst.more", "burst.open"]


def test_only_projects_with_new_votes_are_looked_at(session: Session) -> None:
    project = an_old_project(session)
    moment = spread(session, project, (1,) * 11, dt.timedelta(minutes=4))
    assert watch.look(session, moment + HOUR, since=moment) == watch.Look(0, 0, 0)


def test_a_slow_shift_within_a_day_is_seen(session: Session) -> None:
    project = an_old_project(session)
    moment = spread(session, project, (1, 2) * 6, dt.timedelta(minutes=110))
    watch.look(session, moment)
    case = a_case(session)
    assert case is not None
    assert "shift" in case.detectors


def test_a_planned_window_keeps_the_votes_in_it_out(session: Session) -> None:
    project, person = an_old_project(session), a_person(session)
    windows.plan(session, person, a_plan(project, person, MONDAY, MONDAY + 2 * HOUR), MONDAY - DAY)
    moment = spread(session, project, (5,) * 40, dt.timedelta(seconds=10))
    assert watch.look(session, moment) == watch.Look(1, 0, 0)


def test_a_plan_for_all_projects_and_one_that_is_over(session: Session) -> None:
    project, person = an_old_project(session), a_person(session)
    windows.plan(session, person, a_plan(None, person, MONDAY - 4 * HOUR, MONDAY - HOUR), MONDAY - DAY)
    moment = spread(session, project, (5,) * 11, dt.timedelta(minutes=2))
    assert watch.look(session, moment).held == 11


def test_one_network_in_a_planned_window_asks_for_a_look_and_holds_nothing(session: Session) -> None:
    project, person = an_old_project(session), a_person(session)
    windows.plan(session, person, a_plan(project, person, MONDAY, MONDAY + 5 * HOUR), MONDAY - DAY)
    for number in range(12):
        near = {"prefix": "203.0.113.0/24"} if number % 2 else {}
        vote(session, project, 4, MONDAY + number * dt.timedelta(minutes=4), **near)
    found = watch.look(session, MONDAY + HOUR)
    case = a_case(session)
    assert case is not None
    assert (case.detectors, found.held) == ("concentration", 0)


def test_what_staff_closed_is_not_seen_again(session: Session) -> None:
    project = an_old_project(session)
    moment = spread(session, project, HONEST, dt.timedelta(minutes=4))
    watch.look(session, moment)
    case = a_case(session)
    assert case is not None
    case.state, case.closed_at = "closed", moment
    session.flush()
    assert watch.look(session, moment + dt.timedelta(minutes=1)) == watch.Look(1, 0, 0)


def test_what_is_published_stays_and_says_that_it_is_checked(session: Session, settings: Settings) -> None:
    project = an_old_project(session)
    publish.publish(session, settings, MONDAY)
    clean = score(session, project).figures
    moment = spread(session, project, (1,) * 60, dt.timedelta(minutes=4))
    watch.look(session, moment)
    publish.publish(session, settings, moment + 2 * DAY)
    assert (score(session, project).state, score(session, project).figures["score"]) == ("review", clean["score"])


def test_due_on_the_next_working_day() -> None:
    friday = dt.datetime(2026, 11, 27, 15, tzinfo=dt.UTC)
    assert watch.due(friday) == dt.datetime(2026, 11, 30, 15, tzinfo=dt.UTC)
    assert watch.due(MONDAY) == MONDAY + DAY


def test_nothing_is_deleted(session: Session) -> None:
    project = an_old_project(session)
    cast = [vote(session, project, 1, MONDAY + number * dt.timedelta(minutes=1)) for number in range(20)]
    watch.look(session, MONDAY + HOUR)
    assert [rating(session, one).reason for one in cast] == ["burst"] * 20
    assert session.exec(select(ReviewCase.id).where(col(ReviewCase.trigger) == "burst")).one()
    votes(session, project, [3])
