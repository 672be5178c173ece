"""Terms and triples: nothing that a record holds can break a document, and every format says the same."""

import datetime as dt
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.compare import isomorphic

from datasets.records import Text
from datasets.settings import ROOT
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
WORDS = st.text(st.characters(blacklist_categories=("Cs",)), max_size=40)


def _read(facts, ending):
    return Graph().parse(data=rdf.written(rdf.lines("https://example.org/a", facts, FIELDS), ending), format=READERS[ending])


@pytest.mark.parametrize("ending", rdf.FORMATS)
def test_every_format_says_the_same(ending):
    facts = {"title": Text(de='Brücke <&> "x"', en="Bridge"), "page": "https://example.org/a b?c={d}", "next": "_:seite"}
    assert isomorphic(_read(facts, ending), _read(facts, "nt"))
    assert len(_read(facts, ending)) == 5


@given(address=WORDS, title=WORDS, ending=st.sampled_from(list(rdf.FORMATS)))
def test_no_address_and_no_title_breaks_a_document(address, title, ending):
    facts = {"title": Text(de=title), "page": address}
    assert len(_read(facts, ending)) == bool(title) + bool(address and rdf.node(address))


@given(words=WORDS)
def test_words_come_back_as_they_were_but_for_signs_that_no_document_may_hold(words):
    (said,) = (triple.object.value for triple in rdf.triples(rdf.lines("https://example.org/a", {"title": Text(de=f"a{words}")}, FIELDS)))
    assert said == f"a{words}".translate(rdf.UNWRITABLE)


@pytest.mark.parametrize("ending", rdf.FORMATS)
def test_parts_put_together_say_what_one_document_says(ending):
    said = [rdf.lines(f"https://example.org/{at}", {"title": Text(de=f"Teil {at}"), "next": "_:seite"}, FIELDS) for at in range(3)]
    parts = [rdf.part(lines, ending) for lines in [*said, ""]]
    whole = rdf.written("".join(said), ending)
    read = [Graph().parse(data=one, format=READERS[ending]) for one in (rdf.document(parts, ending), whole)]
    assert isomorphic(*read)
    assert len(read[0]) == 9


@pytest.mark.parametrize("ending", rdf.FORMATS)
def test_a_document_is_the_same_in_every_process(ending):
    """What a library puts into a set has another order in each; a tag made of it would never match twice."""
    program = (
        "from datasets.vocabularies import rdf; from datasets.vocabularies.dcat_terms import FIELDS; import sys;"
        f"sys.stdout.buffer.write(rdf.written(rdf.lines('http://a/b', {{'type': 'dcat:Dataset', 'identifier': 'x'}}, FIELDS), {ending!r}))"
    )
    made = [subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True).stdout for _ in range(3)]
    assert len(set(made)) == 1
    assert made[0]


@pytest.mark.parametrize("ending", rdf.FORMATS)
@pytest.mark.parametrize("there", ["https://daten.example.org", "http://a&b:80", 'http://x"y'])
def test_what_was_made_for_one_address_is_moved_to_another(ending, there):
    facts = {"page": "http://here.invalid/a?b=1&c=2", "title": Text(de="x")}
    here = rdf.written(rdf.lines("http://here.invalid/a", facts, FIELDS), ending)
    moved = rdf.moved(here, "http://here.invalid", there, ending)
    elsewhere = rdf.written(rdf.lines(f"{there}/a", facts | {"page": f"{there}/a?b=1&c=2"}, FIELDS), ending)
    assert isomorphic(*(Graph().parse(data=one, format=READERS[ending]) for one in (moved, elsewhere)))


def test_nothing_is_moved_to_what_is_no_address():
    with pytest.raises(ValueError, match="host"):
        rdf.moved(b"", "http://here.invalid", "http://[", "nt")


def test_what_is_no_address_is_left_out():
    assert rdf.node("nirgends") == ()
    assert rdf.node("http://[") == ()
    assert rdf.node("_: ") == ()


def test_nothing_is_said_of_an_empty_fact():
    assert rdf.lines("https://example.org/a", {"page": None, "next": ("", None)}, FIELDS) == ""


def test_a_field_that_nobody_knows_is_an_error():
    with pytest.raises(KeyError):
        rdf.lines("https://example.org/a", {"tilte": "x"}, FIELDS)


def test_a_moment_is_said_in_utc():
    local = dt.datetime(2026, 7, 1, 1, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    assert rdf.moment(local)[0].startswith('"2026-06-30T23:30:00Z"^^')


def test_no_bytes_are_a_fact_too():
    fields = rdf.by_field([("bytes", "dcat:byteSize", rdf.size)])
    assert rdf.lines("https://example.org/a", {"bytes": 0}, fields).count("\n") == 1
