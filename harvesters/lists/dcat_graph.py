"""A page of RDF as a graph to be asked: RDF/XML, Turtle or JSON-LD told by its content, and where the next page is."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from datasets.errors import SourceChanged
from datasets.vocabularies.rdf import PREFIXES
from harvesters.lists.dcat_contexts import explained
from harvesters.pages import Page, broken

Node = NamedNode | BlankNode
Term = Node | Literal

LABELS = ("foaf:name", "rdfs:label", "skos:prefLabel", "vcard:fn", "dct:title", "rdf:value", "skos:notation")
_MORE = {"rdfs": "http://www.w3.org/2000/01/rdf-schema#", "skos": "http://www.w3.org/2004/02/skos/core#"}
_HEAD = re.compile(r"\A\s*<\?xml[^>]*\?>")
_TURTLE = re.compile(r"@?(?:prefix|base)\b|<(?:https?:|urn:)|_:|#", re.IGNORECASE)
# An entity made of entities grows without end; a name for an address is all that anyone needs.
_NESTED = re.compile(r"<!ENTITY[^>]*[&%][^>]*>")
_NOWHERE = "file:///"
"""What relative addresses of a saved file are relative to: nothing that could be linked."""


class Graph:
    """The triples of one page by subject and predicate, in the order of the text."""

    def __init__(self, page: Page, name: str) -> None:
        self.url = page.url
        # Objects are keys: a page may say the same twice, and their order is that of the text.
        self._facts: dict[Term, dict[str, dict[Term, None]]] = defaultdict(lambda: defaultdict(dict))
        where = page.url or name
        try:
            kind = _format(page.text, where)
            text = explained(page.text, where) if kind is RdfFormat.JSON_LD else page.text
            for quad in parse(_text(text, where), format=kind, base_iri=page.url or _NOWHERE, lenient=True):
                self._facts[quad.subject][quad.predicate.value][quad.object] = None
        except (SyntaxError, ValueError) as error:
            raise broken(where, page.text, str(error)[:200]) from None

    def of(self, subject: Term, *names: str) -> list[Term]:
        """What is said of it by the first of these predicates that says something."""
        facts = self._facts.get(subject, {})
        return next((list(facts[full]) for name in names if (full := _full(name)) in facts), [])

    def are(self, kind: str) -> list[Node]:
        """All things of a class, in the order of the text."""
        wanted = NamedNode(_full(kind))
        return [one for one, facts in self._facts.items() if not isinstance(one, Literal) and wanted in facts.get(_full("rdf:type"), ())]

    def is_a(self, subject: Term, *kinds: str) -> bool:
        """Whether it is of one of these classes."""
        return any(NamedNode(_full(kind)) in self.of(subject, "rdf:type") for kind in kinds)

    def word(self, term: Term) -> str:
        """A literal's text, the name of a thing, else its address; empty for a nameless one."""
        if isinstance(term, Literal):
            return term.value
        named = next((one.value for one in self.of(term, *LABELS) if isinstance(one, Literal)), "")
        return named or (term.value if isinstance(term, NamedNode) else "")

    def words(self, subject: Term, *names: str) -> list[str]:
        """``word`` of everything that ``of`` gives."""
        return [self.word(one) for one in self.of(subject, *names)]

    def by_language(self, subject: Term, *names: str) -> dict[str, str]:
        """Texts by language, "" for those without; the first of each counts."""
        found: dict[str, str] = {}
        for one in self.of(subject, *names):
            if isinstance(one, Literal):
                found.setdefault(one.language or "", one.value)
        return found

    def page(self, *names: str) -> str:
        """The address that paging gives under these names, on the portal that was asked; empty where it gives none."""
        link = next((self._address(one) for facts in self._facts.values() for name in names for one in facts.get(_full(name), ())), "")
        return on_site(self.url, link) if link else ""

    def _address(self, term: Term) -> str:
        return "" if isinstance(term, BlankNode) else term.value

    @property
    def following(self) -> str:
        """Address of the next page: a literal in one vocabulary, a resource in the other."""
        return self.page("hydra:nextPage", "hydra:next")

    @property
    def total(self) -> int | None:
        """How many there are on all pages, where it is said."""
        said = [one for facts in self._facts.values() for one in facts.get(_full("hydra:totalItems"), ())]
        return next((int(one.value) for one in said if isinstance(one, Literal) and one.value.isdigit()), None)

    def datasets(self) -> Iterator[Node]:
        """Every dataset that is described here."""
        yield from self.are("dcat:Dataset")


def on_site(url: str, link: str) -> str:
    """A link of a page, on the host that was asked: behind a proxy portals write the name of another one."""
    if not url:
        return link
    asked, there = urlsplit(url), urlsplit(urljoin(url, link))
    return there._replace(scheme=asked.scheme, netloc=asked.netloc, fragment="").geturl()


@lru_cache(maxsize=256)
def _full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return (_MORE.get(prefix) or PREFIXES[prefix]) + local


def _format(text: str, where: str) -> RdfFormat:
    start = _HEAD.sub("", text[:4000]).lstrip("\ufeff \t\r\n")
    if start[:1] in {"{", "["}:
        return RdfFormat.JSON_LD
    if _TURTLE.match(start):
        return RdfFormat.TURTLE
    if start[:1] == "<" and not re.match(r"<!doctype\s+html|<html", start, re.IGNORECASE):
        return RdfFormat.RDF_XML
    raise broken(where, text, "neither RDF/XML nor Turtle nor JSON-LD")


def _text(text: str, where: str) -> bytes:
    if _NESTED.search(text):
        raise SourceChanged(f"{where} has entities made of entities, which are not read.")
    return _HEAD.sub("", text).encode()
