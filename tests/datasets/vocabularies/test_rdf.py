"""Terms and triples: nothing that a record holds can break a document, and every format says the same."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.compare import isomorphic

from datasets.records import Text
from datasets.vocabularies import rdf

# rdflib's readers of N3 and JSON-LD still use what rdflib itself calls old.
pytestmark = pytest.mark.filterwarnings(r"ignore:(Dataset\.|ConjunctiveGraph):DeprecationWarning")

FIELDS = rdf.by_field(
    [
        ("title", "dct:title", rdf.text),
        ("page", "foaf:page", rdf.node),
        ("next", "hydra:next", rdf.node),
        ("next", "hydra:nextPage", rdf.node),
    ]
)
READERS = {"ttl": "turtle", "rdf": "xml", "xml": "xml", "jsonld": "json-ld", "n3": "n3", "nt": "nt"}
WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=40)


def _read(facts, ending):
    return Graph().parse(data=rdf.written(rdf.triples("https://example.org/a", facts, FIELDS), ending), format=READERS[ending])


@pytest.mark.parametrize("ending", rdf.FORMATS)
def test_every_format_says_the_same(ending):
    facts = {"title": Text(de='Brücke <&> "x"', en="Bridge"), "page": "https://example.org/a b?c={d}", "next": "_:seite"}
    assert isomorphic(_read(facts, ending), _read(facts, "nt"))
    assert len(_read(facts, ending)) == 5


@given(address=WORDS, title=WORDS)
def test_no_address_and_no_title_breaks_a_document(address, title):
    facts = {"title": Text(de=title), "page": address}
    assert len(_read(facts, "rdf")) == bool(title) + len(rdf.node(address))


def test_what_is_no_address_is_left_out():
    assert rdf.node("nirgends") == ()
    assert rdf.node("http://[") == ()
    assert rdf.node("_: ") == ()


def test_nothing_is_said_of_an_empty_fact():
    assert list(rdf.triples("https://example.org/a", {"page": None, "next": ("", None)}, FIELDS)) == []


def test_a_field_that_nobody_knows_is_an_error():
    with pytest.raises(KeyError):
        list(rdf.triples("https://example.org/a", {"tilte": "x"}, FIELDS))


def test_a_moment_is_said_in_utc():
    local = dt.datetime(2026, 7, 1, 1, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    assert rdf.moment(local)[0].value == "2026-06-30T23:30:00Z"


def test_no_bytes_are_a_fact_too():
    fields = rdf.by_field([("bytes", "dcat:byteSize", rdf.size)])
    assert len(list(rdf.triples("https://example.org/a", {"bytes": 0}, fields))) == 1
