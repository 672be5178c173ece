"""The catalogue over HTTP: pages that a harvester walks, single datasets, formats by ending and by Accept."""

import uuid

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, Graph, URIRef

from datasets import catalogue, withdrawing
from datasets.database import transaction
from datasets.records import Text
from datasets.tables.catalogue import Dataset, Release
from datasets.vocabularies import dcat, rdf
from portal.api.dcat import accepted
from tests.builders import a_dataset_record
from tests.catalogues import small

pytestmark = pytest.mark.filterwarnings(r"ignore:(Dataset\.|ConjunctiveGraph):DeprecationWarning")
READERS = {"ttl": "turtle", "rdf": "xml", "xml": "xml", "jsonld": "json-ld", "n3": "n3", "nt": "nt"}
HYDRA = "http://www.w3.org/ns/hydra/core#"
DCAT = "http://www.w3.org/ns/dcat#"


def _graph(answer, ending="ttl"):
    assert answer.status_code == 200, answer.text
    return Graph().parse(data=answer.content, format=READERS[ending])


def _named(graph):
    return {str(name).rpartition("/")[2] for name in graph.subjects(RDF.type, URIRef(DCAT + "Dataset"))}


@pytest.fixture
def one(app, settings):
    """One published dataset."""
    return small(app.state.engine, settings, slug="bruecke")


@pytest.fixture
def many(app):
    """As many datasets as fill two pages and one more; their releases have no files."""
    with transaction(app.state.engine) as session:
        for number in range(2 * dcat.PAGE + 1):
            record = a_dataset_record().model_dump(mode="json")
            row = Dataset(slug=record["slug"], uid=str(uuid.UUID(int=number + 1)), title="Ein Datensatz", origin="imported", record=record)
            session.add(row)
            session.flush()
            session.add(Release(dataset_id=row.id, name="2026-11-23", rows=0, digest="", record=record, files=[]))
        catalogue.raise_version(session)


@pytest.mark.parametrize("ending", rdf.FORMATS)
def test_every_format_holds_the_catalogue_and_the_dataset(ending, client, one):
    page, dataset = client.get(f"/catalog.{ending}"), client.get(f"/dataset/bruecke.{ending}")
    assert page.headers["content-type"].split(";")[0] == dataset.headers["content-type"].split(";")[0] == rdf.FORMATS[ending][1]
    assert _named(_graph(page, ending)) == _named(_graph(dataset, ending)) == {"bruecke"}


@pytest.mark.parametrize("word", ["next", "nextPage"])
def test_a_harvester_finds_everything_once_by_the_old_and_by_the_new_word(word, client, many):
    path, found = "/catalog.ttl", []
    while path:
        graph = _graph(client.get(path))
        found += _named(graph)
        path = next((str(page) for page in graph.objects(predicate=URIRef(HYDRA + word))), "")
    assert len(found) == len(set(found)) == 2 * dcat.PAGE + 1


def test_each_page_says_how_many_there_are(client, many):
    for number in (1, 3):
        graph = _graph(client.get(f"/catalog.ttl?page={number}"))
        (page,) = graph.subjects(RDF.type, URIRef(HYDRA + "PartialCollectionView"))
        assert int(graph.value(page, URIRef(HYDRA + "totalItems"))) == 2 * dcat.PAGE + 1
        assert str(graph.value(page, URIRef(HYDRA + "last"))).endswith("page=3")


def test_a_new_dataset_comes_last(client, many, app, settings):
    before = _named(_graph(client.get("/catalog.ttl?page=1")))
    small(app.state.engine, settings, slug="a-neu")
    assert _named(_graph(client.get("/catalog.ttl?page=1"))) == before
    assert "a-neu" in _named(_graph(client.get("/catalog.ttl?page=3")))


@pytest.mark.parametrize(("page", "status"), [("2", 404), ("0", 404), ("-1", 422), ("x", 422), ("²", 422), ("1", 200)])
def test_a_page_that_is_not_there_is_never_an_empty_one(page, status, client, one):
    assert client.get("/catalog.ttl", params={"page": page}).status_code == status


