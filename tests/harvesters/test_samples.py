"""Every real file that is held beside the project: rows counted a second time by other means, each accepted or rejected for a reason."""

import csv
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
import rdflib
from lxml import etree

from datasets.errors import SourceChanged
from harvesters import checks
from harvesters.source import Ask, Rejected, Row
from harvesters.sources import all_sources
from tests.harvesters.samples import a_city

# Other readers warn of what ours takes as it is: workbooks without styles, and their own old names.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")
SOURCES = all_sources()
DCAT_DATASET = rdflib.URIRef("http://www.w3.org/ns/dcat#Dataset")


def csv_rows(delimiter=",", encoding="utf-8-sig"):
    """Rows below the header with anything in them."""

    def count(path):
        with path.open(encoding=encoding, newline="") as file:
            return sum(any(cell.strip() for cell in row) for row in csv.reader(file, delimiter=delimiter)) - 1

    return count


def sheet_rows(below, columns=1):
    """Rows of the first sheet below a line that have something in each of the first columns."""

    def count(path):
        book = openpyxl.load_workbook(path, read_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(min_row=below + 1, values_only=True)
        found = sum(all(cell not in (None, "") for cell in row[:columns]) for row in rows if len(row) >= columns)
        book.close()
        return found

    return count


def items(*keys):
    """Entries of a list in JSON."""

    def count(path):
        found = json.loads(path.read_text("utf-8-sig"))
        for key in keys:
            found = found[key]
        return len(found)

    return count


def lines(path):
    """Lines with anything in them."""
    return sum(bool(line.strip()) for line in path.read_text("utf-8").splitlines())


def datasets(path):
    """Datasets that another reader of RDF finds."""
    kind = {".ttl": "turtle", ".jsonld": "json-ld"}.get(path.suffix, "xml")
    return len(set(rdflib.Graph().parse(path, format=kind).subjects(rdflib.RDF.type, DCAT_DATASET)))


def entries(path):
    """Items and entries of a feed."""
    text = path.read_bytes().decode("gb18030" if path.name == "kc0011.rss" else "utf-8-sig")
    bare = text[text.index("?>") + 2 :] if text.startswith("<?") else text
    return len(etree.fromstring(bare.strip().encode()).xpath("//*[local-name()='item' or local-name()='entry']"))


@dataclass(frozen=True, slots=True)
class Sample:
    """A file, the source that reads it, how its rows are counted otherwise, and what must come of it."""

    path: str
    source: str
    count: Callable[[Path], int] | None
    rejected: int = 0
    masked: int = 0
    why: str = ""
    """Why rows are rejected, or the file is refused."""


def _each(folder, source, count, *names):
    return [Sample(f"{folder}/{name}", source, count) for name in names]


GOOD = [
    Sample("efre/berlin_esf_2014-2020.csv", "liste-der-vorhaben", csv_rows()),
    Sample("efre/nrw_erdf_2007-2013.json", "liste-der-vorhaben", items()),
    Sample("efre/nrw_erdf_2014-2020.json", "liste-der-vorhaben", items()),
    Sample("efre/nrw_erdf_2014-2020.xlsx", "liste-der-vorhaben", sheet_rows(5, columns=2)),
    Sample("efre/nrw_esf_2014-2020.xlsx", "liste-der-vorhaben", sheet_rows(8, columns=2), masked=19),
    *_each(
        "cordis",
        "cordis",
        sheet_rows(1),
        *(f"hlageek_{name}.xlsx" for name in ("euroSciVoc", "legalBasis", "topics", "webItem", "webLink")),
    ),
    *_each("cordis", "cordis", csv_rows("|"), "hopon_orgs_pipe.csv", "hopon_projects_pipe.csv"),
    Sample("cordis/organization_verbatim_2026-10-03.csv", "cordis", csv_rows(";"), masked=1),
    Sample("foekat/foekat_oldenburg_2026-09-24.latin9.csv", "foerderkatalog", csv_rows(";", "iso8859-15")),
    Sample("foekat/technologiestiftung_berlin_excerpt_20260901.csv", "foerderkatalog", csv_rows()),
    Sample("360giving/cove_fixture__fundingproviders-grants_2_grants.xlsx", "threesixty", sheet_rows(1), masked=2),
    Sample("360giving/cove_fixture__fundingproviders-grants_2_grants_cp1252.csv", "threesixty", csv_rows(encoding="cp1252"), masked=2),
    Sample("360giving/cove_fixture__fundingproviders_grants_2_grants.csv", "threesixty", csv_rows(), masked=2),
    *_each("360giving", "threesixty", items("grants"), "registry__a003W000001B7PzQAK.json"),
    *_each("360giving", "threesixty", sheet_rows(1), "registry__a003W000001B7PzQAK.xlsx"),
    *_each("dcat", "dcat", datasets, *(f"ckanext-dcat__{name}" for name in ("catalog.rdf", "catalog_datasets_list.rdf", "dataset.rdf"))),
    *_each(
        "dcat", "dcat", datasets, "ckanext-dcat__catalog_with_at_graph.jsonld", "dcatde__catalog-endpoint.rdf", "dcatde__metadata_max.rdf"
    ),
    *_each("dcat", "dcat", datasets, "udata__catalog.xml", "udata__flat.jsonld", "udata__udata.xml"),
    *_each("opendatasoft", "opendatasoft", items("results"), "ceres__opendatasoft_catalog.json"),
    *_each("rss", "news", entries, "4fsodonline.atom", "EMarley.rss", "OneFootTsunami.atom", "bio.rdf", "donthitsave.xml", "kc0011.rss"),
    *_each("rss", "news", entries, "medscape.rss", "natasha.xml", "phpxml.rss", "root-author.atom", "shopify-namespace.rss"),
]
PARTLY = [
    Sample(
        "360giving/cove_fixture__fundingproviders-grants_broken_grants.json",
        "threesixty",
        items("grants"),
        2,
        2,
        "stands in the file already",
    ),
    Sample(
        "360giving/cove_fixture__fundingproviders-grants_fixed_2_grants.json",
        "threesixty",
        items("grants"),
        2,
        2,
        "stands in the file already",
    ),
    Sample("ckan/avowkind_datasets.jsonl", "ckan", lines, 3, why="no address leads to it"),
    Sample("ckan/ceres__ckan_package_search.json", "ckan", items("result", "results"), 1, why="no address leads to it"),
    Sample("ckan/birmingham_package_search.json", "ckan", items("result", "results"), why="says 38 rows, the file holds 10"),
    Sample("dcat/udata__partial-collection-1.jsonld", "dcat", None, why="says 4 rows, the file holds 3"),
    Sample("dcat/udata__partial-collection-2.jsonld", "dcat", None, why="says 4 rows, the file holds 1"),
]
"""Files whose run is refused after every row was read."""
REFUSED = {
    "efre/kohesio_regions3.csv": ("kohesio", "is a list of regions"),
    "360giving/360-giving-package-schema.json": ("threesixty", "without a list of grants"),
    "360giving/360-giving-schema.json": ("threesixty", "without a list of grants"),
    "360giving/cove_fixture__bom.csv": ("threesixty", "the column Title"),
    "360giving/cove_fixture__fundingproviders-grants_malformed.json": ("threesixty", "broken JSON in line 10"),
    "360giving/registry__data_all.json": ("threesixty", "holds no grants"),
    "360giving/registry__status.json": ("threesixty", "holds no grants"),
    "ckan/envidat_tag_list.json": ("ckan", "holds no packages"),
    "ckan/opendataguru_opendataportals.csv": ("ckan", "no readable answer"),
    "dcat/ckanext-dcat__dataset.ttl": ("dcat", "prefix healthdcatap: has not been declared"),
    "dcat/dcatde__category_mapping.json": ("dcat", "without a dcat:Dataset"),
    "dcat/dcatde__dcat_license_mapping.json": ("dcat", "without a dcat:Dataset"),
    "dcat/dcatde__dcat_licenses.json": ("dcat", "without a dcat:Dataset"),
    "dcat/dcatde__dcat_theme.json": ("dcat", "without a dcat:Dataset"),
    "opendatasoft/dortmund_records_quoted.jsonl": ("opendatasoft", "no readable answer"),
    "opendatasoft/odsdocs__v1_records_api_0.json": ("opendatasoft", "no catalogue"),
    "opendatasoft/odsdocs__v1_records_api_1.json": ("opendatasoft", "no catalogue"),
    "opendatasoft/odsdocs__v1_using_facets_2.json": ("opendatasoft", "no catalogue"),
    "opendatasoft/odsdocs__v2__dataset_4.json": ("opendatasoft", "no catalogue"),
}
"""Files that are no list of their kind, or broken, each refused as what it is."""
OTHERWISE = {
    "efre/nrw_erdf_2007-2013.source.yaml": "a description of a file",
    "efre/nrw_erdf_2014-2020.source.yaml": "a description of a file",
    "efre/nrw_esf_2014-2020.source.yaml": "a description of a file",
}
"""Files that no source is meant to read."""


def _read(shared, sample):
    path = shared / "samples" / sample.path
    listing = SOURCES[sample.source].parse(path, Ask(a_city(), "esf-nrw-2014-2020"))
    found = list(listing.rows)
    return listing, [one for one in found if isinstance(one, Row)], [one for one in found if isinstance(one, Rejected)]


@pytest.mark.parametrize("sample", GOOD, ids=lambda one: one.path)
def test_every_row_of_a_real_list_is_accepted(shared, sample):
    listing, rows, rejected = _read(shared, sample)
    counted = sample.count(shared / "samples" / sample.path)
    masked = sum(row.masked for row in rows)
    sys.stdout.write(f"| {sample.path} | {len(rows) + len(rejected)} | {counted} | {len(rows)} | {len(rejected)} | {masked} | |\n")
    assert (len(rows), rejected, masked) == (counted, [], sample.masked)
    checks.judge(SOURCES[sample.source].expect, checks.Counts(len(rows), 0, listing.promised), rejected)


@pytest.mark.parametrize("sample", PARTLY, ids=lambda one: one.path)
def test_a_real_list_that_is_not_whole_is_read_and_its_run_refused(shared, sample):
    listing, rows, rejected = _read(shared, sample)
    with pytest.raises(SourceChanged) as refused:
        checks.judge(SOURCES[sample.source].expect, checks.Counts(len(rows), len(rejected), listing.promised), rejected)
    counted = sample.count(shared / "samples" / sample.path) if sample.count else len(rows)
    masked = sum(row.masked for row in rows)
    sys.stdout.write(
        f"| {sample.path} | {len(rows) + len(rejected)} | {counted} | {len(rows)} | {len(rejected)} | {masked} | {refused.value} |\n"
    )
    assert (len(rows) + len(rejected), len(rejected), masked) == (counted, sample.rejected, sample.masked)
    assert sample.why in str(refused.value)


@pytest.mark.parametrize("name", REFUSED)
def test_a_real_file_of_another_kind_is_refused_as_what_it_is(shared, name):
    source, why = REFUSED[name]
    with pytest.raises(SourceChanged) as refused:
        _read(shared, Sample(name, source, None))
    sys.stdout.write(f"| {name} | 0 | – | 0 | 0 | 0 | {str(refused.value)[:160]} |\n")
    assert why in str(refused.value)


def test_no_real_file_is_forgotten(shared):
    folders = {path.partition("/")[0] for path in (*REFUSED, *(one.path for one in GOOD))}
    there = {f"{folder}/{file.name}" for folder in folders for file in (shared / "samples" / folder).iterdir() if file.name != "NOTES.md"}
    assert there == {*(one.path for one in (*GOOD, *PARTLY)), *REFUSED, *OTHERWISE}


def test_the_citys_register_holds_every_real_project_partner_and_figure(shared):
    folder, register = shared / "samples/dortmund", a_city().register
    for sample, file in (("projects", "projects"), ("partners", "organisations"), ("alliance_counts", "claims")):
        assert csv_rows()(register / f"{file}.csv") >= csv_rows()(folder / f"{sample}.csv") > 5
