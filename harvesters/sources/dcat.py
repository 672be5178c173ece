"""Other portals' catalogues in DCAT: every dataset of an RDF/XML, Turtle or JSON-LD file, page by page in both hydra vocabularies."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from datasets.city import City, Portal
from datasets.errors import SourceChanged
from datasets.records import Text
from harvesters.lists import elsewhere
from harvesters.lists.dcat_facts import facts, identifier
from harvesters.lists.dcat_graph import Graph, Node
from harvesters.lists.elsewhere import Numbered
from harvesters.pages import Page, pages, site, text_of
from harvesters.reading import stated
from harvesters.source import Ask, Listing, Remark, Source, Step

NAME = "dcat"


def steps(city: City) -> tuple[Step, ...]:
    """A walk through each of the city's catalogues."""
    return tuple(
        Step(portal.url + (f"?{urlencode(portal.where)}" if portal.where else ""), keep=True, seconds=300.0, next=next_page)
        for portal in elsewhere.portals(city, NAME)
    )


def next_page(url: str, body: bytes) -> str | None:
    """Where the page says that the next one is."""
    return Graph(Page(url, text_of(body)), url).following or None


def parse(path: Path, ask: Ask) -> Listing:
    """Reads a catalogue. Raises SourceChanged for what is no RDF, holds no dataset, or is not the whole."""
    totals: dict[str, int | None] = {}
    found: set[str] = set()
    read: set[str] = set()
    last: dict[str, Graph] = {}
    for page in pages(path):
        graph = Graph(page, path.name)
        found |= {f"{page.site} {dataset}" for dataset in graph.datasets()}
        read.add(page.url)
        last[page.site] = graph
        totals[page.site] = graph.total if graph.total is not None else totals.get(page.site)
    if not found:
        raise SourceChanged(f"{path.name} is RDF without a dcat:Dataset; a catalogue is read, no list of terms.")
    for key, graph in last.items():
        if totals[key] is None:
            _check_end(graph, read, path.name)
    promised = sum(total or 0 for total in totals.values()) if None not in totals.values() else None
    # Some portals count only what the catalogue lists itself, and describe what it is part of beside it.
    return Listing(elsewhere.rows(_numbered(path, ask)), promised=None if promised is None or promised < len(found) else promised)


def _check_end(graph: Graph, read: set[str], name: str) -> None:
    """Raises SourceChanged where nothing says how many there are and the last page read does not look like the last one."""
    there = graph.page("hydra:lastPage", "hydra:last")
    if graph.following and there not in read:
        raise SourceChanged(
            f"{graph.url or name} is not the last page, the one after it is {graph.following}; read the catalogue from its start."
        )


def _numbered(path: Path, ask: Ask) -> Iterator[Numbered | Remark]:
    number = 0
    for page in pages(path):
        graph = Graph(page, path.name)
        portal = elsewhere.portal_of(ask, NAME, page.url)
        name = _name(graph, portal)
        for dataset in graph.datasets():
            number += 1
            if not identifier(graph, dataset):
                yield Remark(number, "identifier", "has none; one is made of title and publisher, and changes with them", str(dataset))
            yield number, f"{page.site} {_own(graph, dataset, number)}", facts(graph, dataset, portal, name)


def _own(graph: Graph, dataset: Node, number: int) -> str:
    """A name for it within the portal; those without an address are never the same."""
    return str(dataset) if dataset.value.startswith("http") else identifier(graph, dataset) or f"nameless {number}"


def _name(graph: Graph, portal: Portal | None) -> str:
    """The portal's name: the city's for it, else its host, else the title that the catalogue has, else where its datasets lie."""
    titles = [stated.text(graph.by_language(one, "dct:title"), 300) for one in graph.are("dcat:Catalog")]
    named = next((title.de for title in titles if title), "")
    lies = next((stated.host(site(one.value)) for one in graph.datasets()), "")
    return portal.name if portal else stated.host(graph.url) or named or lies or "DCAT"


SOURCE = Source(
    name=NAME,
    title=Text(de="Datensätze in anderen Katalogen (DCAT)", en="Datasets in other catalogues (DCAT)"),
    publisher="Betreiber der Portale",
    licence="other-closed",
    homepage="https://www.dcat-ap.de/",
    parse=parse,
    steps=steps,
    frequency="DAILY",
)
