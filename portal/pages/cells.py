"""Cells of a table as people read them, and what people type into a filter as the datastore reads it."""

import datetime as dt
import re

from datasets.formats.cells import Value, plain
from datasets.records import Column
from portal.language import gettext as _
from portal.language import spoken

LONGEST = 150
GERMAN_NUMBER = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")
GERMAN_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
NUMBERS = frozenset({"integer", "number"})
SWAP = str.maketrans(",.", ".,")


def shown(column: Column, value: Value) -> str:
    """One cell: numbers and days in the language that is spoken, long texts cut; an empty cell is empty."""
    if value is None:
        return ""
    if column.type in NUMBERS and isinstance(value, int | float):
        return _number(value)
    if column.type == "boolean":
        return _("ja") if value else _("nein")
    if column.type in {"date", "datetime"}:
        return _moment(str(value), column.type == "date")
    text = str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def typed(column: Column, text: str) -> str:
    """What a person typed: ``1.234,50`` is 1234.50 in a column of numbers, ``31.5.2026`` is 2026-05-31 in one of days."""
    text = text.strip()
    if column.type in NUMBERS and spoken() != "en" and GERMAN_NUMBER.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if column.type in {"date", "datetime"} and (found := GERMAN_DAY.fullmatch(text)):
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    return text


def _number(value: float) -> str:
    """All its digits, whole ones in groups of three."""
    whole, _point, rest = plain(value).partition(".")
    text = f"{int(whole):,}" if whole not in {"-0", "0"} else whole
    text = f"{text}.{rest}" if rest else text
    return text if spoken() == "en" else text.translate(SWAP)


def _moment(text: str, is_day: bool) -> str:
    try:
        when = dt.date.fromisoformat(text) if is_day else dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    day = "%-d %b %Y" if spoken() == "en" else "%d.%m.%Y"
    return when.strftime(day if is_day else f"{day}, %H:%M")
