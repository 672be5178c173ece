"""Packages and structured data of the whole catalogue, own datasets and a foreign list: each by the rules of those who read it."""

import datetime as dt
import json
import re

import frictionless
import jsonschema
import pytest

from datasets import releases
from datasets.catalogue import all_datasets
from datasets.database import reading
from tests.builders import a_dataset_record
from tests.catalogues import the_register

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
REQUIRED = {"name", "description"}
"""Of a Dataset, by Google's documentation "Dataset structured data", section "Structured data type definitions", as restated in
our reference on packaging; a download must have ``contentUrl``."""
RECOMMENDED = {
    "alternateName", "creator", "identifier", "isAccessibleForFree", "keywords", "license", "spatialCoverage",
    "temporalCoverage", "variableMeasured", "version", "url", "includedInDataCatalog",
}  # fmt: skip
"""Those recommended there that every own dataset can answer. Not said, for it is not so or nobody knows: citation (a paper about it),
funder, measurementTechnique, hasPart and isPartOf, sameAs (no other copy)."""
FORMATS = jsonschema.FormatChecker()
FORMATS.checks("date-time", ValueError)(lambda text: dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z"))


@pytest.fixture
def whole(app, settings):
    """Every own dataset of the city, and a list of somebody else; their records by slug."""
    the_register(app.state.engine, settings)
    record = a_dataset_record(slug="liste-nrw", origin="harvested", source="liste-der-vorhaben", spatial=settings.city.state_places)
    releases.publish(app.state.engine, settings, record, [(1, "Brücke", 2.5), (2, "Radweg", None)])
    with reading(app.state.engine) as session:
        return {one.slug: one for one in all_datasets(session)}


@pytest.mark.slow
def test_frictionless_finds_nothing_wrong_with_any_package_of_the_catalogue(whole, settings, client):
    assert len(whole) > 10
    for slug, shown in whole.items():
        folder = settings.releases / slug / shown.current.name
        found = frictionless.Package(str(folder / "datapackage.json")).validate()
        assert found.flatten(["type", "note"]) == [], slug
        served = client.get(f"/daten/{slug}/datapackage.json").json()
        frictionless.Package.metadata_validate(served)
        paths = [resource["path"] for resource in served["resources"]]
        assert {client.head(path).status_code for path in paths} == {200}, slug


@pytest.mark.slow
def test_every_page_says_what_search_engines_require_and_recommend(whole, client):
    for slug, shown in whole.items():
        (block,) = BLOCK.findall(client.get(f"/daten/{slug}").text)
        facts = json.loads(block)
        assert set(facts) >= REQUIRED, slug
        assert 50 <= len(facts["description"]) <= 5000, slug
        assert all(file["contentUrl"] and file["encodingFormat"] for file in facts["distribution"]), slug
        if shown.record.origin == "own":
            assert RECOMMENDED - set(facts) == set(), slug
    assert not BLOCK.findall(client.get("/daten").text)


@pytest.mark.slow
def test_awards_are_valid_by_360giving_and_the_page_counts_those_left_out(whole, shared, client):
    folder = shared / "samples" / "360giving"
    grant, package = (json.loads((folder / f"360-giving-{name}schema.json").read_text("utf-8")) for name in ("", "package-"))
    package["properties"]["grants"]["items"] = grant
    given = client.get("/daten/foerderungen/360giving.json").json()
    complaints = jsonschema.Draft202012Validator(package, format_checker=FORMATS).iter_errors(given)
    assert [error.message for error in complaints] == []
    text = client.get("/daten/foerderungen").text
    assert given["leftOut"]
    assert f"{len(given['grants'])} von {len(given['grants']) + len(given['leftOut'])} Zeilen" in text
