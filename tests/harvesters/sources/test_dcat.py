"""Catalogues in DCAT: three formats told by their content, two ways of paging, names for the nameless."""

from pathlib import Path

import pytest
import rdflib

from datasets.errors import SourceChanged
from harvesters.order import Order
from harvesters.run import harvest
from harvesters.source import Rejected, Remark
from harvesters.sources.dcat import SOURCE
from tests.harvesters.portals import answering, counts, read, refused, walk, with_portals

FROZEN = Path(__file__).parents[1] / "files" / "dcat.ttl"
HEAD = "".join(
    f"@prefix {name}: <http://{address}> . "
    for name, address in (("dcat", "www.w3.org/ns/dcat#"), ("dct", "purl.org/dc/terms/"), ("h", "www.w3.org/ns/hydra/core#"))
)
DCAT = rdflib.DCAT
FORMATS = {"rdf": "xml", "xml": "xml", "jsonld": "json-ld"}
WHOLE = [
    "ckanext-dcat__catalog.rdf",
    "ckanext-dcat__catalog_datasets_list.rdf",
    "ckanext-dcat__catalog_with_at_graph.jsonld",
    "ckanext-dcat__dataset.rdf",
    "dcatde__catalog-endpoint.rdf",
    "dcatde__metadata_max.rdf",
    "udata__catalog.xml",
    "udata__flat.jsonld",
    "udata__udata.xml",
]


def saved(tmp_path, text):
    file = tmp_path / "catalogue"
    file.write_text(text) if isinstance(text, str) else file.write_bytes(text)
    return file


def a_page(number, more=""):
    return f'{HEAD} <https://d.example/{number}> a dcat:Dataset ; dct:title "Satz {number}" . {more}'


def paged(fake_site, tmp_path, city, pages):
    """What a walk comes to; ``pages`` by the question's ``page``, 1 where nothing is asked."""
    site = fake_site(answering(lambda asked: pages[int(asked.query.get("page", ["1"])[0])]))
    where = with_portals(city, ("dcat", site + "/catalog.ttl"))
    return read(SOURCE, walk(SOURCE, where, tmp_path).path, where)


def test_a_dataset_becomes_a_linked_and_attributed_record(city):
    _, (trees, _), _ = read(SOURCE, FROZEN, city)
    assert (trees.title.de, trees.title.en, trees.description.de) == ("Bäume", "Trees", "Alle Bäume.")
    assert (trees.identifier, trees.host, trees.landing) == ("baeume", "dateien.example", "https://daten.beispielstadt.example/satz/1")
    assert (trees.publisher, trees.licence) == ("Grünflächenamt", "http://dcat-ap.de/def/licenses/dl-zero-de/2.0")
    assert (trees.keywords, trees.themes, trees.issued, trees.modified) == (("Baum", "Grün"), ("ENVI",), "2020-01", "2026-09-01")
    assert [(one.url, one.format) for one in trees.distributions] == [("https://dateien.example/b%C3%A4ume.csv", "CSV")]
    assert trees.portal == "Daten der Beispielstadt"


def test_a_nameless_dataset_is_named_by_title_and_publisher_and_no_person_is_kept(city):
    _, (_, nameless), parsed = read(SOURCE, FROZEN, city)
    assert nameless.identifier.startswith("sha256:")
    assert (nameless.landing, nameless.publisher) == ("https://daten.beispielstadt.example/ohne%20namen", "")
    assert [one.reason[:8] for one in parsed if isinstance(one, Remark)] == ["has none"]


def test_what_cannot_be_linked_is_rejected(city):
    _, _, parsed = read(SOURCE, FROZEN, city)
    assert [(one.field, one.raw) for one in parsed if isinstance(one, Rejected)] == [("landing", "satz-3")]


@pytest.mark.parametrize("link", ['h:nextPage "{}"', "h:next <{}>"])
def test_both_ways_of_paging_are_walked_on_the_host_that_was_asked(fake_site, tmp_path, city, link):
    def more(number):
        return f"<urn:v> {link.format(f'http://intern.example/catalog.ttl?page={number}')} ."

    pages = {1: a_page(1, more(2)), 2: a_page(2, more(3)), 3: a_page(3)}
    _, records, parsed = paged(fake_site, tmp_path, city, pages)
    assert ([record.title.de for record in records], counts(parsed)) == (["Satz 1", "Satz 2", "Satz 3"], (3, 0, 0))


@pytest.mark.parametrize("says", ["h:totalItems 2", 'h:lastPage "/catalog.ttl?page=2"'])
def test_a_page_that_points_back_is_the_last_where_the_portal_says_so(fake_site, tmp_path, city, says):
    pages = {1: a_page(1, "<urn:v> h:next <?page=2> ."), 2: a_page(2, f"<urn:v> h:next <?page=2> ; {says} .")}
    assert len(paged(fake_site, tmp_path, city, pages)[1]) == 2


