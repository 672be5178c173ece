"""Quoted ranks from the installation's table and from one without the column ``sure``; a bad row is rejected with its field."""

import csv

import pytest

from datasets.errors import SourceChanged
from harvesters.run import harvest
from harvesters.source import Ask, Rejected, Row
from harvesters.sources.smart_city_index import SOURCE

HEAD = "year,city,category,rank,points,cities_ranked,source,note\n"


def parsed(file, city):
    return list(SOURCE.parse(file, Ask(city, "smart-city-index")).rows)


def test_ranks_without_a_column_for_doubt_take_it_from_the_note(city, tmp_path):
    file = tmp_path / "ranks.csv"
    file.write_text(HEAD + '2019,A,gesamt,9,,81,https://a.example/,\n2021,A,gesamt,22,51.03,,https://a.example/,"abgeleitet; unsicher"\n')
    first, second = (row.records[0] for row in parsed(file, city))
    assert (first.rank, first.sure, first.cities_ranked, first.points) == (9, True, 81, None)
    assert (second.sure, str(second.points)) == (False, "51.03")


def test_a_bad_rank_is_rejected_and_a_lost_column_refused(city, tmp_path):
    file = tmp_path / "ranks.csv"
    file.write_text(HEAD + "2019,A,gesamt,erster,,81,https://a.example/,\n2019,B,gesamt,2,,81,,\n")
    assert [(row.line, row.field) for row in parsed(file, city) if isinstance(row, Rejected)] == [(2, "rank"), (3, "source_url")]
    file.write_text("year,city\n2019,A\n")
    with pytest.raises(SourceChanged, match="category, rank, source"):
        SOURCE.parse(file, Ask(city, "smart-city-index"))


def test_the_table_of_the_installation_and_the_sample_are_read_whole(city, shared):
    for file in (SOURCE.path(city), shared / "samples/bitkom/smart_city_index_quoted.csv"):
        with file.open(encoding="utf-8", newline="") as handle:
            wanted = sum(1 for _ in csv.DictReader(handle))
        rows = parsed(file, city)
        assert len(rows) == wanted == 43
        assert all(isinstance(row, Row) for row in rows)
        assert sum(not row.records[0].sure for row in rows) == 1


def test_a_second_reading_changes_nothing(engine, settings):
    assert harvest(engine, settings, SOURCE).added == 43
    assert harvest(engine, settings, SOURCE).state == "unchanged"
