"""One description for search engines and for machine learning: complete, and true to the files."""

import pytest

from datasets.records import Column, Text
from datasets.vocabularies import schema_org
from datasets.vocabularies.dcat_dataset import Portal
from tests.catalogues import small

REQUIRED = {"@context", "@type", "conformsTo", "name", "description", "license", "url", "creator", "datePublished"}


@pytest.fixture
def made(settings, store):
    """Publishes one dataset and describes it."""

    def of(**values):
        shown = small(store, settings, **values)
        return shown, schema_org.croissant(Portal("https://daten.example.org", settings.city), shown, shown.current)

    return of


def test_it_says_all_that_croissant_demands(made):
    _, facts = made()
    assert set(facts) >= REQUIRED
    assert facts["conformsTo"] == "http://mlcommons.org/croissant/1.1"


def test_every_file_lies_in_the_release_with_its_sum(made):
    shown, facts = made(slug="bruecke")
    by_name = {file.name: file for file in shown.current.files}
    for file in facts["distribution"]:
        assert file["contentUrl"] == f"https://daten.example.org/daten/bruecke/{shown.current.name}/{file['name']}"
        assert file["sha256"] == by_name[file["name"]].sha256
    assert len(facts["distribution"]) > 3


def test_every_column_is_a_field_of_the_csv(made):
    shown, facts = made(slug="bruecke")
    (rows,) = facts["recordSet"]
    assert [field["source"]["extract"]["column"] for field in rows["field"]] == [column.name for column in shown.record.columns]
    assert (
        {field["source"]["fileObject"]["@id"] for field in rows["field"]}
        == {"bruecke.csv"}
        <= {file["@id"] for file in facts["distribution"]}
    )
    assert rows["key"] == [{"@id": "rows/id"}]


@pytest.mark.parametrize("kind", ["string", "integer", "number", "boolean", "date", "datetime", "year"])
def test_every_type_of_a_column_has_a_type(kind):
    assert schema_org._field("x", Column(name="a", type=kind, title=Text(de="A")))["dataType"].startswith("sc:")


@pytest.mark.parametrize("description", ["", "Kurz.", "x" * 6000, "Eine Beschreibung, die lang genug ist, um allein zu stehen."])
def test_a_description_is_as_long_as_search_engines_want(description, made):
    _, facts = made(description=Text(de=description))
    assert schema_org.SHORTEST <= len(facts["description"]) <= schema_org.LONGEST


@pytest.mark.parametrize(
    ("release", "version"), [("2026-11-03", "2026.1103.0"), ("2026-01-03.2", "2026.103.2"), ("2026-12-31.11", "2026.1231.11")]
)
def test_a_release_has_a_version_of_three_numbers(release, version):
    assert schema_org.numbered(release) == version


def test_a_licence_that_is_not_stated_is_named_by_its_term(made):
    assert made(licence="other-closed")[1]["license"] == "http://dcat-ap.de/def/licenses/other-closed"


def test_on_a_page_a_file_is_called_a_download_too(made, settings):
    shown, facts = made()
    portal = Portal("https://daten.example.org", settings.city)
    kinds = {tuple(file["@type"]) for file in schema_org.on_page(portal, shown, shown.current)["distribution"]}
    assert kinds == {("cr:FileObject", "sc:DataDownload")}
    assert {file["@type"] for file in facts["distribution"]} == {"cr:FileObject"}
