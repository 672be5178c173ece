"""What the catalogue says of a dataset, and that the shapes of DCAT-AP and DCAT-AP.de find nothing wrong with all of it."""

import datetime as dt
import hashlib

import pytest
from rdflib import RDF, Graph, URIRef

from datasets.records import Text
from datasets.vocabularies import dcat, rdf
from datasets.vocabularies.dcat_dataset import PROFILES, Portal
from tests import shapes
from tests.catalogues import everything, small, the_register
from tests.generated import fill

BASE = "https://daten.example.org"
AUTHORITY = "http://publications.europa.eu/resource/authority/"
CONFORM = [name for name in shapes.PROFILES if name not in {"ap301-recommended", "de20"}]
PLACE = "http://dcat-ap.de/def/politicalGeocoding/"


def _term(short):
    return URIRef(rdf.spelled(short))


@pytest.fixture
def portal(settings):
    return Portal(BASE, settings.city)


@pytest.fixture
def said(store, settings, portal):
    """Publishes one dataset and answers what is said of it and of its CSV, by term."""

    def of(**values):
        shown = small(store, settings, **values)
        graph = Graph().parse(data=rdf.written(dcat.document(portal, [shown]), "ttl"), format="turtle")
        subjects = URIRef(portal.dataset(shown.slug)), URIRef(portal.resource(shown.resource_id("csv")))
        return graph, *({short: set(graph.objects(subject, _term(short))) for short in TERMS} for subject in subjects)

    return of


TERMS = [
    "dct:title", "dct:identifier", "dct:license", "dct:spatial", "dct:temporal", "dct:accrualPeriodicity", "dcat:theme",
    "dcatde:licenseAttributionByText", "dcat:contactPoint", "dcat:accessURL", "dcat:downloadURL", "foaf:page", "dct:format",
    "dcat:inSeries", "dcatde:politicalGeocodingLevelURI",
]  # fmt: skip


@pytest.fixture
def feed(store, settings, portal):
    """Feeds in an edition: the city's whole register, a list of its state, an import with a licence, one whose words are in no list."""
    small(store, settings, origin="harvested", spatial=settings.city.state_places, source="liste-der-vorhaben")
    small(store, settings, licence="cc-by/4.0", attribution="Amt", source_url="https://example.org/a b.csv", contact_email="a@example.org")
    small(
        store,
        settings,
        licence="erfunden",
        theme=("XX",),
        frequency="NIE",
        source_url="nirgends",
        contact_name="Büro",
        title=Text(de="X"),
        description=Text(de=""),
    )
    shown = the_register(store, settings)
    moment = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)

    def of(profile=PROFILES[0]):
        portal, slugs = Portal(BASE, settings.city, profile), [one.slug for one in shown]
        head = dcat.page(portal, dcat.Whole(len(shown), moment, moment), slugs, 1, f"{BASE}/catalog.nt")
        return rdf.written(head + dcat.document(portal, shown), "nt")

    return of


@pytest.mark.slow
def test_the_whole_register_conforms(shared, feed):
    assert {profile: shapes.complaints(shared, profile, feed()) for profile in CONFORM} == {profile: [] for profile in CONFORM}


@pytest.mark.slow
@pytest.mark.parametrize("profile", ["ap301-base", "ap301-full", "de30", "de30-cv", "de20"])
def test_datasets_of_every_kind_conform(profile, shared, store, settings):
    fill(store, 60, settings.city)
    portal = Portal(BASE, settings.city, PROFILES["de20" in profile])
    assert shapes.violations(shared, profile, rdf.written(dcat.document(portal, everything(store)), "nt")) == []


@pytest.mark.slow
def test_the_whole_register_conforms_to_the_edition_before_where_that_is_asked_for(shared, feed):
    # 2.0 wants its own list of algorithms, which 3.0 calls old; a sum can name only one of both.
    assert all("kv-hash-algorithms" in line for line in shapes.violations(shared, "de20", feed()))
    assert shapes.violations(shared, "de20", feed("dcat_ap_de_2")) == []
    assert shapes.violations(shared, "ap301-base", feed("dcat_ap_de_2")) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("wanted", "instead", "profile"),
    [
        ("dc/terms/title>", "dc/terms/x>", "ap301-base"),
        ("dc/terms/license>", "dc/terms/x>", "de30"),
        ("iana.org/", "example.org/", "ap301-full"),
    ],
)
def test_the_shapes_see_what_is_wrong(wanted, instead, profile, shared, store, settings, portal):
    feed = rdf.written(dcat.document(portal, [small(store, settings)]), "nt")
    assert shapes.violations(shared, profile, feed) == []
    assert shapes.violations(shared, profile, feed.replace(wanted.encode(), instead.encode()))


def test_a_dataset_keeps_its_name_over_all_releases(said):
    first = said(slug="bruecke")[1]["dct:identifier"]
    assert said(slug="bruecke", title=Text(de="Neu"))[1]["dct:identifier"] == first


def test_a_file_says_where_it_lies_now_and_for_ever(said):
    _, _, file = said(slug="bruecke")
    assert file["dcat:accessURL"] == {URIRef(f"{BASE}/daten/bruecke/aktuell/bruecke.csv")}
    (download,) = file["dcat:downloadURL"]
    assert download.startswith(f"{BASE}/daten/bruecke/20")
    assert file["dct:format"] == {URIRef(AUTHORITY + "file-type/CSV")}


