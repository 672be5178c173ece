"""Numbers, sums of money and dates as people read them in the language that is spoken."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime
from babel.numbers import format_compact_currency, format_currency, format_decimal, format_percent

from portal.language import spoken

Number = int | float | Decimal
MILLION = 1_000_000
LONGEST = {4: "yyyy", 7: "MMMM yyyy"}


def _locale() -> str:
    return "en_GB" if spoken() == "en" else "de"


def format_number(value: Number | None, places: int | None = None) -> str:
    """``1.234,5``; with ``places`` exactly that many decimals; a dash where there is no value."""
    if value is None:
        return "–"
    pattern = "#,##0.###" if places is None else "#,##0" + ("." + "0" * places if places else "")
    return format_decimal(value, format=pattern, locale=_locale())


def format_share(value: Number | None) -> str:
    """A share from 0 to 1 as whole per cent."""
    return "–" if value is None else format_percent(value, locale=_locale())


def format_euro(value: Number | None, currency: str = "EUR") -> str:
    """``1.234.567 €``; cents only where there are some."""
    if value is None:
        return "–"
    whole = value == int(value)
    digits = "#,##0" if whole else "#,##0.00"
    pattern = f"¤{digits}" if _locale() == "en_GB" else f"{digits} ¤"
    return format_currency(value, currency, format=pattern, currency_digits=False, locale=_locale())


def format_euro_short(value: Number | None, currency: str = "EUR") -> str:
    """``39,9 Mio. €``: for headlines, beside which the exact sum stands."""
    if value is None:
        return "–"
    if -MILLION < value < MILLION:
        return format_euro(value, currency)
    return format_compact_currency(value, currency, format_type="short", fraction_digits=1, locale=_locale())


def format_date(value: dt.date | dt.datetime | str | None) -> str:
    """``7. September 2020``; texts of a year or a month stay as inexact as they are."""
    if not value:
        return "–"
    if isinstance(value, str):
        shape = LONGEST.get(len(value))
        try:
            day = dt.date.fromisoformat((value + "-01-01")[:10])
        except ValueError:
            return value
        return babel_date(day, shape or "long", locale=_locale())
    return babel_date(value, "long", locale=_locale())


def format_moment(value: dt.datetime, zone: str) -> str:
    """``28. November 2026, 01:35``, by the clock of a time zone."""
    return babel_datetime(value, "d. MMMM yyyy, HH:mm" if _locale() == "de" else "d MMMM yyyy, HH:mm", ZoneInfo(zone), _locale())


def format_bytes(value: int | None) -> str:
    """``1,2 MB`` in steps of 1,000."""
    if value is None:
        return "–"
    size, unit = float(value), "B"
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            break
        size /= 1000
    return f"{format_number(round(size, 1 if unit != 'B' and size < 100 else 0))} {unit}"
