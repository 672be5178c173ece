import datetime as dt

from sqlmodel import Session, select

from datasets import catalogue, releases
from datasets.own import portal_nutzung
from datasets.settings import Settings
from datasets.tables.usage import Usage
from feedback import visits
from feedback.tables.visits import PageCount

DAY = dt.date(2026, 11, 20)
NIGHT = dt.datetime(2026, 11, 21, 0, 30, tzinfo=dt.UTC)
MORNING = dt.datetime(2026, 11, 21, 8, tzinfo=dt.UTC)


def test_counts_of_several_processes_add_up(session: Session) -> None:
    visits.add(session, {(DAY, "start"): 3, (DAY, "daten"): 1})
    visits.add(session, {(DAY, "start"): 4})
    assert {(one.kind, one.gets) for one in session.exec(select(PageCount))} == {("start", 7), ("daten", 1)}


def test_only_days_that_are_over_and_cells_of_five_are_handed_on(session: Session, settings: Settings) -> None:
    releases.enter_own(session, settings)
    visits.add(session, {(DAY, "start"): 5, (DAY, "daten"): 4, (DAY + dt.timedelta(1), "start"): 99})
    assert visits.close_days(session, NIGHT) == 0
    assert visits.close_days(session, MORNING) == 1
    assert list(portal_nutzung.rows(session)) == [(DAY, "start", 5)]
    assert {one.day for one in session.exec(select(PageCount))} == {DAY + dt.timedelta(1)}
    assert "portal-nutzung" in dict(catalogue.due(session))


def test_a_day_that_was_handed_on_does_not_change(session: Session) -> None:
    visits.add(session, {(DAY, "start"): 5})
    visits.close_days(session, MORNING)
    visits.add(session, {(DAY, "start"): 7, (DAY, "daten"): 9})
    assert visits.close_days(session, MORNING) == 0
    assert [(one.kind, one.gets) for one in session.exec(select(Usage))] == [("start", 5)]
    assert session.exec(select(PageCount)).all() == []
