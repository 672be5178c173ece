"""The newest file that an overview page links, told by the date in its name or its words."""

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree, html

from datasets.city import Listed
from datasets.errors import SourceChanged
from harvesters.pages import text_of
from harvesters.source import Step, Walk

KINDS = (".xlsx", ".csv", ".xls", ".json", ".ods")
"""Kinds of files that are read, the one to be taken of several with the same date first."""
SECONDS = 900.0
_MONTHS = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_WRITTEN = re.compile(r"(?<!\d)(\d{1,2})[._-](\d{1,2})[._-](20\d\d)(?!\d)")
_ISO = re.compile(r"(?<!\d)(20\d\d)[._-]?(0[1-9]|1[0-2])[._-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_SHORT = re.compile(r"(?<!\d)(\d\d)[._-]?(0[1-9]|1[0-2])[._-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_NAMED = re.compile(rf"\b(?:(\d{{1,2}})\.?\s+)?({'|'.join(_MONTHS)})[a-zä]*\.?[\s_-]+(20\d\d)", re.IGNORECASE)
_MONTH = re.compile(r"(?<![\d.])(0[1-9]|1[0-2])[./_-](20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a file: its address, its words, and the day that they name."""

    url: str
    words: str
    day: dt.date | None


def walk(listed: Listed) -> Walk:
    """The overview page, then the newest file that it links."""
    page = yield Step(listed.url, seconds=120.0)
    yield Step(newest(page.url, page.body, listed.pick), keep=True, found=True, seconds=SECONDS)
    return None


def newest(url: str, body: bytes, pick: str = "") -> str:
    """The address of the newest file on a page; ``pick`` is a pattern that its address or words hold.

    Raises SourceChanged where there is none, or nothing says which of several is the newest.
    """
    found = [one for one in links(url, body) if re.search(pick, f"{unquote(one.url)} {one.words}", re.IGNORECASE)]
    wanted = f" that fits {pick!r}" if pick else ""
    if not found:
        raise SourceChanged(f"{url} links no file ({', '.join(KINDS)}){wanted}; look at what the page shows now.")
    days = {one.day for one in found if one.day}
    latest = [one for one in found if one.day == max(days)] if days else found
    best = sorted({one.url for one in latest}, key=_rank)
    if len(best) > 1 and _rank(best[0]) == _rank(best[1]):
        raise SourceChanged(
            f"{url} links {len(best)} files{wanted} of which none is the newest: {', '.join(best[:4])}; say by `pick` which it is."
        )
    return best[0]


def links(url: str, body: bytes) -> list[Link]:
    """Every link to a file of a known kind. Raises SourceChanged for what is no web page."""
    try:
        root = html.document_fromstring(re.sub(r"\A\s*<\?xml[^>]*\?>", "", text_of(body)))
    except (etree.ParserError, ValueError):
        raise SourceChanged(f"{url} is no web page; the overview of the lists is expected there.") from None
    base = urljoin(url, next(iter(root.xpath("//base/@href")), ""))
    found = []
    for anchor in root.iterfind(".//a[@href]"):
        there = urljoin(base, anchor.get("href", "").strip())
        if urlsplit(there).scheme in {"http", "https"} and _rank(there) < len(KINDS):
            words = " ".join(f"{anchor.text_content()} {anchor.get('title', '')}".split())
            found.append(Link(there, words, day_of(urlsplit(there).path.rpartition("/")[2]) or day_of(words)))
    return found


def _rank(url: str) -> int:
    path = urlsplit(url).path.casefold()
    return next((at for at, kind in enumerate(KINDS) if path.endswith(kind)), len(KINDS))


def day_of(text: str) -> dt.date | None:
    """The latest day that a text names, a month by its last day; None where it names none.

    >>> str(day_of("Liste_Stand_31.01.2026.xlsx")), str(day_of("160630_liste.csv")), str(day_of("Stand: März 2026"))
    ('2026-01-31', '2016-06-30', '2026-03-31')
    """
    text = unquote(text)
    days = [_day(year, month, day) for day, month, year in _WRITTEN.findall(text)]
    days += [_day(year, month, day) for year, month, day in _ISO.findall(text)]
    days += [_day(year, str(_MONTHS.index(name.casefold()) + 1), day) for day, name, year in _NAMED.findall(text)]
    days += [] if any(days) else [_day(year, month, "") for month, year in _MONTH.findall(text)]
    days += [] if any(days) else [_day(f"20{year}", month, day) for year, month, day in _SHORT.findall(text)]
    return max((one for one in days if one), default=None)


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        start = dt.date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
    return start if day else (start + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
