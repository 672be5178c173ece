"""From what a portal says of a dataset to a row of the catalogue: titled, linked, attributed, each dataset once."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from datasets.city import City, Portal
from datasets.elsewhere import same
from datasets.records import Distribution, ElsewhereRecord, Text
from harvesters.pages import site
from harvesters.reading import stated
from harvesters.source import Ask, Parsed, Rejected, Remark, Row

Facts = dict[str, Any]
"""Fields of ElsewhereRecord by name, as far as a portal states them; ``title`` and ``description`` are Text or None."""

Numbered = tuple[int, str, Facts | None]
"""Line, the portal's own name for a dataset, and what it says; None is said of what nobody shall see."""


def portals(city: City, kind: str) -> tuple[Portal, ...]:
    """The city's portals of that kind, in their order."""
    return tuple(portal for portal in city.portals if portal.kind == kind)


def portal_of(ask: Ask, kind: str, url: str) -> Portal | None:
    """The portal that an address belongs to; for a saved file, that which the dataset is named after."""
    known = portals(ask.city, kind)
    if not url:
        return next((portal for portal in known if portal.slug == ask.slug), None)
    return next((portal for portal in known if site(portal.url) == site(url)), None)


def distributions(found: Iterable[tuple[Any, Any, Any]]) -> tuple[Distribution, ...]:
    """Those of (address, format, title) that have an address, each address once."""
    once = {}
    for url, kind, title in found:
        link = stated.address(url)
        if link and link not in once:
            once[link] = Distribution(url=link, format=stated.line(kind, 80), title=stated.line(title, 300))
    return tuple(once.values())


def host_of(facts: Facts) -> str:
    """The host that most files lie on, the first by name of several; else that of the page, else of the portal."""
    counts = Counter(stated.host(one.url) for one in facts.get("distributions", ()))
    if counts:
        return min(counts, key=lambda host: (-counts[host], host))
    return stated.host(facts.get("landing")) or stated.host(facts.get("portal_url"))


def rows(found: Iterable[Numbered | Remark]) -> Iterator[Parsed]:
    """A row for each. What paging repeats counts once. What a portal has twice under one identifier counts twice and is entered once."""
    met: set[str] = set()
    entered: set[tuple[str, str]] = set()
    for one in found:
        if isinstance(one, Remark):
            yield one
            continue
        line, name, facts = one
        if name in met:
            yield Remark(line, "id", "was there on a page before", name[:200])
            continue
        met.add(name)
        yield from _row(line, facts, entered) if facts else [Row(line)]


def _row(line: int, facts: Facts, entered: set[tuple[str, str]]) -> Iterator[Parsed]:
    try:
        record = _record(facts)
    except ValidationError as error:
        first = error.errors()[0]
        yield Rejected(line, ".".join(str(part) for part in first["loc"]), first["msg"], str(first["input"])[:200])
        return
    if not record.link:
        reason = "no address leads to it; say with --dataset which of the city's portals the file comes from"
        yield Rejected(line, "landing", reason, record.identifier[:200])
        return
    if not facts["title"]:
        yield Remark(line, "title", "has no title; its identifier stands in for it", record.identifier[:200])
    key = (record.portal, same(record))
    if key in entered:
        yield Remark(line, "identifier", "another dataset of the portal has it too; the first one is entered", record.identifier[:200])
    yield Row(line, records=() if key in entered else (record,))
    entered.add(key)


def _record(facts: Facts) -> ElsewhereRecord:
    stands = {"title": facts["title"] or Text(de=facts["identifier"]), "description": facts.get("description") or Text(de="")}
    return ElsewhereRecord(**facts | stands | {"host": host_of(facts)})