def test_size_and_sum_are_those_of_the_file(store, settings, portal):
    shown = small(store, settings)
    statements = rdf.written(dcat.document(portal, [shown]), "nt").decode()
    for file in shown.current.files[:2]:
        body = (settings.releases / shown.slug / shown.current.name / file.name).read_bytes()
        assert f'"{len(body)}"^^' in statements
        assert hashlib.sha256(body).hexdigest() in statements


@pytest.mark.parametrize(
    ("term", "same"),
    [
        ("dl-zero-de/2.0", "DLDE_ZERO_2_0"),
        ("dl-by-de/2.0", "DLDE_BY_2_0"),
        ("cc-by/4.0", "CC_BY_4_0"),
        ("cc-zero", "CC0"),
        ("other-closed", None),
    ],
)
def test_every_file_names_its_licence_and_the_same_in_the_lists_of_the_eu(term, same, said):
    graph, _, file = said(licence=term)
    (licence,) = file["dct:license"]
    assert licence == URIRef(f"http://dcat-ap.de/def/licenses/{term}")
    assert set(graph.objects(licence, _term("owl:sameAs"))) == ({URIRef(AUTHORITY + "licence/" + same)} if same else set())


def test_a_licence_that_nobody_knows_is_not_taken_for_an_open_one(said):
    assert said(licence="alles-frei")[2]["dct:license"] == {URIRef("http://dcat-ap.de/def/licenses/other-closed")}


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"licence": "cc-by/4.0"}, {"Stadtamt"}),
        ({"licence": "cc-by/4.0", "attribution": "Amt für Brücken"}, {"Amt für Brücken"}),
        ({"licence": "dl-zero-de/2.0"}, set()),
    ],
)
def test_who_must_be_named_is_said(values, named, said):
    assert {str(text) for text in said(**values)[2]["dcatde:licenseAttributionByText"]} == named


def test_codes_that_are_in_no_list_are_left_out(said):
    _, dataset, _ = said(theme=("XX", "TRAN"), frequency="NIE")
    assert dataset["dcat:theme"] == {URIRef(AUTHORITY + "data-theme/TRAN")}
    assert dataset["dct:accrualPeriodicity"] == set()


def test_an_imported_dataset_is_not_put_into_the_city(said):
    assert said()[1]["dct:spatial"] == set()


def test_an_own_dataset_lies_in_the_city_and_ends_with_its_release(said, city):
    graph, dataset, _ = said(origin="own", temporal_start=dt.date(2016, 12, 9))
    assert URIRef(f"http://dcat-ap.de/def/politicalGeocoding/municipalityKey/{city.municipality_key}") in dataset["dct:spatial"]
    (period,) = dataset["dct:temporal"]
    assert graph.value(period, _term("dcat:startDate")).toPython() == dt.date(2016, 12, 9)
    assert graph.value(period, _term("dcat:endDate")) is not None


@pytest.mark.parametrize(
    ("place", "level"),
    [
        (PLACE + "municipalityKey/05913000", "municipality"),
        (PLACE + "districtKey/05913", "administrativeDistrict"),
        (PLACE + "stateKey/05", "state"),
        (AUTHORITY + "country/DEU", "federal"),
        ("http://data.europa.eu/nuts/code/DEA", None),
    ],
)
def test_a_list_lies_where_its_record_says_and_the_place_tells_the_level(place, level, said):
    _, dataset, _ = said(origin="harvested", spatial=(place,))
    assert dataset["dct:spatial"] == {URIRef(place)}
    assert dataset["dcatde:politicalGeocodingLevelURI"] == ({URIRef(f"{PLACE}Level/{level}")} if level else set())


def test_releases_are_a_series_with_a_name_a_publisher_and_a_place(said, portal):
    graph, dataset, _ = said(slug="bruecke", origin="own")
    (series,) = dataset["dcat:inSeries"]
    assert (str(series), graph.value(series, RDF.type)) == (f"{BASE}/series/bruecke", _term("dcat:DatasetSeries"))
    assert graph.value(series, _term("dct:publisher")) in set(graph.objects(predicate=_term("dct:publisher")))
    assert set(graph.objects(series, _term("dct:spatial"))) == dataset["dct:spatial"]
    assert len(set(graph.objects(series, _term("dct:title")))) == 2


@pytest.mark.parametrize(("email", "term"), [("amt@example.org", "vcard:hasEmail"), ("", "vcard:hasURL")])
def test_a_contact_can_be_reached(email, term, said):
    graph, dataset, _ = said(contact_name="Amt", contact_email=email)
    (contact,) = dataset["dcat:contactPoint"]
    assert graph.value(contact, _term(term)) is not None


def test_json_lines_have_no_term_and_get_none(store, settings, portal):
    shown = small(store, settings)
    graph = Graph().parse(data=rdf.written(dcat.document(portal, [shown]), "nt"), format="nt")
    lines = URIRef(portal.resource(shown.resource_id("jsonl")))
    assert (lines, RDF.type, _term("dcat:Distribution")) in graph
    assert graph.value(lines, _term("dct:format")) is None


def test_things_have_addresses_without_a_fragment(store, settings, portal):
    shown = small(store, settings)
    ours = {line[1 : line.index(">")] for line in dcat.document(portal, [shown]).splitlines() if line.startswith(f"<{BASE}")}
    assert len(ours) > 5
    assert not any("#" in address for address in ours)


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (100, 1), (101, 2)])
def test_even_an_empty_catalogue_has_a_page(total, pages):
    assert dcat.pages(total) == pages
