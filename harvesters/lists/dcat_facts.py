"""What a graph says of one dataset, in DCAT, DCAT-AP or DCAT-AP.de."""

import hashlib
from collections.abc import Iterator
from typing import Any

from pyoxigraph import NamedNode

from datasets.city import Portal
from harvesters.lists.dcat_graph import Graph, Node
from harvesters.lists.elsewhere import Facts, distributions
from harvesters.pages import site
from harvesters.reading import stated

_MEDIA = ("https://www.iana.org/assignments/media-types/", "http://www.iana.org/assignments/media-types/")
_FORMATS = (*_MEDIA, "http://publications.europa.eu/resource/authority/file-type/")
_PERSONS = ("foaf:Person", "vcard:Individual")


def facts(graph: Graph, dataset: Node, portal: Portal | None, name: str) -> Facts:
    """What is said of the dataset; ``name`` is that of the portal it stands in."""
    title = stated.text(graph.by_language(dataset, "dct:title"), 1000)
    publisher = _publisher(graph, dataset)
    return {
        "identifier": identifier(graph, dataset) or _hash(title.de if title else "", publisher),
        "title": title,
        "description": stated.text(graph.by_language(dataset, "dct:description", "dct:abstract")),
        "publisher": publisher,
        "licence": _licence(graph, dataset),
        "landing": _landing(graph, dataset),
        "keywords": stated.words(graph.words(dataset, "dcat:keyword")),
        "themes": _themes(graph, dataset),
        "issued": stated.day(_first(graph, dataset, "dct:issued", "dct:created")),
        "modified": stated.day(_first(graph, dataset, "dct:modified")),
        "distributions": distributions(_files(graph, dataset)),
        "portal": name,
        "portal_url": stated.address(site(portal.url if portal else graph.url)),
    }


def identifier(graph: Graph, dataset: Node) -> str:
    """Its dct:identifier, else that of adms, else its address; empty for one that has no name at all."""
    said = sorted(graph.words(dataset, "dct:identifier")) or sorted(graph.words(dataset, "adms:identifier"))
    found = next((text for one in said if (text := stated.line(one, 1000))), "")
    return found or (dataset.value if isinstance(dataset, NamedNode) else "")


def _hash(title: str, publisher: str) -> str:
    return "sha256:" + hashlib.sha256(f"{title}\n{publisher}".encode()).hexdigest() if title else ""


def _first(graph: Graph, dataset: Node, *names: str) -> str:
    return next(iter(graph.words(dataset, *names)), "")


def _publisher(graph: Graph, dataset: Node) -> str:
    """The publishing body; a person is not taken over."""
    bodies = [one for one in graph.of(dataset, "dct:publisher") if not graph.is_a(one, *_PERSONS)]
    return next((stated.line(graph.word(one)) for one in bodies), "")


def _licence(graph: Graph, dataset: Node) -> str:
    """That of the dataset, else those of its files, else what is said of rights."""
    files = graph.of(dataset, "dcat:distribution")
    for name in ("dct:license", "dct:rights"):
        each = graph.words(dataset, name) or [word for one in files for word in graph.words(one, name)]
        if found := stated.words(each):
            return "; ".join(found)[:500]
    return ""


def _landing(graph: Graph, dataset: Node) -> str | None:
    said: list[Any] = [one.value for one in graph.of(dataset, "dcat:landingPage", "foaf:page")]
    said += [dataset.value] if isinstance(dataset, NamedNode) else []
    return next((url for one in said if (url := stated.address(one))), None)


def _themes(graph: Graph, dataset: Node) -> tuple[str, ...]:
    """Codes of the EU's list and words; an address of another list without a name says nothing to people."""
    found = stated.themes(graph.words(dataset, "dcat:theme"))
    return tuple(one for one in found if stated.address(one) is None)


def _files(graph: Graph, dataset: Node) -> Iterator[tuple[Any, Any, Any]]:
    for one in graph.of(dataset, "dcat:distribution"):
        links = graph.of(one, "dcat:downloadURL", "dcat:accessURL")
        kind = next((word for word in graph.words(one, "dct:format", "dcat:mediaType") if word), "")
        for start in _FORMATS:
            kind = kind.removeprefix(start)
        title = stated.text(graph.by_language(one, "dct:title"), 300)
        yield next((link.value for link in links), None), kind, title.de if title else ""
