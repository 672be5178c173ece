"""Programmes from the city's list, from a table of strange headers and from a feed; nothing is guessed."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import select

from datasets.database import reading
from datasets.errors import SourceChanged
from datasets.tables.programmes import Programme
from harvesters.order import Order
from harvesters.run import harvest
from harvesters.source import Ask, Rejected, Row
from harvesters.sources.foerderprogramme import SOURCE

FILES = Path(__file__).parent.parent / "files" / "foerderprogramme"


def parsed(name, city):
    return list(SOURCE.parse(FILES / name, Ask(city, "liste")).rows)


def records(name, city):
    return {row.records[0].title: row.records[0] for row in parsed(name, city) if isinstance(row, Row)}


def test_every_cell_of_the_own_list_arrives(city):
    found = records("programmes.csv", city)["Grüne Plätze"]
    assert (found.key, found.level, found.applicants, found.topics) == ("gruen", "land", ("municipality", "association"), ("energie",))
    assert (found.opens, found.deadline, found.retrieved) == (dt.date(2026, 1, 1), dt.date(2026, 12, 31), dt.date(2026, 11, 1))
    assert (found.amount_max, found.rate_max, found.url) == (Decimal(50000), Decimal(80), "https://geber.example/gruen")


def test_a_row_without_a_source_or_with_a_deadline_before_its_start_is_rejected(city):
    rejected = [row for row in parsed("programmes.csv", city) if isinstance(row, Rejected)]
    assert [row.line for row in rejected] == [4, 5]
    assert rejected[0].field == "source_url"
    assert "before the start" in rejected[1].reason


def test_a_foreign_table_is_read_by_its_german_headers(city):
    found = records("fremde-liste.csv", city)
    school, running, perhaps = found["Digitale Schule"], found["Laufend dabei"], found["Vielleicht"]
    assert (school.level, school.applicants, school.deadline) == ("bund", ("municipality", "school"), dt.date(2027, 3, 31))
    # "nur im Verbund" limits it: the words stay, no code is guessed.
    assert (running.applicants, running.who, running.stated, running.deadline) == ((), "Unternehmen nur im Verbund", "open", None)
    assert (perhaps.level, perhaps.deadline, perhaps.deadline_text, perhaps.stated) == ("", None, "im Frühjahr", "")


def test_a_feed_gives_a_deadline_only_where_it_names_just_one(city):
    found = records("aufrufe.rss", city)
    assert {title: record.deadline for title, record in found.items()} == {
        "Neuer Aufruf: Wärme": dt.date(2027, 4, 15),
        "Zwei Termine": None,
        "Bericht vom 3. Mai 2026": None,
    }
    assert {record.funder for record in found.values()} == {""}


def test_a_file_that_is_no_list_of_programmes_is_refused(city, tmp_path):
    file = tmp_path / "haltestellen.csv"
    file.write_text("haltestelle,linie\nMarkt,3\n")
    with pytest.raises(SourceChanged, match="haltestelle"):
        SOURCE.parse(file, Ask(city, "liste"))


def test_what_an_older_feed_named_is_not_gone(engine, settings, tmp_path):
    feed = (FILES / "aufrufe.rss").read_text("utf-8")
    shorter = tmp_path / "aufrufe.rss"
    shorter.write_text(feed.replace(feed[feed.index("<item><title>Zwei") : feed.index("</channel>")], ""), "utf-8")
    assert harvest(engine, settings, SOURCE, Order(FILES / "aufrufe.rss")).added == 3
    second = harvest(engine, settings, SOURCE, Order(shorter, accept_shrink=True))
    assert (second.state, second.gone) == ("done", 0)
    with reading(engine) as session:
        assert len(session.exec(select(Programme).where(Programme.dataset == "aufrufe")).all()) == 3


def test_the_list_of_the_installation_is_read_whole(city):
    rows = list(SOURCE.parse(SOURCE.path(city), Ask(city, "foerderprogramme")).rows)
    assert rows
    assert all(isinstance(row, Row) for row in rows)
