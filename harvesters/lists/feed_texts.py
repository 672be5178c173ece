"""Texts and dates of news feeds: HTML taken out, paywalls cut, short; dates as mail, ISO or a slashed form writes them."""

import datetime as dt
import html
import re
from email.utils import parsedate_to_datetime

from harvesters.reading.cells import Unreadable

LONGEST = 300
"""Letters of a summary, the sign of its cut with them."""
_HIDDEN = re.compile(r"<(script|style|noscript|iframe)\b.*?(</\1\s*>|\Z)|<!--.*?(-->|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<![^<>]*>")
_CUT_TAG = re.compile(r"<[a-zA-Z/!][^<>]*\Z")
_BLOCK = re.compile(r"<(?:/?(?:p|div|li|ul|ol|h\d|tr|td|blockquote|figure|figcaption)|br)\b[^<>]*>", re.IGNORECASE)
_WALL = re.compile(r"_{2,}\w*paywall\w*|\[\s*paywall\s*\]", re.IGNORECASE)
_TAIL = re.compile(
    r"\s*(?:\[(?:…|\.\.\.|read more|weiterlesen)\]"
    r"|(?:Der Beitrag|The post) .{1,300}? (?:erschien zuerst auf|appeared first on) .{1,200})\s*\Z",
    re.IGNORECASE | re.DOTALL,
)
_SLASHED = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_YEARS = range(1990, 2101)


def plain(text: str) -> str:
    """A text without HTML, paywall marks and what stands behind them, in one line.

    >>> plain("<p>Neue &amp; alte Wege</p><p>am Hafen ___STEADY_PAYWALL___ geheim</p>")
    'Neue & alte Wege am Hafen'
    """
    bare = _CUT_TAG.sub("", _TAG.sub("", _BLOCK.sub(" ", _HIDDEN.sub(" ", text))))
    shown = " ".join(html.unescape(bare).replace("\u200b", "").split())
    shown = shown[: wall.start()] if (wall := _WALL.search(shown)) else shown
    return _TAIL.sub("", shown).strip()


def shortened(text: str) -> str:
    """At most LONGEST letters, cut between words."""
    if len(text) <= LONGEST:
        return text
    head = text[: LONGEST - 1]
    return (head.rpartition(" ")[0] or head).rstrip(" ,;:–-") + "…"


def published(said: str) -> dt.datetime | dt.date | None:
    """When an entry was published, no more exact than the source; None where it says nothing. Raises Unreadable.

    >>> str(published("Fri, 24 May 2019 00:00:00 -0700")), str(published("2020/1/10 14:33:00")), str(published("2019-08-14"))
    ('2019-05-24 00:00:00-07:00', '2020-01-10 14:33:00', '2019-08-14')
    """
    text = " ".join(said.split())
    if not text:
        return None
    found = _iso(text) or _slashed(text) or _mail(text)
    if found is None or found.year not in _YEARS:
        raise Unreadable("no date")
    return found


def _iso(text: str) -> dt.datetime | dt.date | None:
    try:
        return dt.date.fromisoformat(text) if len(text) == 10 else dt.datetime.fromisoformat(text)
    except ValueError:
        return None


def _slashed(text: str) -> dt.datetime | dt.date | None:
    if not (found := _SLASHED.fullmatch(text)):
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        whole = dt.datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  # the source gives no zone
    except ValueError:
        return None
    return whole if found[4] else whole.date()


def _mail(text: str) -> dt.datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
