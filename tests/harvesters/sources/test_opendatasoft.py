"""Catalogues on Opendatasoft: all three versions of their answers, broken off ones refused."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.elsewhere import same
from datasets.errors import SourceChanged
from harvesters.sources import dcat
from harvesters.sources.opendatasoft import SOURCE, next_page
from tests.harvesters.portals import ANYTHING, answering, counts, read, refused, walk, with_portals
from tests.harvesters.samples import a_city

FROZEN = Path(__file__).parents[1] / "files" / "opendatasoft.json"
HOST = "https://daten.beispielstadt.example"


def saved(tmp_path, answer):
    file = tmp_path / "catalogue.json"
    file.write_text(answer if isinstance(answer, str) else json.dumps(answer))
    return file


def dataset(number):
    return {"dataset_id": f"satz-{number:03}", "has_records": True, "metas": {"default": {"title": f"Satz {number}"}}}


def test_a_dataset_becomes_a_linked_and_attributed_record(city):
    promised, (first, *_), parsed = read(SOURCE, FROZEN, city)
    assert (promised, counts(parsed)) == (3, (3, 0, 1))
    assert (first.title.de, first.publisher, first.licence) == (
        "Haltestellen",
        "Tiefbauamt",
        "Datenlizenz Deutschland – Zero – Version 2.0",
    )
    assert (first.landing, first.identifier) == (f"{HOST}/explore/dataset/haltestellen/",) * 2
    assert (first.description.de, first.issued, first.modified) == ("Alle Haltestellen & Gleise.\nMit Namen.", "2021-02-03", "2026-08-20")
    assert "Erika" not in first.model_dump_json()


def test_words_stand_once_and_files_are_linked(city):
    _, (first, bare, attached), _ = read(SOURCE, FROZEN, city)
    assert (first.keywords, first.themes) == (("Bus", "Bahn"), ("Verkehr",))
    assert [one.format for one in first.distributions] == ["CSV", "JSON", "application/zip"]
    assert (bare.title.de, bare.licence, bare.distributions) == (f"{HOST}/explore/dataset/ohne-angaben/", "", ())
    assert (attached.licence, attached.distributions[0].url[-13:]) == ("https://example.org/nutzung", "bericht%20pdf")


@pytest.mark.parametrize(
    "answer",
    [
        {"total_count": 1, "links": [], "datasets": [{"links": [], "dataset": {"dataset_id": "s", "metas": {"default": {"title": "S"}}}}]},
        {"nhits": 1, "parameters": {}, "datasets": [{"datasetid": "s", "has_records": True, "metas": {"title": "S", "keyword": ["w"]}}]},
        {"nhits": 1, "datasets": [{"datasetid": "s", "metas": {"title": "S", "keyword": "w", "theme": "T", "license": "L"}}]},
        [{"dataset_id": "s", "metas": {"default": {"title": "S"}}}],
    ],
)
def test_older_answers_and_exports_are_read_too(tmp_path, city, answer):
    where = with_portals(city, ("opendatasoft", HOST))
    promised, (record,), _ = read(SOURCE, saved(tmp_path, answer), where, "portal-1")
    assert (promised or 1, record.title.de, record.landing, record.portal) == (1, "S", f"{HOST}/explore/dataset/s/", "Portal 1")


def test_all_pages_are_walked_in_a_stable_order(fake_site, tmp_path, city):
    whole = [dataset(number) for number in range(230)]

    def said(asked):
        assert (asked.path, asked.query["order_by"]) == ("/api/explore/v2.1/catalog/datasets", ["dataset_id"])
        start, limit = int(asked.query["offset"][0]), int(asked.query["limit"][0])
        return {"total_count": len(whole), "results": whole[start : start + limit]}

    where = with_portals(city, ("opendatasoft", fake_site(answering(said))))
    promised, records, parsed = read(SOURCE, walk(SOURCE, where, tmp_path).path, where)
    assert (promised, counts(parsed), len({record.identifier for record in records})) == (230, (230, 0, 0), 230)


def test_a_catalogue_longer_than_pages_reach_goes_on_from_the_day_of_the_last_one():
    def after(url, modified):
        one = dataset(1) | {"metas": {"default": {"title": "Satz", "modified": modified}}}
        body = json.dumps({"total_count": 12_000, "results": [one] * 100}).encode()
        return parse_qs(urlsplit(next_page(url, body)).query), next_page(url, body)

    start = f"{HOST}/api/explore/v2.1/catalog/datasets?order_by=dataset_id&limit=100&offset=0"
    asked, url = after(start, "2026-01-01T00:00:00+00:00")
    assert (asked["order_by"], asked["offset"]) == (["modified,dataset_id"], ["0"])
    asked, url = after(url.replace("offset=0", "offset=9800"), "2026-01-02T00:00:00+00:00")
    assert (asked["where"], asked["offset"]) == (["modified >= date'2026-01-02T00:00:00+00:00'"], ["0"])
    for modified in ("2026-01-02T00:00:00+00:00", ""):
        with pytest.raises(SourceChanged, match="more datasets than pages reach"):
            after(url.replace("offset=0", "offset=9800"), modified)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (FROZEN.read_text()[:600] + "Streaming interrupted due to the following error: offset + limit", "broken off by the server"),
        (FROZEN.read_text()[:600], "cut off"),
        ("<html><title>Wartungsarbeiten</title>", "web page"),
        ({"errorcode": 10005, "reset_time": "2026-11-24T00:00:00Z", "call_limit": 1000, "error": "Too many"}, "again from 2026-11-24"),
        ({"error_code": "ODSQLError", "message": "wrong"}, "says: wrong"),
        ({"total_count": 1, "results": [{"name": "Westenhellweg", "stadtbezirk": 1}]}, "no records"),
    ],
)
def test_what_is_no_whole_catalogue_is_refused(tmp_path, city, answer, said):
    refused(SOURCE, saved(tmp_path, answer), city, said)


def test_the_sample_of_a_catalogue_is_read(shared, city):
    file = shared / "samples" / "opendatasoft" / "ceres__opendatasoft_catalog.json"
    promised, (trees, budget), parsed = read(SOURCE, file, city)
    assert (promised, counts(parsed)) == (json.loads(file.read_text())["total_count"], (2, 0, 1)) == (2, (2, 0, 1))
    assert (trees.portal, trees.publisher, len(trees.distributions)) == ("opendata.example.fr", "Ville Exemple", 4)
    assert trees.description.de == "Inventaire des arbres remarquables avec localisation & essences."
    assert (budget.title.de, budget.licence) == ("https://opendata.example.fr/explore/dataset/budget-2026/", "")


@pytest.mark.parametrize(
    "name",
    [
        "dortmund_records_quoted.jsonl",
        "odsdocs__v1_records_api_0.json",
        "odsdocs__v1_records_api_1.json",
        "odsdocs__v1_using_facets_2.json",
        "odsdocs__v2__dataset_4.json",
    ],
)
def test_samples_of_records_and_facets_are_refused(shared, city, name):
    refused(SOURCE, shared / "samples" / "opendatasoft" / name, city, "no records|no readable answer")


def test_a_portal_that_passes_it_on_names_the_same_dataset(shared, tmp_path, city):
    _, passed_on, _ = read(dcat.SOURCE, shared / "samples" / "dcat" / "udata__udata.xml", city)
    original = {"dataset_id": "bureau-de-vote-vanves", "has_records": True, "metas": {"default": {"title": "Bureaux"}}}
    where = with_portals(city, ("opendatasoft", "https://vanves-seineouest.opendatasoft.com"))
    _, (record,), _ = read(SOURCE, saved(tmp_path, [original]), where, "portal-1")
    assert same(record) in {same(one) for one in passed_on}


METAS = st.dictionaries(st.sampled_from(["title", "description", "keyword", "theme", "license", "publisher", "modified"]), ANYTHING)


@given(METAS, ANYTHING, ANYTHING)
def test_whatever_metas_hold_it_is_a_row(tmp_path_factory, metas, dcat_metas, attachments):
    where = with_portals(a_city(), ("opendatasoft", HOST))
    one = {"dataset_id": "satz", "metas": {"default": metas, "dcat": dcat_metas}, "attachments": attachments}
    _, _, parsed = read(SOURCE, saved(tmp_path_factory.mktemp("any"), {"total_count": 1, "results": [one]}), where, "portal-1")
    assert counts(parsed)[:2] == (1, 0)
