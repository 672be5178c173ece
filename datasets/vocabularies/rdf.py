"""Writing RDF: names, texts, moments and addresses as terms, facts as triples, triples as bytes in the usual formats."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from datasets.records import Text

PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "adms": "http://www.w3.org/ns/adms#",
    "spdx": "http://spdx.org/rdf/terms#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
}
FORMATS = {
    "ttl": (RdfFormat.TURTLE, "text/turtle"),
    "rdf": (RdfFormat.RDF_XML, "application/rdf+xml"),
    "xml": (RdfFormat.RDF_XML, "application/rdf+xml"),
    "jsonld": (RdfFormat.JSON_LD, "application/ld+json"),
    "n3": (RdfFormat.N3, "text/n3"),
    "nt": (RdfFormat.N_TRIPLES, "application/n-triples"),
}
"""By the ending of an address: what is written, and its media type."""
FORBIDDEN = re.compile(r"[\x00-\x20<>\"{}|\\^`]")
"""Signs that no address may hold; sources write some of them all the same."""

Term = NamedNode | BlankNode | Literal
Kind = Callable[[Any], tuple[Term, ...]]
Fields = Mapping[str, Sequence[tuple[NamedNode, Kind]]]


@lru_cache(maxsize=4096)
def name(short: str) -> NamedNode:
    """``dct:title`` as a whole address."""
    prefix, _, local = short.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def node(address: str) -> tuple[Term, ...]:
    """An address, or ``_:label``. What is none is left out, so that one bad record does not take the catalogue away."""
    try:
        return (BlankNode(address[2:]),) if address.startswith("_:") else (_node(address),)
    except ValueError:
        return ()


@lru_cache(maxsize=4096)
def _node(address: str) -> NamedNode:
    return NamedNode(FORBIDDEN.sub(lambda sign: quote(sign[0]), address))


def short(value: str) -> tuple[Term, ...]:
    """A name such as ``dcat:Dataset``."""
    return (name(value),)


def text(value: Text) -> tuple[Term, ...]:
    """In German and in English, as far as we have it."""
    said = (("de", value.de), ("en", value.en))
    return tuple(Literal(words, language=language) for language, words in said if words)


def german(value: str) -> tuple[Term, ...]:
    """A name or word in German."""
    return (Literal(value, language="de"),)


def plain(value: str) -> tuple[Term, ...]:
    """A code that belongs to no language."""
    return (Literal(value),)


def whole(value: int) -> tuple[Term, ...]:
    """A count."""
    return (Literal(str(value), datatype=name("xsd:integer")),)


def size(value: int) -> tuple[Term, ...]:
    """Bytes."""
    return (Literal(str(value), datatype=name("xsd:nonNegativeInteger")),)


def digest(value: str) -> tuple[Term, ...]:
    """A sum in hexadecimal digits."""
    return (Literal(value, datatype=name("xsd:hexBinary")),)


def moment(value: dt.datetime) -> tuple[Term, ...]:
    """In UTC, to the second."""
    return (Literal(value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=name("xsd:dateTime")),)


def day(value: dt.date) -> tuple[Term, ...]:
    """A day."""
    return (Literal(value.isoformat(), datatype=name("xsd:date")),)


def among(prefix: str) -> Kind:
    """The kind of a code in a list of terms, whose addresses begin with ``prefix``."""
    return lambda code: node(prefix + code)


def by_field(fields: Iterable[tuple[str, str, Kind]]) -> Fields:
    """Rows of field, term and kind -> the terms of each field; a field may be said by several."""
    found: dict[str, list[tuple[NamedNode, Kind]]] = {}
    for field, term, kind in fields:
        found.setdefault(field, []).append((name(term), kind))
    return found


def triples(subject: str, facts: Mapping[str, Any], fields: Fields) -> Iterator[Triple]:
    """The facts of one thing. A fact is a value or a tuple of values; None and empty ones say nothing."""
    for it in node(subject):
        for field, given in facts.items():
            values = given if isinstance(given, tuple) else (given,)
            yield from (
                Triple(it, term, said)  # type: ignore[arg-type]  # no subject is a literal
                for term, kind in fields[field]
                for value in values
                if value or value == 0
                for said in kind(value)
            )


def written(statements: Iterable[Triple], ending: str) -> bytes:
    """The triples in the format of an ending. Those of one thing should stand together, else it is named anew each time."""
    made = serialize(statements, format=FORMATS[ending][0], prefixes=PREFIXES)
    assert made is not None  # noqa: S101 no file was given to write to
    return made