@pytest.mark.parametrize("path", ["/catalog.csv", "/dataset/bruecke.csv", "/dataset/unbekannt.ttl"])
def test_what_is_not_there_is_not_found(path, client, one):
    assert client.get(path).status_code == 404


def test_the_page_of_a_dataset_is_still_found(client, one):
    assert client.get("/dataset/bruecke").headers["location"] == "/daten/bruecke"


@pytest.mark.parametrize(
    ("header", "ending"),
    [
        ("text/turtle", "ttl"),
        ("application/rdf+xml", "rdf"),
        ("application/ld+json;q=0.9, text/html;q=0.5", "jsonld"),
        ("application/n-triples", "nt"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", ""),
        ("*/*", ""),
        ("image/png", ""),
    ],
)
def test_the_name_of_a_dataset_leads_to_the_form_that_is_wanted(header, ending, client, one):
    answer = client.get("/dataset/bruecke", headers={"Accept": header})
    expected = (303, f"/dataset/bruecke.{ending}") if ending else (302, "/daten/bruecke")
    assert (answer.status_code, answer.headers["location"]) == expected
    assert "Accept" in answer.headers["vary"]
    if ending:
        assert _named(_graph(client.get(answer.headers["location"]), ending)) == {"bruecke"}


def test_the_name_of_a_series_leads_to_its_releases(client, one):
    assert client.get("/series/bruecke").headers["location"] == "/daten/bruecke"
    assert client.get("/series/unbekannt").status_code == 404


@pytest.mark.parametrize("ending", rdf.FORMATS)
def test_releases_have_descriptions_that_no_page_of_the_catalogue_lists(ending, client, app, settings):
    names = []
    for day in ("2026-11-20", "2026-11-21"):
        with time_machine.travel(f"{day}T12:00:00Z", tick=False):
            names.append(small(app.state.engine, settings, slug="weg", title=Text(de=day)).current.name)
    assert _named(_graph(client.get(f"/series/weg.{ending}"), ending)) == {"weg", *names}
    assert _named(_graph(client.get(f"/dataset/weg/{names[0]}.{ending}"), ending)) == {"weg", names[0]}
    assert (
        _named(_graph(client.get(f"/catalog.{ending}"), ending)) == _named(_graph(client.get(f"/dataset/weg.{ending}"), ending)) == {"weg"}
    )


@pytest.mark.parametrize("path", ["/series/weg", "/dataset/weg/2026-11-20"])
def test_the_names_of_series_and_releases_lead_to_a_page_or_to_the_form_that_is_wanted(path, client, app, settings):
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        small(app.state.engine, settings, slug="weg")
    page = client.get(path, headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["location"]) == (302, path.replace("series", "daten").replace("dataset", "daten"))
    wanted = client.get(path, headers={"Accept": "application/rdf+xml"})
    assert (wanted.status_code, wanted.headers["location"]) == (303, f"{path}.rdf")
    assert "weg" in _named(_graph(client.get(f"{path}.rdf"), "rdf"))


def test_a_withdrawn_release_is_no_member_and_says_why(client, app, settings):
    for day in ("2026-11-20", "2026-11-21"):
        with time_machine.travel(f"{day}T12:00:00Z", tick=False):
            small(app.state.engine, settings, slug="weg", title=Text(de=day))
    withdrawing.withdraw(app.state.engine, settings, "weg", "2026-11-20", "Ein Fehler.")
    for path in ("/dataset/weg/2026-11-20", "/dataset/weg/2026-11-20.ttl"):
        answer = client.get(path)
        assert (answer.status_code, "Ein Fehler." in answer.text) == (410, True)
    assert _named(_graph(client.get("/series/weg.ttl"))) == {"weg", "2026-11-21"}
    assert client.get("/series/weg.ttl?page=2").status_code == 404
    assert client.get("/dataset/weg/2020-01-01.ttl").status_code == 404


def test_the_edition_before_is_sent_where_it_is_asked_for_and_its_pages_keep_to_it(client, many):
    path, pages = "/catalog.ttl?profiles=dcat_ap_de_2", 0
    while path:
        graph = _graph(client.get(path))
        pages += 1
        assert not list(graph.subjects(RDF.type, URIRef(DCAT + "DatasetSeries")))
        addresses = [
            str(page) for word in ("next", "nextPage", "first", "lastPage") for page in graph.objects(predicate=URIRef(HYDRA + word))
        ]
        assert all("profiles=dcat_ap_de_2" in address for address in addresses)
        path = next((str(page) for page in graph.objects(predicate=URIRef(HYDRA + "next"))), "")
    assert pages == 3


@pytest.mark.parametrize(
    ("profile", "algorithm"), [("dcat_ap_de_2", "hashAlgorithms/sha/256"), ("dcat_ap_de_3", "checksumAlgorithm_sha256")]
)
def test_each_edition_names_the_algorithm_of_its_own_list(profile, algorithm, client, one):
    assert algorithm in client.get("/dataset/bruecke.nt", params={"profiles": profile}).text


def test_an_edition_that_nobody_knows_is_refused(client, one):
    for path in ("/catalog.ttl", "/dataset/bruecke.ttl"):
        answer = client.get(path, params={"profiles": "dcat_ap_9"})
        assert answer.status_code == 422
        assert "dcat_ap_de_2" in answer.text


def test_a_dataset_is_found_by_its_uid_too(client, one):
    assert _named(_graph(client.get(f"/dataset/{one.uid}.ttl"))) == {"bruecke"}


@pytest.mark.parametrize("path", ["/catalog.ttl", "/dataset/bruecke.rdf"])
def test_an_unchanged_document_is_not_sent_again(path, client, one):
    tag = client.get(path).headers["etag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_a_large_page_has_a_tag_too(app, settings, client):
    small(app.state.engine, settings, slug="lang", description=Text(de="x" * 1_100_000))
    answer = client.get("/catalog.ttl")
    assert len(answer.content) > 1_000_000
    assert client.get("/catalog.ttl", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(
    ("header", "path"),
    [
        ("text/turtle", "/catalog.ttl"),
        ("application/rdf+xml;q=0.5, application/ld+json", "/catalog.jsonld"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "/daten"),
        ("*/*", "/catalog.ttl"),
        ("image/png", "/catalog.ttl"),
    ],
)
def test_the_catalogue_leads_to_the_format_that_is_wanted(header, path, client):
    answer = client.get("/catalog", headers={"Accept": header})
    assert (answer.status_code, answer.headers["location"]) == (303, path)


@given(st.text(max_size=60))
def test_any_wish_is_met_or_gets_the_usual_format(header):
    assert accepted(header) in {"", *rdf.FORMATS}


def test_the_address_of_a_file_and_of_its_publisher_lead_somewhere(client, one):
    file = client.get(f"/resource/{one.resource_id('csv')}").headers["location"]
    assert client.get(file, follow_redirects=True).text.startswith("id,name")
    publisher = client.get("/organization/stadtamt").headers["location"]
    assert "bruecke" in client.get(publisher).text
    assert client.get("/organization/niemand").status_code == 404


def test_every_address_of_a_file_in_the_feed_answers(client, one):
    graph = _graph(client.get("/dataset/bruecke.ttl"))
    addresses = [str(address) for term in ("accessURL", "downloadURL") for address in graph.objects(predicate=URIRef(DCAT + term))]
    assert len(addresses) > 8
    assert {client.head(address).status_code for address in addresses} <= {200, 302}


def test_an_empty_catalogue_has_one_page(client):
    graph = _graph(client.get("/catalog.ttl"))
    assert _named(graph) == set()
    assert len(list(graph.subjects(RDF.type, URIRef(DCAT + "Catalog")))) == 1
