"""What other portals state, made plain: text without markup, sound addresses, days, words each once, texts by language."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlsplit

from lxml import etree, html

from datasets.records import Text
from datasets.vocabularies.themes import EU

LONGEST = 10_000
"""Characters of a description that are kept."""
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_BLOCK = ("p", "br", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "ul", "ol")
_PLACE = re.compile(r"[A-Za-z0-9._-]+(:\d{1,5})?")
_SIGNS = "/?#[]@!$&'()*+,;=:%~-._"
"""Signs that an address may hold as they are."""
_DAY = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?!\d)")
_GERMAN = re.compile(r"(0[1-9]|[12]\d|3[01])\.(0[1-9]|1[0-2])\.(\d{4})$")


def plain(text: str) -> str:
    """Without tags, entities, half characters and needless blanks; paragraphs stay apart."""
    text = text.encode("utf-8", "ignore").decode().replace("\x00", "")
    if _TAG.search(text) or _ENTITY.search(text):
        text = _without_markup(text)
    lines = (" ".join(line.split()) for line in text.splitlines())
    found = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return found if len(found) <= LONGEST else found[: LONGEST - 1] + "…"


def _without_markup(text: str) -> str:
    try:
        root = html.fragment_fromstring(re.sub(r"[\x00-\x08\x0b-\x1f]", "", text), create_parent="div")
    except (etree.ParserError, ValueError):
        return _TAG.sub(" ", text)
    for element in root.iter("script", "style"):
        element.text = ""
    for element in root.iter(*_BLOCK):
        element.tail = "\n" + (element.tail or "")
    return str(root.text_content())


def line(value: Any, longest: int = 500) -> str:
    """A short text in one line; empty for what is no text."""
    return " ".join(plain(value).split())[:longest] if isinstance(value, str) else ""


def address(value: Any) -> str | None:
    """An http(s) address with blanks and umlauts written as addresses write them; None for what is none."""
    if not isinstance(value, str):
        return None
    url = value.encode("utf-8", "ignore").decode().strip()
    try:
        parts = urlsplit(url)
        place = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not _PLACE.fullmatch(place):
        return None
    rest = parts.path + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    found = f"{parts.scheme}://{place}{quote(rest, safe=_SIGNS)}"
    return found if len(found) <= 2000 else None


def host(url: str | None) -> str:
    """Host of an address, without ``www.``; empty for none."""
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""


def day(value: Any) -> str:
    """``2020-09-07``, ``2020-09`` or ``2020``, no more exact than stated; empty for what is no date."""
    text = str(value or "").strip()
    german = _GERMAN.match(text)
    if german:
        return f"{german[3]}-{german[2]}-{german[1]}"
    found = _DAY.match(text)
    return "-".join(part for part in found.groups() if part) if found else ""


def words(values: Iterable[Any]) -> tuple[str, ...]:
    """Words each once, whatever their case, in their order."""
    found: dict[str, str] = {}
    for value in values:
        if text := line(value, 200):
            found.setdefault(text.casefold(), text)
    return tuple(found.values())


def themes(values: Iterable[Any]) -> tuple[str, ...]:
    """Codes of the EU's list instead of its addresses; everything else as stated."""
    return words(value.removeprefix(EU) if isinstance(value, str) else value for value in values)


def text(value: Any, longest: int = LONGEST) -> Text | None:
    """A text, or texts by language: German first, else the first one there is; None where there is none."""
    if isinstance(value, str):
        value = {"": value}
    if not isinstance(value, dict):
        return None
    said = {str(code)[:2].lower(): plain(one)[:longest] for code, one in value.items() if isinstance(one, str) and one.strip()}
    first = said.get("de") or said.get("") or said.get("en") or next(iter(said.values()), "")
    return Text(de=first, en=said.get("en", "") if said.get("en") != first else "") if first else None
