"""Ranks of rows that words were looked for in: the best come first, in every form of rows, and nothing else changes."""

import re

import pytest

from datasets import ranking
from datasets.records import Column, Text
from tests.published import a_published, many_rows

PATH = "/api/3/action/datastore_search"
RANK = Column(name="rank", type="integer", title=Text(de="Rang"))


@pytest.mark.parametrize(("q", "name"), [("brücke", "rank"), ('{"name": "brücke"}', "rank name")])
def test_the_best_come_first_and_say_how_well_they_fit(app, client, q, name):
    rows = [(1, "Brücke und Weg und Platz und Haus und Garten", 1), (2, "Brücke Brücke", 2), (3, "Weg", 3), (4, "Die Brücke", 4)]
    a_published(app, [*rows, *((at, "Anderes", 1) for at in range(5, 50))], slug="bauten")
    found = client.get(PATH, params={"resource_id": "bauten", "q": q}).json()["result"]
    assert found["fields"][-1] == {"id": name, "type": "float"}
    assert [row["id"] for row in found["records"]] == [2, 4, 1]
    ranks = [row[name] for row in found["records"]]
    assert ranks == sorted(ranks, reverse=True)
    assert all(0 < rank < 1 for rank in ranks)
    pages = [client.get(PATH, params={"resource_id": "bauten", "q": q, "limit": 1, "offset": at}).json() for at in range(3)]
    assert [row for page in pages for row in page["result"]["records"]] == found["records"]
    ordered = client.get(PATH, params={"resource_id": "bauten", "q": q, "sort": "id", "fields": f"id,{name}"}).json()["result"]
    assert [row["id"] for row in ordered["records"]] == [1, 2, 4]
    assert {row["id"]: row[name] for row in ordered["records"]} == {row["id"]: row[name] for row in found["records"]}


@pytest.mark.parametrize("shape", ["lists", "csv", "tsv"])
def test_ranks_are_in_every_form_of_rows_unless_columns_are_named(app, client, shape):
    a_published(app, slug="bauten")
    asked = {"resource_id": "bauten", "q": "radweg", "records_format": shape}
    (rank,) = [row["rank"] for row in client.get(PATH, params=asked | {"records_format": "objects"}).json()["result"]["records"]]
    records = client.get(PATH, params=asked).json()["result"]["records"]
    last = records[0][-1] if shape == "lists" else float(re.split(r"[,\t]", records.strip())[-1])
    assert last == pytest.approx(rank)
    named = client.get(PATH, params=asked | {"fields": "id"}).json()["result"]
    assert [field["id"] for field in named["fields"]] == ["id"]


def test_each_column_has_its_rank(app, client):
    columns = (Column(name="a", title=Text(de="A")), Column(name="b", title=Text(de="B")))
    rows = [("Brücke", "Weg Weg Weg und noch viel mehr"), ("Brücke Brücke Brücke", "Weg"), ("Haus", "Weg")]
    a_published(app, [*rows, *((f"x{at}", f"y{at}") for at in range(30))], slug="zwei", columns=columns, key=("a", "b"))
    found = client.get(PATH, params={"resource_id": "zwei", "q": '{"a": "brücke", "b": "weg"}'}).json()["result"]
    assert [field["id"] for field in found["fields"]] == ["_id", "a", "b", "rank a", "rank b"]
    assert [row["a"] for row in found["records"]] == ["Brücke Brücke Brücke", "Brücke"]
    assert found["records"][0]["rank b"] != found["records"][1]["rank b"]


def test_rows_of_a_word_that_is_everywhere_come_in_their_own_order_with_the_same_rank(app, client):
    a_published(app, many_rows(ranking.MOST + 10), slug="viele")
    found = client.get(PATH, params={"resource_id": "viele", "q": "zeile", "limit": 1000}).json()["result"]
    assert [row["_id"] for row in found["records"]] == list(range(1, ranking.MOST + 11))
    assert {row["rank"] for row in found["records"]} == {float(ranking.LITTLE)}


def test_a_column_that_is_called_rank_stays_what_it_is(app, client):
    a_published(app, [("Bochum", 3)], slug="plaetze", columns=(Column(name="ort", title=Text(de="Ort")), RANK), key=("ort",))
    found = client.get(PATH, params={"resource_id": "plaetze", "q": "bochum"}).json()["result"]
    assert [field["id"] for field in found["fields"]] == ["_id", "ort", "rank"]
    assert found["records"][0]["rank"] == 3


def test_distinct_rows_have_ranks_too(app, client):
    a_published(app, many_rows(30), slug="viele")
    found = client.get(PATH, params={"resource_id": "viele", "q": "zeile", "distinct": "yes", "fields": "name,rank"}).json()["result"]
    assert len(found["records"]) == 10
