"""Atom feeds: entries with lasting ids and whole addresses, written as XML."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
BEGINNING = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
UNWRITABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])
"""Signs that XML cannot hold in any way."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is new. ``uid`` stays the same for life; ``url`` is whole."""

    uid: str
    title: str
    url: str
    updated: dt.datetime
    published: dt.datetime
    summary: str
    author: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """What the entries have in common. ``url`` is that of the feed, ``page`` that of the page which shows the same."""

    name: str
    title: str
    subtitle: str
    author: str
    url: str
    page: str
    language: str = "de"


def lasting_id(kind: str, name: str) -> str:
    """The id of a thing by its kind and name, whatever the portal's address is."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"mehrwert:{kind}:{name}"))


def written(feed: Feed, entries: Iterable[Entry]) -> bytes:
    """The feed as XML; the newest entry dates it."""
    listed = list(entries)
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": feed.language})
    _add(root, "id", f"urn:uuid:{lasting_id('feed', feed.name)}")
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.subtitle)
    _add(root, "updated", _moment(max((entry.updated for entry in listed), default=BEGINNING)))
    ET.SubElement(root, "link", {"rel": "self", "type": MEDIA_TYPE, "href": feed.url})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.page})
    _add(ET.SubElement(root, "author"), "name", feed.author)
    for entry in listed:
        _add_entry(root, entry)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _add_entry(root: ET.Element, entry: Entry) -> None:
    element = ET.SubElement(root, "entry")
    _add(element, "id", f"urn:uuid:{entry.uid}")
    _add(element, "title", entry.title)
    _add(element, "published", _moment(entry.published))
    _add(element, "updated", _moment(entry.updated))
    ET.SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": entry.url})
    if entry.author:
        _add(ET.SubElement(element, "author"), "name", entry.author)
    for word in entry.categories:
        ET.SubElement(element, "category", {"term": _clean(word)})
    _add(element, "summary", entry.summary)


def _add(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = _clean(text)


def _clean(text: str) -> str:
    return text.translate(UNWRITABLE)


def _moment(when: dt.datetime) -> str:
    return when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
