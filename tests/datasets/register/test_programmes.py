"""Whether a programme is open is said by the day on which somebody asks; nothing stored goes stale."""

import datetime as dt

import pytest
import time_machine

from datasets import releases
from datasets.database import reading, transaction
from datasets.records import ProgrammeRecord
from datasets.register import programmes
from datasets.register.loading import load
from datasets.register.programmes import ProgrammeQuestion
from datasets.register.writing import Origin
from datasets.tables.programmes import Programme
from datasets.tables.types import now

DAY = dt.date(2026, 11, 28)


def a_programme(key="gruen", **more):
    return ProgrammeRecord(**{"key": key, "title": f"Programm {key}", "source_url": "https://quelle.example/"} | more)


def put(session, *records, **more):
    return load(session, records, Origin("foerderprogramme", "foerderprogramme", None, now(), **more))


@pytest.mark.parametrize(
    ("dates", "status"),
    [
        ({"deadline": DAY}, "open"),
        ({"deadline": DAY - dt.timedelta(1)}, "closed"),
        ({"opens": DAY + dt.timedelta(1), "deadline": DAY + dt.timedelta(9)}, "expected"),
        ({"opens": DAY, "deadline": DAY + dt.timedelta(9)}, "open"),
        ({"opens": DAY - dt.timedelta(9)}, "unknown"),
        ({}, "unknown"),
        ({"stated": "open"}, "open"),
        ({"stated": "open", "deadline": DAY - dt.timedelta(1)}, "closed"),
        ({"stated": "closed", "deadline": DAY + dt.timedelta(9)}, "closed"),
    ],
)
def test_the_status_follows_from_dates_and_what_the_source_says(dates, status):
    row = Programme(source="s", dataset="d", key="k", title="t", funder="", level="", source_url="https://a.example/", **dates)
    assert programmes.status(row, DAY) == status


def test_filters_leave_what_fits_and_count_what_the_others_would_give(session):
    put(
        session,
        a_programme("a", applicants=("municipality", "company"), topics=("energie",), deadline=DAY + dt.timedelta(20)),
        a_programme("b", applicants=("municipality",), level="eu", deadline=DAY + dt.timedelta(200)),
        a_programme("c", applicants=("company",), deadline=DAY - dt.timedelta(1)),
    )
    asked = programmes.listing(session, ProgrammeQuestion(who="municipality"), DAY)
    assert [offer.row.key for offer in asked.items] == ["a", "b"]
    assert dict(asked.facets["who"]) == {"municipality": 2, "company": 2}
    assert dict(asked.facets["status"]) == {"open": 2}
    assert [offer.row.key for offer in programmes.listing(session, ProgrammeQuestion(within=30), DAY).items] == ["a"]
    assert [offer.row.key for offer in programmes.listing(session, ProgrammeQuestion(), DAY).items] == ["a", "b", "c"]


def test_what_a_complete_list_no_longer_names_is_gone_and_comes_back(session):
    put(session, a_programme("a"), a_programme("b"))
    assert put(session, a_programme("a")).gone == 1
    assert [row.key for row in programmes.rows(session)] == ["a"]
    assert put(session, a_programme("a"), a_programme("b")).changed == 1
    assert len(programmes.rows(session)) == 2


def test_a_deadline_that_passes_makes_a_new_release_without_a_new_harvest(engine, settings):
    with time_machine.travel(dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC), tick=False) as clock:
        with transaction(engine) as session:
            releases.enter_own(session, settings)
            put(session, a_programme("a", deadline=DAY), a_programme("b", opens=DAY + dt.timedelta(2), deadline=DAY + dt.timedelta(9)))
        releases.publish_due(engine, settings, ["foerderprogramme"])
        assert releases.publish_due(engine, settings).get("foerderprogramme") is None
        clock.shift(dt.timedelta(days=1))
        made = releases.publish_due(engine, settings)["foerderprogramme"]
        assert (made.is_new, made.difference.changed) == (True, 1)
        assert "foerderprogramme" not in releases.publish_due(engine, settings)
        clock.shift(dt.timedelta(days=1))
        assert releases.publish_due(engine, settings)["foerderprogramme"].difference.changed == 1


def test_the_day_of_reading_makes_no_change(engine):
    with transaction(engine) as session:
        put(session, a_programme("a", retrieved=DAY))
        assert put(session, a_programme("a", retrieved=DAY + dt.timedelta(1))).unchanged == 1
    with reading(engine) as session:
        assert programmes.rows(session)[0].retrieved == DAY + dt.timedelta(1)
