"""Dates in every notation; whether day or month stands first between slashes is decided by looking at a whole column."""

import datetime as dt
import re
from collections import Counter
from typing import Literal

from harvesters.reading.cells import Unreadable, is_missing
from harvesters.reading.grid import RawCell

Shape = Literal["", "full", "partial", "day_first", "month_first"]
Votes = Counter[Shape]
"""How often each shape of a date was seen in a column."""

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_DOTS = re.compile(r"(\d{1,2})\s?\.\s?(\d{1,2})\s?\.\s?(\d{4}|\d{2})(?:[T ,]+\d{1,2}:\d{2}(?::\d{2})?)?")
_SLASHES = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})(?: \d{1,2}:\d{2}(?::\d{2})?)?")
_MONTH = re.compile(r"(\d{1,2})[/.-](\d{4})")
_MONTH_ISO = re.compile(r"(\d{4})[/-](\d{1,2})")
_YEAR = re.compile(r"(\d{4})(?:\.0)?")
_WORDS = re.compile(r"(?:(\d{1,2})\.?\s+)?([A-Za-zäÄ]{3,9})\.?\s+'?(\d{4}|\d{2})")
_NAMES = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_OTHER_NAMES = {"mrz": 3, "mar": 3, "mae": 3, "may": 5, "oct": 10, "dec": 12}
_FIRST_YEAR, _LAST_YEAR = 1945, 2100
_SERIALS = (20_000, 80_000)
"""Excel's day numbers from 1954 to 2119."""
_PIVOT = 70
"""Years of two digits below this are after 2000."""


def shape(raw: RawCell) -> Shape:
    """What one cell says about its column: a full date, no more than month or year, or an order of day and month."""
    if not isinstance(raw, str) or is_missing(raw):
        return "" if is_missing(raw) else "partial" if _is_year(raw) else "full"
    if slashed := _SLASHES.fullmatch(raw.strip()):
        first, second = int(slashed[1]), int(slashed[3])
        return "month_first" if second > 12 else "day_first" if first > 12 else ""
    text = raw.strip()
    return "partial" if any(one.fullmatch(text) for one in (_MONTH, _MONTH_ISO, _YEAR)) else "full"


def _is_year(raw: RawCell) -> bool:
    return isinstance(raw, int | float) and _FIRST_YEAR <= raw <= _LAST_YEAR and raw == int(raw)


def is_month_first(votes: Votes) -> bool:
    """Whether a column writes 12/17/2015. Without evidence the day stands first, as everywhere in Germany."""
    return votes["month_first"] > votes["day_first"]


def date(raw: RawCell, month_first: bool = False) -> dt.date | str | None:
    """The date in a cell, None where it is empty; ``2015`` or ``2015-06`` where it says no more. Raises Unreadable.

    >>> str(date("17.12.2015")), str(date("12/17/2015", True)), str(date(42355)), date("06/2015"), date("2012")
    ('2015-12-17', '2015-12-17', '2015-12-17', '2015-06', '2012')
    """
    if is_missing(raw):
        return None
    if isinstance(raw, dt.datetime):
        return raw.date()
    if isinstance(raw, dt.date):
        return raw
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _number(raw)
    if not isinstance(raw, str):
        raise Unreadable("no date")
    return _text(" ".join(raw.split()).rstrip("*"), month_first)


def _number(value: float) -> dt.date | str:
    if _is_year(value):
        return str(int(value))
    if _SERIALS[0] <= value <= _SERIALS[1]:
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(value))
    raise Unreadable("no date")


def _text(text: str, month_first: bool) -> dt.date | str:
    if found := _ISO.fullmatch(text):
        return _day(found[1], found[2], found[3])
    if found := _DOTS.fullmatch(text):
        return _day(found[3], found[2], found[1])
    if found := _SLASHES.fullmatch(text):
        day, month = (found[3], found[1]) if month_first else (found[1], found[3])
        return _day(found[4], month, day)
    if found := _MONTH.fullmatch(text):
        return _month(found[2], found[1])
    if found := _MONTH_ISO.fullmatch(text):
        return _month(found[1], found[2])
    if found := _WORDS.fullmatch(text):
        return _named(found[1], found[2], found[3])
    return _bare(text)


def _bare(text: str) -> dt.date | str:
    try:
        return _number(float(text))
    except ValueError:
        raise Unreadable("no date") from None


def _named(day: str | None, name: str, year: str) -> dt.date | str:
    start = name.casefold()[:3]
    month = _NAMES.index(start) + 1 if start in _NAMES else _OTHER_NAMES.get(start)
    if month is None:
        raise Unreadable("no date")
    return _day(year, str(month), day) if day else _month(year, str(month))


def _day(year: str, month: str, day: str) -> dt.date:
    try:
        found = dt.date(_full(year), int(month), int(day))
    except ValueError:
        raise Unreadable("a day that does not exist") from None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise Unreadable("a year out of reach")
    return found


def _month(year: str, month: str) -> str:
    return _day(year, month, "1").isoformat()[:7]


def _full(year: str) -> int:
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number < _PIVOT else 1900)
