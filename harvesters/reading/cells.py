"""Single cells: text, rates, years, postcodes and keys of places, as sources write them."""

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

from harvesters.reading.grid import RawCell

MISSING = frozenset(
    {"", "-", "--", "–", "—", "/", ".", "k.a.", "k. a.", "ka", "n.a.", "n. a.", "n/a", "na", "n.v.", "o.a.", "keine angabe"}
    | {"keine angaben", "entfällt", "nicht bekannt", "unbekannt", "offen", "#nv", "#n/a", "#wert!", "#value!", "nan", "none", "null", "nil"}
)
"""What sources write for nothing, in lower case."""
_RATE = re.compile(r"([\d.,]+)\s*(%|prozent|v\.\s?h\.)?\s*(?:\(?\d?\)?|[*¹²³]+)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\ufeff\u00ad]")


class Unreadable(ValueError):
    """Raised where a cell is not what its column holds; the message says why."""


def is_missing(raw: RawCell) -> bool:
    """Whether a cell says that there is nothing."""
    return raw is None or (isinstance(raw, str) and (raw.strip().casefold() in MISSING))


def text(raw: RawCell) -> str | None:
    """A cell as text with its line breaks; None where it is empty."""
    if not isinstance(raw, str):
        return None if raw is None else _shown(raw)
    if raw.isprintable() and "_x000D_" not in raw:
        return " ".join(raw.split()) or None
    plain = raw.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(" ".join(one.split()) for one in _CONTROL.sub("", plain).split("\n")).strip() or None


def line(raw: RawCell) -> str | None:
    """A cell as text in one line; None where it is empty."""
    found = text(raw)
    return " ".join(found.split()) if found and "\n" in found else found


def _shown(raw: float | bool | dt.date | dt.time | dt.timedelta) -> str:
    if isinstance(raw, bool):
        return "ja" if raw else "nein"
    if isinstance(raw, dt.datetime) and raw.time() == dt.time():
        return raw.date().isoformat()
    if isinstance(raw, dt.date | dt.time):
        return raw.isoformat()
    return str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw)


def rate(raw: RawCell) -> Decimal | None:
    """A share in percent: ``0.6012``, ``33,33%``, ``25%*`` and ``50`` are 60.12, 33.33, 25 and 50. Raises Unreadable."""
    if is_missing(raw):
        return None
    if isinstance(raw, str):
        found = _RATE.fullmatch(raw.strip())
        if not found:
            raise Unreadable("no rate")
        return _percent(found[1].replace(",", "."), is_percent=found[2] is not None)
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise Unreadable("no rate")
    return _percent(repr(raw), is_percent=False)


def _percent(number: str, is_percent: bool) -> Decimal:
    try:
        value = Decimal(number)
    except InvalidOperation:
        raise Unreadable("no rate") from None
    value = value if is_percent or value > 1 else value * 100
    if not 0 <= value <= 100:
        raise Unreadable("a rate above 100 %")
    rounded = round(value, 4).normalize()
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded


def year(raw: RawCell) -> int | None:
    """A year; None where the cell is empty. Raises Unreadable for several years or anything else."""
    if is_missing(raw):
        return None
    shown = line(raw) or ""
    if not re.fullmatch(r"(19|20)\d\d", shown):
        raise Unreadable("no single year")
    return int(shown)


def postcode(raw: RawCell) -> str | None:
    """A postcode with its leading zero, which spreadsheets lose; text around it stays. ``44135.0`` is 44135."""
    shown = line(raw)
    if shown and shown.endswith(".0") and shown[:-2].isdigit():
        shown = shown[:-2]
    return shown.zfill(5) if shown and shown.isdigit() and len(shown) == 4 else shown


def key(raw: RawCell) -> str | None:
    """An official key of a place with its leading zero, which spreadsheets lose; other text stays."""
    shown = line(raw)
    if shown and shown.endswith(".0") and shown[:-2].isdigit():
        shown = shown[:-2]
    return "0" + shown if shown and shown.isdigit() and len(shown) in {7, 9, 11} else shown
