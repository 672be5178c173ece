"""Packages of other CKANs: read whole or refused, with the habits of their versions."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets import elsewhere
from datasets.city import Portal
from datasets.database import reading
from datasets.errors import SourceChanged
from harvesters.order import Order
from harvesters.run import harvest
from harvesters.source import Rejected
from harvesters.sources.ckan import SOURCE, parse
from tests.harvesters.portals import ANYTHING, answering, counts, read, refused, walk, with_portals
from tests.harvesters.samples import a_city

FROZEN = Path(__file__).parents[1] / "files" / "ckan.json"


def saved(tmp_path, answer, name="answer.json"):
    file = tmp_path / name
    file.write_text(answer if isinstance(answer, str) else json.dumps(answer))
    return file


def package(number, **values):
    return {"id": f"id-{number:03}", "name": f"paket-{number}", "title": f"Paket {number}"} | values


def a_ckan(packages, most=2):
    """A portal that gives at most ``most`` packages at once, whatever is asked."""

    def said(asked):
        assert (asked.path, asked.query["sort"]) == ("/api/3/action/package_search", ["id asc"])
        start, rows = int(asked.query["start"][0]), min(int(asked.query["rows"][0]), most)
        return {"success": True, "result": {"count": len(packages), "results": packages[start : start + rows]}}

    return answering(said)


def test_a_package_becomes_a_linked_and_attributed_record(city):
    promised, (first, *_), _ = read(SOURCE, FROZEN, city)
    assert promised == 5
    assert (first.title.de, first.publisher, first.licence) == ("Baumkataster", "Grünflächenamt", "Datenlizenz Deutschland Null 2.0")
    assert (first.landing, first.host) == ("https://daten.beispielstadt.example/dataset/baumkataster", "geo.beispielstadt.example")
    assert (first.portal, first.portal_url) == ("daten.beispielstadt.example", "https://daten.beispielstadt.example")
    assert (first.issued, first.modified) == ("2019-05-02", "2026-10-03")


def test_the_identifier_of_the_original_is_kept_and_no_person_is(city):
    _, (first, *_), _ = read(SOURCE, FROZEN, city)
    assert first.identifier == "https://geo.beispielstadt.example/baumkataster"
    assert "Erika" not in first.model_dump_json()


def test_markup_goes_words_stand_once_and_only_web_addresses_are_links(city):
    _, (first, *_), _ = read(SOURCE, FROZEN, city)
    assert first.description.de == "Alle Bäume an Straßen.\nOhne Wälder."
    assert (first.keywords, first.themes) == (("Baum", "stadtgrün"), ("ENVI", "Umwelt"))
    assert [one.url for one in first.distributions] == ["https://geo.beispielstadt.example/daten/B%C3%A4ume%202026.csv"]


def test_old_extras_texts_by_language_and_licences_of_resources_are_read(city):
    _, (_, air, _), _ = read(SOURCE, FROZEN, city)
    assert (air.title.de, air.title.en, air.description.en) == ("Luftqualität", "Air quality", "Hourly values.")
    assert (air.licence, air.issued) == ("http://dcat-ap.de/def/licenses/dl-by-de/2.0", "2015-03-02")
    assert (air.keywords, air.distributions[0].title, air.distributions[0].format) == (("luft", "messung"), "Werte", "text/csv")


def test_what_nobody_shall_see_counts_and_is_not_entered(city):
    _, records, parsed = read(SOURCE, FROZEN, city)
    assert counts(parsed) == (5, 0, 1)
    assert [record.title.de for record in records] == ["Baumkataster", "Luftqualität", "0a1d3c52-0000-4000-8000-000000000003"]


def test_all_pages_of_all_portals_are_walked(fake_site, tmp_path, city):
    packages = [package(number) for number in range(7)]
    sites = [fake_site(a_ckan(packages)), fake_site(a_ckan(packages[:3], most=1000))]
    where = with_portals(city, *(("ckan", site) for site in sites))
    promised, records, parsed = read(SOURCE, walk(SOURCE, where, tmp_path).path, where)
    assert (promised, counts(parsed)) == (10, (10, 0, 0))
    assert [record.portal for record in records] == ["Portal 1"] * 7 + ["Portal 2"] * 3


def test_a_portal_that_does_not_say_how_many_it_has_is_read_to_its_end(fake_site, tmp_path, city):
    def uncounted(asked):
        start = int(asked.query["start"][0])
        return {"success": True, "result": {"results": [package(number) for number in range(7)][start : start + 2]}}

    where = with_portals(city, ("ckan", fake_site(answering(uncounted))))
    _, records, _ = read(SOURCE, walk(SOURCE, where, tmp_path).path, where)
    assert len(records) == 7


def test_conditions_and_pages_of_a_portal_are_its_own(fake_site, tmp_path, city):
    asked = []
    found = {"success": True, "result": {"count": 1, "results": [package(1)]}}
    site = fake_site(answering(lambda one: asked.append(one.query) or found))
    more = {"where": {"fq": "organization:stadt"}, "page": "https://p.example/suche/{name}"}
    portal = Portal(slug="land", kind="ckan", name="Land", url=site, **more)
    where = with_portals(city, portal)
    _, (record,), _ = read(SOURCE, walk(SOURCE, where, tmp_path).path, where)
    assert asked[0]["fq"] == ["organization:stadt"]
    assert record.landing == "https://p.example/suche/paket-1"


def test_a_list_that_moved_between_pages_is_refused_and_nothing_is_gone(fake_site, tmp_path, city, engine, settings):
    pages = iter([[package(1), package(2)], [package(2), package(3)]])
    site = fake_site(answering(lambda _: {"success": True, "result": {"count": 4, "results": next(pages)}}))
    where = with_portals(city, ("ckan", site))
    report = harvest(engine, settings, SOURCE, Order(file=walk(SOURCE, where, tmp_path).path))
    assert (report.state, "says 4 rows, the file holds 3" in report.message) == ("refused", True)


def test_a_run_enters_what_it_reads_and_marks_what_is_gone(tmp_path, engine, settings):
    def run(*numbers):
        links = [package(number, url=f"https://stadt.example/{number}") for number in numbers]
        answer = {"success": True, "result": {"count": len(links), "results": links}}
        return harvest(engine, settings, SOURCE, Order(file=saved(tmp_path, answer)))

    assert run(*range(20)).added == 20
    report = run(*range(1, 20))
    assert (report.state, report.unchanged, report.gone) == ("done", 19, 1)
    with reading(engine) as session:
        assert elsewhere.holdings(session).total == 19


def test_two_packages_with_one_identifier_are_entered_once(tmp_path, city):
    same = [package(number, url="https://a.example/", extras=[{"key": "guid", "value": "g"}]) for number in (1, 2)]
    _, records, parsed = read(SOURCE, saved(tmp_path, {"success": True, "result": {"count": 2, "results": same}}), city)
    assert (len(records), counts(parsed)) == (1, (2, 0, 1))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"success": False, "error": {"message": "Not found"}}, "Not found"),
        ({"success": True, "result": ["baum", "luft"]}, "holds no packages"),
        ([1], "holds no packages"),
        ({"datasets": []}, "holds no packages"),
        ("<html><title>Wartung</title></html>", "web page"),
        ('{"success": true, "result": {"count": 2, "results": [{"id":', "cut off"),
        ("", "cut off"),
    ],
)
def test_what_is_no_answer_of_a_ckan_is_refused(tmp_path, city, answer, said):
    refused(SOURCE, saved(tmp_path, answer), city, said)


def test_a_dump_with_a_broken_line_is_refused(tmp_path, city):
    text = json.dumps(package(1)) + '\n{"id": "2", "na'
    refused(SOURCE, saved(tmp_path, text, "dump.jsonl"), city, "line 2")


def test_a_dump_is_read_line_by_line_for_the_portal_it_is_named_after(shared, city):
    file = shared / "samples" / "ckan" / "avowkind_datasets.jsonl"
    where = with_portals(city, ("ckan", "https://ckan.example"))
    promised, records, parsed = read(SOURCE, file, where, "portal-1")
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert (promised, counts(parsed)) == (None, (len(lines), 0, 0))
    assert [record.landing for record in records] == [f"https://ckan.example/dataset/{line['name']}" for line in lines]
    assert [len(record.distributions) for record in records] == [len({one["url"] for one in line["resources"]}) for line in lines]


def test_without_its_portal_only_what_links_somewhere_is_entered(shared, city):
    file = shared / "samples" / "ckan" / "avowkind_datasets.jsonl"
    _, records, parsed = read(SOURCE, file, city)
    linked = [line for line in map(json.loads, file.read_text().splitlines()) if line.get("url") or line["resources"]]
    assert (len(records), sum(isinstance(one, Rejected) for one in parsed)) == (len(linked), 9 - len(linked))


def test_one_page_of_a_longer_answer_is_read_and_its_run_refused(shared, city, engine, settings):
    file = shared / "samples" / "ckan" / "birmingham_package_search.json"
    promised, records, _ = read(SOURCE, file, city)
    found = json.loads(file.read_text())["result"]
    assert (promised, len(records)) == (found["count"], len(found["results"])) == (38, 10)
    assert sum(len(one.distributions) for one in records) == sum(len({r["url"] for r in one["resources"]}) for one in found["results"])
    assert {one.portal for one in records} == {"data.birmingham.gov.uk"}
    assert harvest(engine, settings, SOURCE, Order(file=file)).message.startswith("The source says 38 rows, the file holds 10")


def test_a_small_answer_without_a_portal(shared, city):
    promised, records, parsed = read(SOURCE, shared / "samples" / "ckan" / "ceres__ckan_package_search.json", city)
    assert (promised, counts(parsed), [len(one.distributions) for one in records]) == (2, (1, 1, 0), [2])


@pytest.mark.parametrize("name", ["envidat_tag_list.json", "opendataguru_opendataportals.csv"])
def test_samples_of_other_shapes_are_refused(shared, city, name):
    refused(SOURCE, shared / "samples" / "ckan" / name, city, "holds no packages|no readable answer")


FIELDS = ("title", "notes", "extras", "resources", "tags", "groups", "organization", "license_title", "url", "theme", "identifier", "state")


@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), ANYTHING), min_size=1, max_size=5))
def test_whatever_a_package_holds_it_is_a_row_or_a_rejection(tmp_path_factory, strange):
    where = with_portals(a_city(), ("ckan", "https://ckan.example"))
    packages = [{"id": f"id-{number}", "name": f"name-{number}"} | values for number, values in enumerate(strange)]
    file = saved(tmp_path_factory.mktemp("any"), {"success": True, "result": {"count": len(packages), "results": packages}})
    _, _, parsed = read(SOURCE, file, where, "portal-1")
    assert sum(counts(parsed)[:2]) == len(packages)


@pytest.mark.parametrize("content", [b"\xff\xfe{", b"\xff\xfe\0\0{", b"\xff\xfe\0\0\0"])
def test_an_answer_that_ends_within_a_letter_is_refused(tmp_path, content):
    file = tmp_path / "answer.json"
    file.write_bytes(content)
    with pytest.raises(SourceChanged, match="no readable answer"):
        parse(file, lambda *asked: None)
