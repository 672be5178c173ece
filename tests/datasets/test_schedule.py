"""A source is read when its frequency says so, not at the moment of all others, not in quiet hours."""

import datetime as dt

import pytest

from datasets import schedule
from datasets.city import City
from datasets.tables.types import now
from datasets.tables.work import Schedule

HOUR = dt.timedelta(hours=1)


def a_source(name="a", frequency="DAILY", local=False, by_hand=False):
    return Schedule(source=name, title=name, frequency=frequency, is_local=local, due_at=None if by_hand else now())


@pytest.fixture
def quiet(city):
    """A city whose quiet hours are from nine to four by its own clock, which in November is an hour ahead of UTC."""
    return city.model_copy(update={"timezone": "Europe/Berlin", "quiet_hours": ("09:00-16:00",)})


@pytest.fixture
def loud(city):
    return city.model_copy(update={"quiet_hours": ()})


def test_a_new_source_is_read_soon_but_not_at_once(session, loud, frozen):
    schedule.enter(session, [a_source()], draw=lambda: 0.5)
    assert schedule.due(session, loud) == []
    frozen.shift(15 * 60)
    assert schedule.due(session, loud) == ["a"]


@pytest.mark.parametrize(("frequency", "days"), [("DAILY", 1), ("WEEKLY", 7), ("MONTHLY", 30), ("QUARTERLY", 91), ("UNKNOWN", 30)])
def test_the_next_time_follows_the_frequency(session, loud, frozen, frequency, days):
    schedule.enter(session, [a_source(frequency=frequency)])
    assert schedule.plan(session, loud, "a", "done", draw=lambda: 0.0) == now() + dt.timedelta(days=days)


def test_the_play_moves_it_by_an_hour_at_most(session, loud, frozen):
    schedule.enter(session, [a_source(frequency="MONTHLY")])
    assert schedule.plan(session, loud, "a", "done", draw=lambda: 1.0) == now() + dt.timedelta(days=30, hours=1)


def test_a_source_that_does_not_answer_is_tried_again_ever_later(session, loud, frozen):
    schedule.enter(session, [a_source(frequency="MONTHLY")])
    waits = [schedule.plan(session, loud, "a", "failed", draw=lambda: 0.0) - now() for _ in range(9)]
    assert [wait / HOUR for wait in waits] == [0.25, 0.5, 1, 2, 4, 8, 16, 24, 24]
    schedule.plan(session, loud, "a", "done")
    assert schedule.plan(session, loud, "a", "failed", draw=lambda: 0.0) - now() == HOUR / 4


def test_a_refused_source_is_looked_at_again_the_next_day(session, loud, frozen):
    schedule.enter(session, [a_source(frequency="ANNUAL")])
    assert schedule.plan(session, loud, "a", "refused", draw=lambda: 0.0) - now() == 24 * HOUR


def test_in_quiet_hours_only_what_asks_nobody_is_due(session, quiet, frozen):
    schedule.enter(session, [a_source(), a_source("b", local=True)], draw=lambda: 0.0)
    frozen.shift(3600)  # two in the afternoon by the city's clock
    assert schedule.due(session, quiet) == ["b"]
    frozen.shift(2 * 3600)
    assert set(schedule.due(session, quiet)) == {"a", "b"}


def test_a_time_in_quiet_hours_moves_to_their_end(session, quiet, frozen):
    schedule.enter(session, [a_source(), a_source("b", local=True)])
    assert schedule.plan(session, quiet, "a", "done", draw=lambda: 0.0) == dt.datetime(2026, 11, 24, 15, tzinfo=dt.UTC)
    assert schedule.plan(session, quiet, "b", "done", draw=lambda: 0.0) == dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(("hour", "ends"), [(21, None), (23, 5), (3, 5), (6, None)])
def test_quiet_hours_may_go_over_midnight(city, hour, ends):
    night = city.model_copy(update={"timezone": "UTC", "quiet_hours": ("22:00-05:00",)})
    found = schedule.quiet_until(night, dt.datetime(2026, 11, 23, hour, tzinfo=dt.UTC))
    assert (found and found.hour) == ends


def test_a_source_without_an_address_is_read_by_hand_only(session, loud, frozen):
    schedule.enter(session, [a_source(by_hand=True)])
    frozen.shift(10**7)
    assert schedule.due(session, loud) == []
    assert schedule.plan(session, loud, "a", "done") is None
    assert [row.due_at for row in schedule.schedule(session)] == [None]


def test_entering_anew_keeps_times_and_drops_what_is_no_more(session, loud, frozen):
    schedule.enter(session, [a_source(), a_source("b")])
    kept = schedule.plan(session, loud, "a", "done")
    schedule.enter(session, [a_source()])
    assert [(row.source, row.due_at) for row in schedule.schedule(session)] == [("a", kept)]


def test_another_frequency_brings_a_new_time(session, loud, frozen):
    schedule.enter(session, [a_source(frequency="ANNUAL")])
    schedule.plan(session, loud, "a", "done")
    schedule.enter(session, [a_source()])
    assert schedule.schedule(session)[0].due_at == now() + schedule.FIRST


@pytest.mark.parametrize(
    "wrong", [{"quiet_hours": ["nachts"]}, {"quiet_hours": ["25:00-26:00"]}, {"quiet_hours": ["09:00-09:00"]}, {"timezone": "Dortmund"}]
)
def test_a_wrong_span_or_zone_stops_the_start(city, wrong):
    with pytest.raises(ValueError, match="is no"):
        City.model_validate(city.model_dump() | wrong)
