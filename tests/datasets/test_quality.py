"""The 405 points: all of them are within reach, each is lost alone, and none is given for nothing."""

import datetime as dt
from collections import Counter

import pytest

from datasets import quality
from datasets.catalogue import Edition, Shown
from datasets.formats.files import File
from datasets.vocabularies import dcat, rdf
from datasets.vocabularies.dcat_dataset import Portal
from tests.builders import a_dataset_record

WHEN = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
BASE = "https://daten.example.org"
UID = "00000000-0000-0000-0000-000000000001"
OWN = {"slug": "bruecke", "origin": "own", "keywords": ("Bau",), "licence": "cc-by/4.0", "contact_email": "amt@example.org"}


def assess_with_one_dead(settings):
    """The quality of a dataset with three files, of which one cannot be downloaded."""
    files = tuple(File(f"bruecke.{kind}", kind, "text/csv", 10, "00") for kind in ("csv", "json", "xlsx"))
    record = a_dataset_record(**OWN)
    shown = Shown(UID, "bruecke", record, Edition("u", "2026-11-23", WHEN, 1, "", record, files), WHEN, WHEN)
    links = {f"{BASE}/daten/bruecke/{place}/{file.name}": True for place in ("aktuell", "2026-11-23") for file in files}
    links[f"{BASE}/daten/bruecke/2026-11-23/bruecke.xlsx"] = False
    return quality.assess(f"{BASE}/dataset/bruecke", dcat.document(Portal(BASE, settings.city), [shown]), links)


@pytest.fixture
def assess(settings):
    """The quality of a dataset with files of these formats, whose addresses all answer but those named."""

    def of(formats=("csv",), dead=(), without="dct:abstract", **values):
        record = a_dataset_record(**OWN | values)
        files = tuple(File(f"bruecke.{kind}", kind, "text/csv", 10, "00") for kind in formats)
        shown = Shown(UID, "bruecke", record, Edition("u", "2026-11-23", WHEN, 1, "", record, files), WHEN, WHEN)
        addresses = [f"{BASE}/daten/bruecke/{place}/bruecke.{kind}" for place in ("aktuell", "2026-11-23") for kind in formats]
        said = dcat.document(Portal(BASE, settings.city), [shown])
        statements = "".join(line for line in said.splitlines(keepends=True) if line.split()[1] != rdf.name(without))
        return quality.assess(f"{BASE}/dataset/bruecke", statements, {address: address.split("/")[-2] not in dead for address in addresses})

    return of


def _lost(found):
    return {mark.name for mark in found.marks if mark.points < mark.most}


def test_the_indicators_are_those_of_the_assessment():
    points = Counter()
    for one in quality.INDICATORS:
        points[one.dimension] += one.points
    assert points == {"findability": 100, "accessibility": 100, "interoperability": 110, "reusability": 75, "contextuality": 20}
    assert points.total() == quality.MOST


def test_a_dataset_of_ours_can_reach_all_points(assess):
    found = assess()
    assert (found.points, found.rating, _lost(found)) == (405, "excellent", set())


@pytest.mark.parametrize(
    ("values", "lost"),
    [
        ({"keywords": ()}, {"keywords"}),
        ({"theme": ("XX",)}, {"categories"}),
        ({"origin": "imported"}, {"geo_search", "time_search"}),
        ({"licence": "other-closed"}, {"known_licence"}),
        ({"dead": ("2026-11-23",)}, {"download_url_answers"}),
        ({"dead": ("aktuell",)}, {"access_url_answers"}),
        ({"formats": ("xlsx",)}, {"open_format"}),
        ({"formats": ("parquet",)}, {"open_format", "machine_format"}),
        ({"formats": ("jsonl",)}, {"format", "media_type", "format_from_list", "open_format", "machine_format"}),
    ],
)
def test_what_is_missing_costs_its_points(values, lost, assess):
    assert _lost(assess(**values)) == lost


@pytest.mark.parametrize("lost", ["dct:title", "dcat:accessURL", "vcard:hasEmail"])
def test_what_the_profile_demands_has_points_of_its_own(lost, assess):
    assert "dcat_ap" in _lost(assess(without=lost))


def test_the_best_file_counts(assess):
    assert assess(("xlsx", "parquet", "csv")).points == 405


def test_of_many_addresses_each_that_is_dead_costs_its_share(settings):
    found = assess_with_one_dead(settings)
    points = {mark.name: mark.points for mark in found.marks}
    assert (points["access_url_answers"], points["download_url_answers"]) == (50, 20)
    assert found.points == 395


def test_a_dataset_without_a_file_is_not_good(assess):
    found = assess(())
    assert found.file == ""
    assert found.rating == "sufficient"


def test_nothing_that_nobody_knows_has_no_points():
    found = quality.assess(f"{BASE}/dataset/bruecke", "", {})
    assert (found.points, found.rating) == (0, "bad")


def test_points_by_dimension_add_up(assess):
    found = assess(("xlsx",), keywords=())
    assert sum(points for points, _ in found.dimensions().values()) == found.points
    assert found.dimensions()["findability"] == (70, 100)
