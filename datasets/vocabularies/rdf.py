"""Writing RDF: names, texts, moments and addresses as terms, facts as lines of N-Triples, lines as bytes in the usual formats.

Lines are texts from the beginning: an object for each term and triple would take three times as long.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse, serialize

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

TURTLE_HEAD = "".join(f"@prefix {prefix}: <{address}> .\n" for prefix, address in PREFIXES.items()).encode()
XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF {}>\n'.format(
    " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in PREFIXES.items())
).encode()
UNWRITABLE = {code: None for code in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF) if chr(code) not in "\t\n\r"}
"""Signs that XML cannot hold, not even escaped: left out, so that one of them does not take a page of the catalogue away."""
ESCAPED = str.maketrans(UNWRITABLE | {"\\": "\\\\", '"': '\\"', "\t": "\\t", "\n": "\\n", "\r": "\\r"})

Term = str
"""As N-Triples writes it."""
Kind = Callable[[Any], tuple[Term, ...]]
Fields = Mapping[str, Sequence[tuple[Term, Kind]]]


def spelled(short: str) -> str:
    """``dct:title`` as a whole address."""
    prefix, _, local = short.partition(":")
    return PREFIXES[prefix] + local


@lru_cache(maxsize=1024)
def name(short: str) -> Term:
    """``dct:title`` as a term."""
    return f"<{spelled(short)}>"


@lru_cache(maxsize=1024)  # a dataset names each of its parts twice, and all share theirs
def node(address: str) -> tuple[Term, ...]:
    """An address, or ``_:label``. What is none is left out, so that one bad record does not take the catalogue away."""
    try:
        return (str(BlankNode(address[2:]) if address.startswith("_:") else NamedNode(_quoted(address))),)
    except ValueError:
        return ()


def _quoted(address: str) -> str:
    return FORBIDDEN.sub(lambda sign: quote(sign[0]), address) if FORBIDDEN.search(address) else address


def short(value: str) -> tuple[Term, ...]:
    """A name such as ``dcat:Dataset``."""
    return (name(value),)


def plain(value: str) -> tuple[Term, ...]:
    """A code that belongs to no language."""
    return (f'"{value.translate(ESCAPED)}"',)


def german(value: str) -> tuple[Term, ...]:
    """A name or word in German."""
    return (f'"{value.translate(ESCAPED)}"@de',)


def text(value: Text) -> tuple[Term, ...]:
    """In German and in English, as far as we have it."""
    said = (("de", value.de), ("en", value.en))
    return tuple(f'"{words.translate(ESCAPED)}"@{language}' for language, words in said if words)


def _typed(datatype: str) -> str:
    return f'"^^{name(datatype)}'


INTEGER, SIZE, DIGEST, MOMENT, DAY = map(_typed, ("xsd:integer", "xsd:nonNegativeInteger", "xsd:hexBinary", "xsd:dateTime", "xsd:date"))


def whole(value: int) -> tuple[Term, ...]:
    """A count."""
    return (f'"{value}{INTEGER}',)


def size(value: int) -> tuple[Term, ...]:
    """Bytes."""
    return (f'"{value}{SIZE}',)


def digest(value: str) -> tuple[Term, ...]:
    """A sum in hexadecimal digits."""
    return (f'"{value}{DIGEST}',)


@lru_cache(maxsize=256)  # all files of a dataset share theirs
def moment(value: dt.datetime) -> tuple[Term, ...]:
    """In UTC, to the second."""
    return (f'"{value.astimezone(dt.UTC).replace(microsecond=0, tzinfo=None).isoformat()}Z{MOMENT}',)


def day(value: dt.date) -> tuple[Term, ...]:
    """A day."""
    return (f'"{value.isoformat()}{DAY}',)


def among(prefix: str) -> Kind:
    """The kind of a code in a list of terms, whose addresses begin with ``prefix``."""
    return lru_cache(maxsize=256)(lambda code: node(prefix + code))


def by_field(fields: Iterable[tuple[str, str, Kind]]) -> Fields:
    """Rows of field, term and kind -> the terms of each field; a field may be said by several."""
    found: dict[str, list[tuple[Term, Kind]]] = {}
    for field, term, kind in fields:
        found.setdefault(field, []).append((name(term), kind))
    return found


def lines(subject: str, facts: Mapping[str, Any], fields: Fields) -> str:
    """The facts of one thing. A fact is a value or a tuple of values; None and empty ones say nothing."""
    ends = [
        f" {term} {said} .\n"
        for field, given in facts.items()
        for term, kind in fields[field]
        for value in (given if type(given) is tuple else (given,))
        if value or value == 0
        for said in kind(value)
    ]
    return "".join(it + it.join(ends) for it in node(subject) if ends)


def triples(said: str) -> Iterator[Triple]:
    """The lines as triples, for those who look into them."""
    return parse(said.encode(), format=RdfFormat.N_TRIPLES)


def part(said: str, ending: str) -> bytes:
    """The lines in the format of an ending, as a part of a document. Those of one thing should stand together, else it is named anew."""
    text = said.encode()
    kind = FORMATS[ending][0]
    if kind is RdfFormat.N_TRIPLES or not text:
        return text
    made = serialize(parse(text, format=RdfFormat.N_TRIPLES), format=kind, prefixes=PREFIXES)
    assert made is not None  # noqa: S101 no file was given to write to
    if kind is RdfFormat.JSON_LD:
        return made[1:-1]
    if kind is RdfFormat.RDF_XML:
        return made.split(b"\n", 2)[2].removesuffix(b"</rdf:RDF>")
    return made.split(b"\n", len(PREFIXES))[-1]


def document(parts: Iterable[bytes], ending: str) -> bytes:
    """A whole document; blank nodes of the same label are the same one. Its head is ours: the library's has its prefixes in any order."""
    kind = FORMATS[ending][0]
    if kind is RdfFormat.JSON_LD:
        return b"[%s]" % b",".join(filter(None, parts))
    if kind is RdfFormat.RDF_XML:
        return XML_HEAD + b"".join(parts) + b"</rdf:RDF>\n"
    return (b"" if kind is RdfFormat.N_TRIPLES else TURTLE_HEAD) + b"".join(parts)


def written(said: str, ending: str) -> bytes:
    """The lines as a document in the format of an ending."""
    return document([part(said, ending)], ending)


def moved(made: bytes, here: str, there: str, ending: str) -> bytes:
    """What was made for addresses that begin with ``here``, for others. Raises ValueError where ``there`` begins no address."""
    address = str(NamedNode(_quoted(there)))[1:-1]
    return made.replace(here.encode(), (escape(address) if FORMATS[ending][0] is RdfFormat.RDF_XML else address).encode())
