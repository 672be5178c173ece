"""Releases as members of a series: each with an address and files of its own, in order, and valid by the shapes."""

import pytest
import time_machine
from rdflib import RDF, Graph, Literal, URIRef

from datasets import catalogue, withdrawing
from datasets.database import reading
from datasets.records import Text
from datasets.vocabularies import dcat_series, rdf
from datasets.vocabularies.dcat_dataset import Portal
from datasets.vocabularies.dcat_series import Members
from tests import shapes
from tests.catalogues import small

BASE = "https://daten.example.org"
DAYS = ("2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23")


@pytest.fixture
def published(store, settings):
    """Four releases of one dataset, each with a title of its own; the second was withdrawn."""
    for day in DAYS:
        with time_machine.travel(f"{day}T12:00:00Z", tick=False):
            small(store, settings, slug="bruecke", title=Text(de=f"Stand {day}"), origin="own", contact_email=f"amt-{day}@example.org")
    withdrawing.withdraw(store, settings, "bruecke", DAYS[1], "Ein Fehler.")


@pytest.fixture
def feed(store, settings, published):
    """One page of the series as N-Triples."""

    def of(first=0, most=100):
        with reading(store) as session:
            names = catalogue.standing(session, "bruecke")
            shown = catalogue.dataset(session, "bruecke")
            members = Members(names, first, catalogue.editions(session, "bruecke", names[first : first + most]))
        return rdf.written(dcat_series.page(Portal(BASE, settings.city), shown, members, f"{BASE}/series/bruecke.nt"), "nt")

    return of


@pytest.fixture
def graph(feed):
    return Graph().parse(data=feed(), format="nt")


def _term(short):
    return URIRef(rdf.spelled(short))


def _release(name):
    return URIRef(f"{BASE}/dataset/bruecke/{name}")


def test_all_releases_that_can_be_had_are_members_and_each_names_the_one_before(graph):
    members = set(graph.subjects(_term("dcat:inSeries"), URIRef(f"{BASE}/series/bruecke")))
    standing = [_release(day) for day in DAYS if day != DAYS[1]]
    assert members == {*standing, URIRef(f"{BASE}/dataset/bruecke")}
    assert all((member, RDF.type, _term("dcat:Dataset")) in graph for member in members)
    assert [graph.value(member, _term("dcat:prev")) for member in standing] == [None, *standing[:-1]]
    series = URIRef(f"{BASE}/series/bruecke")
    assert [graph.value(series, _term(term)) for term in ("dcat:first", "dcat:last")] == [standing[0], standing[-1]]
    dataset = URIRef(f"{BASE}/dataset/bruecke")
    assert set(graph.objects(dataset, _term("dcat:hasVersion"))) == set(standing)
    assert graph.value(dataset, _term("dcat:hasCurrentVersion")) == standing[-1]


def test_a_member_says_what_was_said_of_it_then_and_where_its_files_lie_for_ever(graph):
    first = _release(DAYS[0])
    assert Literal(f"Stand {DAYS[0]} ({DAYS[0]})", lang="de") in set(graph.objects(first, _term("dct:title")))
    assert str(graph.value(first, _term("dcat:version"))) == DAYS[0]
    for file in graph.objects(first, _term("dcat:distribution")):
        assert str(file).startswith(f"{BASE}/daten/bruecke/{DAYS[0]}/bruecke.")
        assert graph.value(file, _term("dcat:downloadURL")) == graph.value(file, _term("dcat:accessURL")) == file
        assert graph.value(graph.value(file, _term("spdx:checksum")), _term("spdx:checksumValue")) is not None
    assert len(list(graph.objects(first, _term("dcat:distribution")))) > 3
    contact = graph.value(first, _term("dcat:contactPoint"))
    assert str(graph.value(contact, _term("vcard:hasEmail"))) == f"mailto:amt-{DAYS[0]}@example.org"


def test_no_two_datasets_share_an_identifier(graph):
    named = [str(graph.value(one, _term("dct:identifier"))) for one in graph.subjects(RDF.type, _term("dcat:Dataset"))]
    assert len(named) == len(set(named)) == 4


def test_the_first_of_a_later_page_still_names_the_one_before(feed):
    graph = Graph().parse(data=feed(first=1), format="nt")
    assert graph.value(_release(DAYS[2]), _term("dcat:prev")) == _release(DAYS[0])


@pytest.mark.slow
@pytest.mark.parametrize("profile", ["ap301-base", "ap301-full", "de30", "de30-cv"])
def test_a_series_conforms(profile, shared, feed):
    assert shapes.violations(shared, profile, feed()) == []
    assert shapes.violations(shared, profile, feed(first=2)) == []
