"""Sums of money in every notation; which sign parts the cents is decided by looking at a whole column."""

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from harvesters.reading.cells import Unreadable, is_missing
from harvesters.reading.grid import RawCell

Shape = Literal["", "point_decimal", "comma_decimal", "point_group", "comma_group", "point_open", "comma_open"]
Votes = Counter[Shape]
"""How often each shape of a number was seen in a column."""

_MARKS = re.compile(r"(?:\*|\(?\b\d\)|[¹²³]|\s)+$")
_EURO = r"(?:€|euros?\b|eur\b)"
_UNITS = {"mrd": 10**9, "milliarden": 10**9, "mio": 10**6, "millionen": 10**6, "m": 10**6, "tsd": 1000, "tausend": 1000, "t": 1000}
_UNIT = rf"(?:(mrd|milliarden|mio|millionen|tsd|tausend)\b\.?\s*{_EURO}?|(m|t)\s?{_EURO}|{_EURO})"
_BEFORE = re.compile(rf"^['’`]?{_UNIT}\s*(?=[\d+−-])", re.IGNORECASE)
_BEHIND = re.compile(rf"(?<=[\d.,–—-])\s*{_UNIT}$", re.IGNORECASE)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[\s'’`]\d{3})+(?:[.,]\d*)?(?:[-–—]+)?")
_BLANKS = re.compile(r"[\s'’`]")
_DASHES = re.compile(r"[.,][-–—]+$")
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]{0,40}")
MOST = Decimal(10) ** 15
"""No sum of money in a list is as big; it also holds off infinity and what is none."""
_FEW = 3
"""Digits before the sign of a number that lost the zeros at its end: 158,87 for 158,870."""


@dataclass(frozen=True, slots=True)
class Notation:
    """How a column writes sums: whether point and comma part thousands.

    ``lossy`` are signs that part thousands in a column that never writes cents: 158,87 there is 158,870 without its zero.
    """

    point_groups: bool = True
    comma_groups: bool = False
    lossy: str = ""
    factor: int = 1


def shapes(raw: RawCell) -> tuple[Shape, ...]:
    """What one cell says about the notation of its column.

    ``group`` and ``decimal`` are certain; ``open`` is one sign before exactly three digits, which may be either.
    """
    if not isinstance(raw, str) or is_missing(raw):
        return ()
    core, _ = _core(raw)
    points, commas = core.count("."), core.count(",")
    if points and commas:
        return ("point_group", "comma_decimal") if core.rfind(",") > core.rfind(".") else ("comma_group", "point_decimal")
    return (_single(core, ".", points), _single(core, ",", commas)) if points or commas else ()


def _single(core: str, sign: Literal[".", ","], times: int) -> Shape:
    if not times:
        return ""
    kind: Shape
    if times > 1:
        kind = "point_group" if sign == "." else "comma_group"
    elif _is_open(core, sign):
        kind = "point_open" if sign == "." else "comma_open"
    else:
        kind = "point_decimal" if sign == "." else "comma_decimal"
    return kind


def _is_open(core: str, sign: str) -> bool:
    head, _, tail = core.lstrip("+-").partition(sign)
    return len(tail) == 3 and 0 < len(head) <= 3 and head.strip("0") != ""


def notation_of(votes: Votes, header: str = "") -> Notation:
    """The notation of a column; ``header`` may say that its sums are in thousands or millions.

    Money has two decimals or none, so three digits after a sign are thousands unless most cells of the column say that
    this sign parts cents.
    """
    point = votes["point_decimal"] > votes["point_group"] + votes["point_open"]
    comma = votes["comma_decimal"] > votes["comma_group"] + votes["comma_open"]
    no_cents = not point and not votes["comma_decimal"] and votes["point_group"] + votes["point_open"] > 0
    no_points = not comma and not votes["point_decimal"] and votes["comma_group"] + votes["comma_open"] > 0
    return Notation(not point, not comma, "." * no_cents + "," * no_points, _factor(header))


def _factor(header: str) -> int:
    text = header.casefold()
    if re.search(r"\bt€|\bteur\b|\btsd\b|in tausend|in thousand", text):
        return 1000
    return 1_000_000 if re.search(r"\bmio\b|in millionen|\bmeur\b|in million", text) else 1


def amount(raw: RawCell, notation: Notation = Notation()) -> Decimal | None:
    """The sum in a cell, None where the cell is empty. Raises Unreadable for what is no sum.

    >>> str(amount("172.306 €")), str(amount("€ 833851.95")), str(amount("4,156.00")), str(amount("1 234,50"))
    ('172306', '833851.95', '4156.00', '1234.50')
    >>> str(amount("12,5 Mio. €")), str(amount("400 T€"))
    ('12500000.0', '400000')
    """
    if is_missing(raw):
        return None
    if isinstance(raw, str):
        core, own = _core(raw)
        return _scaled(_parse(core, notation), own or notation.factor)
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        what = "a date" if isinstance(raw, dt.date) else "no number"
        raise Unreadable(f"{what} instead of a sum")
    return _scaled(_plain(raw), notation.factor)


def _scaled(value: Decimal, factor: int) -> Decimal:
    if not abs(value) < MOST:
        raise Unreadable("a sum out of reach")
    return value if factor == 1 else value * factor


def _plain(number: float) -> Decimal:
    # Four decimals keep every real sum and drop the noise of binary fractions.
    if not abs(number) < MOST:
        raise Unreadable("a sum out of reach")
    value = Decimal(repr(round(number, 4)))
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _core(text: str) -> tuple[str, int]:
    """The figure without currency, marks of footnotes and blanks between thousands, and the factor that its own unit means, else 0.

    Blanks elsewhere stay, so that two sums in one cell never become one.
    """
    core, factor = _MARKS.sub("", text.replace("\u00a0", " ").replace("\u202f", " ").strip()), 0
    for pattern in (_BEFORE, _BEHIND):
        if found := pattern.search(core):
            factor = _UNITS.get((found[1] or found[2] or "").lower(), factor)
            core = core[: found.start()] + core[found.end() :]
    core = core.strip().replace("−", "-").lstrip("'’`")
    return _DASHES.sub("", _BLANKS.sub("", core) if _GROUPED.fullmatch(core) else core), factor


def _parse(core: str, notation: Notation) -> Decimal:
    if not _NUMBER.fullmatch(core):
        raise Unreadable("no number")
    points, commas = core.count("."), core.count(",")
    if points and commas:
        cut = max(core.rfind("."), core.rfind(","))
        return _joined(core[:cut], core[cut + 1 :])
    if not points and not commas:
        return Decimal(core)
    sign, groups = (".", notation.point_groups) if points else (",", notation.comma_groups)
    head, _, tail = core.partition(sign)
    if points + commas > 1 or (groups and _is_open(core, sign)):
        return _joined(core, "")
    if sign in notation.lossy and 0 < len(tail) < 3 and len(head.lstrip("+-")) <= _FEW:
        raise Unreadable(f"{sign!r} parts thousands in this column, so zeros may be lost here")
    return _joined(head, tail)


def _joined(whole: str, cents: str) -> Decimal:
    if not cents.isdigit() and cents:
        raise Unreadable("two signs for cents")
    groups = re.split(r"[.,]", whole.lstrip("+-"))
    if any(len(group) != 3 for group in groups[1:]) or (len(groups) > 1 and len(groups[0]) > 3):
        raise Unreadable("thousands are not in groups of three")
    return Decimal(whole.replace(".", "").replace(",", "") + (f".{cents}" if cents else ""))