def test_a_page_that_points_back_is_refused_where_nothing_says_that_it_is_the_last(fake_site, tmp_path, city):
    pages = {1: a_page(1, "<urn:v> h:next <?page=2> ."), 2: a_page(2, "<urn:v> h:next <?page=2> .")}
    with pytest.raises(SourceChanged, match="not the last page"):
        paged(fake_site, tmp_path, city, pages)


def test_a_run_that_misses_some_is_refused(tmp_path, engine, settings):
    file = saved(tmp_path, a_page(1, "<urn:v> h:totalItems 4 ."))
    assert harvest(engine, settings, SOURCE, Order(file=file)).message.startswith("The source says 4 rows, the file holds 1")


def test_old_encodings_and_relative_addresses_are_read(tmp_path, city):
    text = (
        '<?xml version="1.0" encoding="ISO-8859-1"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dct="http://purl.org/dc/terms/" xmlns:dcat="http://www.w3.org/ns/dcat#"><dcat:Dataset rdf:about="satz/1">'
        '<dct:title>Müll</dct:title><dcat:landingPage rdf:resource="https://d.example/müll"/></dcat:Dataset></rdf:RDF>'
    )
    _, (record,), _ = read(SOURCE, saved(tmp_path, text.encode("latin-1")), city)
    assert (record.title.de, record.landing) == ("Müll", "https://d.example/m%C3%BCll")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<!DOCTYPE html><html><title>Wartung</title></html>", "web page"),
        ("<html>Wartung</html>", "web page"),
        ("", "neither RDF"),
        ("name;titel\n1;2", "neither RDF"),
        ('{"@id": "https://a.example", "@type"', "cut off"),
        (FROZEN.read_text()[:900], "cut off"),
        ('{"@context": "https://a.example/context.jsonld", "title": "x"}', "explains its words at https://a.example"),
        (HEAD + " <urn:a> dct:title 'x' .", "without a dcat:Dataset"),
        ('<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rdf:RDF/>', "made of entities"),
    ],
)
def test_what_is_no_whole_catalogue_is_refused(tmp_path, city, text, said):
    refused(SOURCE, saved(tmp_path, text), city, said)


def second_reader(file):
    """How many datasets there are, and the addresses of their files, as rdflib reads it."""
    graph = rdflib.Graph().parse(data=file.read_text(), format=FORMATS[file.suffix[1:]], publicID="file:///")
    datasets = set(graph.subjects(rdflib.RDF.type, DCAT.Dataset))
    files = {one for dataset in datasets for one in graph.objects(dataset, DCAT.distribution)}
    links = {graph.value(one, DCAT.downloadURL) or graph.value(one, DCAT.accessURL) for one in files}
    return len(datasets), {str(link) for link in links if link is not None}


# rdflib warns of its own insides.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", WHOLE)
def test_samples_hold_as_many_datasets_and_files_as_a_second_reader_finds(shared, city, name):
    file = shared / "samples" / "dcat" / name
    number, links = second_reader(file)
    promised, records, parsed = read(SOURCE, file, city)
    assert (promised or number, counts(parsed)) == (number, (number, 0, 0))
    assert {one.url for record in records for one in record.distributions} == links


def test_the_two_pages_of_a_sample_are_one_catalogue(shared, fake_site, tmp_path, city):
    folder = shared / "samples" / "dcat"
    pages = {number: (folder / f"udata__partial-collection-{number}.jsonld").read_text() for number in (1, 2)}
    promised, records, _ = paged(fake_site, tmp_path, city, pages)
    assert (promised, [record.identifier for record in records]) == (4, ["1", "2", "3", "4"])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ckanext-dcat__dataset.ttl", "prefix healthdcatap: has not been declared"),
        ("dcatde__category_mapping.json", "without a dcat:Dataset"),
        ("dcatde__dcat_license_mapping.json", "without a dcat:Dataset"),
        ("dcatde__dcat_licenses.json", "without a dcat:Dataset"),
        ("dcatde__dcat_theme.json", "without a dcat:Dataset"),
    ],
)
def test_samples_that_are_broken_or_no_catalogue_are_refused(shared, city, name, said):
    refused(SOURCE, shared / "samples" / "dcat" / name, city, said)


@pytest.mark.parametrize("number", [1, 2])
def test_one_page_of_a_sample_alone_is_refused(shared, engine, settings, number):
    file = shared / "samples" / "dcat" / f"udata__partial-collection-{number}.jsonld"
    assert "says 4 rows" in harvest(engine, settings, SOURCE, Order(file=file)).message
