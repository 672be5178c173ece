"""News feeds (RSS 2.0, RSS 1.0 as RDF, Atom): headline, link, day and a short summary of each entry, nothing more."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from lxml import etree

from datasets.errors import SourceChanged
from harvesters.lists.feed_texts import plain, shortened
from harvesters.reading.markup import read_root

ATOM = frozenset({"http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"})
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
BASE = "{http://www.w3.org/XML/1998/namespace}base"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed, as it says; ``said`` is the date letter by letter."""

    line: int
    identifier: str
    title: str
    link: str
    said: str
    summary: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with its own name and page."""

    title: str
    link: str
    entries: tuple[Entry, ...]


def read_feed(path: Path) -> Feed:
    """The feed in a file. Raises SourceChanged for what is none, is broken, or declares a document type or entities."""
    root = read_root(path, "feed")
    name, space = etree.QName(root).localname, etree.QName(root).namespace
    if name == "feed" and space in ATOM:
        entries = [one for one in root if _is(one, "entry", space)]
        link = _atom_link(root)
        return Feed(_text(root, "title"), link, tuple(_atom(one, link) for one in entries))
    channel = next((one for one in root if isinstance(one.tag, str) and etree.QName(one).localname == "channel"), None)
    if channel is None or name.casefold() not in {"rss", "rdf"}:
        raise SourceChanged(f"{path.name} is XML but no feed (its root is {name!r}); look at what the address serves now.")
    items = [one for one in (*channel, *root) if isinstance(one.tag, str) and etree.QName(one).localname == "item"]
    link = _text(channel, "link")
    return Feed(_text(channel, "title"), link, tuple(_rss(one, link) for one in items))


def _rss(item: etree._Element, page: str) -> Entry:
    guid = _text(item, "guid")
    is_page = all(one.get("isPermaLink", "true") == "true" for one in _children(item, "guid", etree.QName(item).namespace))
    link = _text(item, "link") or _atom_link(item) or (guid if guid.startswith("http") and is_page else "")
    said = _text(item, "pubDate") or _text(item, "date", DC)
    title, summary = plain(_text(item, "title")), _text(item, "description") or _text(item, "encoded", CONTENT)
    return _entry(item, (guid or item.get(f"{{{RDF}}}about", ""), title, _joined(page, link), said, plain(summary)))


def _atom(entry: etree._Element, page: str) -> Entry:
    base = entry.get(BASE) or page
    said = _text(entry, "published") or _text(entry, "issued") or _text(entry, "updated") or _text(entry, "modified")
    summary = _atom_text(entry, "summary") or _atom_text(entry, "content")
    return _entry(entry, (_text(entry, "id"), _atom_text(entry, "title"), _joined(base, _atom_link(entry)), said, summary))


def _joined(page: str, link: str) -> str:
    try:
        return urljoin(page, link) if link else ""
    except ValueError:
        return ""


def _entry(element: etree._Element, told: tuple[str, str, str, str, str]) -> Entry:
    """The id that the feed gives, else the link, else a digest of headline, day and summary."""
    identifier, title, link, said, summary = told
    link = link if re.fullmatch(r"https?://\S{1,1900}", link) else ""
    digest = hashlib.sha256(f"{title}\x1f{said}\x1f{summary}".encode()).hexdigest()[:24]
    return Entry(element.sourceline or 0, (identifier or link or digest)[:1000], title[:1000], link, said, shortened(summary))


def _atom_link(element: etree._Element) -> str:
    """The page of a feed or entry: its alternate link, else any that is not about the feed itself."""
    links = [
        one for one in element if isinstance(one.tag, str) and etree.QName(one).namespace in ATOM and etree.QName(one).localname == "link"
    ]
    good = [one for one in links if one.get("rel", "alternate") == "alternate"] or [one for one in links if one.get("rel") == "related"]
    return next((str(one.get("href", "")).strip() for one in good), "")


def _atom_text(element: etree._Element, name: str) -> str:
    """An Atom text: escaped HTML, XHTML, or plain text, in which signs mean themselves."""
    found = next(_children(element, name, etree.QName(element).namespace), None)
    if found is None:
        return ""
    text = "".join(found.itertext())
    return " ".join(text.split()) if found.get("type", "text") in {"text", "text/plain", "xhtml"} else plain(text)


def _text(element: etree._Element, name: str, space: str | None = "") -> str:
    """The text of the first own child of that name; in the element's namespace where none is given."""
    wanted = etree.QName(element).namespace if space == "" else space
    return next((text for one in _children(element, name, wanted) if (text := "".join(one.itertext()).strip())), "")


def _children(element: etree._Element, name: str, space: str | None) -> Iterator[etree._Element]:
    return (one for one in element if _is(one, name, space))


def _is(element: etree._Element, name: str, space: str | None) -> bool:
    return isinstance(element.tag, str) and etree.QName(element).localname == name and etree.QName(element).namespace == space
