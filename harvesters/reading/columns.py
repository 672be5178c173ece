"""Known columns of a table by their headers, the data dictionary's entry for each, and how their cells are read."""

import datetime as dt
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from datasets.records import Cell, Column, ColumnType, Text
from harvesters.reading import cells, dates
from harvesters.reading.amounts import MOST, Notation, amount
from harvesters.reading.cells import Unreadable
from harvesters.reading.grid import RawCell
from harvesters.reading.headers import fold
from harvesters.reading.tables import Line, Table
from harvesters.source import Remark

Kind = Literal["text", "line", "amount", "english_amount", "number", "integer", "date", "partial", "datetime", "boolean", "rate"]
"""How a column is read; ``partial`` are dates that may be no more than a year or month, ``english_amount`` sums as 1,234.50."""

POINT_OR_COMMA = Notation(point_groups=False, comma_groups=False)
"""Sums without signs for thousands: a point or comma parts the cents."""
ENGLISH = Notation(point_groups=False, comma_groups=True)
_USUAL = re.compile(r"[0-9]{1,12}(?:[.,][0-9]{1,2})?")
_EXPONENT = re.compile(r"[+-]?\d(?:[.,]\d+)?[eE][+-]?\d{1,2}")
_TYPES: dict[Kind, ColumnType] = {
    "amount": "number",
    "english_amount": "number",
    "number": "number",
    "rate": "number",
    "integer": "integer",
    "date": "date",
    "datetime": "datetime",
    "boolean": "boolean",
}
_LONGEST_NAME = 58


@dataclass(frozen=True, slots=True)
class Known:
    """A column of a source: its machine name, its header, how it is read, and what it means in German and English."""

    name: str
    header: str
    kind: Kind
    de: str
    en: str
    more: tuple[str, ...] = ()
    """Other headers that it has had."""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose columns have names: where each stands, and how it is read."""

    table: Table
    places: dict[str, int]
    columns: tuple[Column, ...]
    readers: dict[str, tuple[int, Callable[[RawCell], Cell]]]

    def values(self, line: Line) -> tuple[dict[str, Cell], list[Remark]]:
        """The cells of a row by column; what cannot be read is empty, with a remark."""
        found: dict[str, Cell] = {}
        remarks: list[Remark] = []
        row, width = line.cells, len(line.cells)
        for name, (at, reader) in self.readers.items():
            raw = row[at] if at < width else None
            if raw is None or raw == "":
                found[name] = None
                continue
            try:
                found[name] = reader(raw)
            except Unreadable as error:
                found[name] = None
                remarks.append(Remark(line.number, name, f"{error}; left empty", str(raw)[:200]))
        return found, remarks

    def raw(self, line: Line, name: str) -> RawCell:
        """The raw cell of a column, None where the row does not reach it."""
        at = self.places[name]
        return line.cells[at] if at < len(line.cells) else None

    def labelled(self, line: Line) -> dict[str, str]:
        """The filled cells of a row by header, as the source gave them."""
        shown = {self.table.headers[at]: cells.text(self.raw(line, name)) for name, at in self.places.items()}
        return {header: text for header, text in shown.items() if text}


def grid_of(table: Table, known: Sequence[Known], label: Callable[[str], str] = str) -> Grid:
    """Finds the known columns by their headers, whatever their case and blanks; the others keep a name made of theirs.

    ``label`` brings a header to the form in which the known ones are written.
    """
    by_header = {_plain(header): one for one in known for header in (one.header, *one.more)}
    places: dict[str, int] = {}
    named: dict[str, Known] = {}
    for at, text in enumerate(table.headers):
        one = by_header.get(_plain(label(text)))
        if one and one.name not in places:
            places[one.name], named[one.name] = at, one
    for at, text in enumerate(table.headers):
        if text.strip() and at not in places.values():
            places[_unused(text, {*places, *(one.name for one in known)})] = at
    ordered = {name: places[name] for name in (*(one.name for one in known), *places) if name in places}
    columns = tuple(column_of(name, table.headers[at], named.get(name)) for name, at in ordered.items())
    return Grid(
        table, ordered, columns, {name: (at, reader_of(named[name].kind if name in named else "text")) for name, at in ordered.items()}
    )


def column_of(name: str, header: str, known: Known | None) -> Column:
    """The data dictionary's entry; an unknown column keeps its header as title."""
    if known is None:
        shown = " ".join(header.split())[:200]
        about = Text(de="Spalte der Quelle, unverändert übernommen.", en="Column of the source, kept as it is.")
        return Column(name=name, title=Text(de=shown, en=shown), description=about, source_name=header)
    title = Text(de=_short(known.de), en=_short(known.en))
    description = Text(de=f"{known.de}.", en=f"{known.en}.")
    return Column(
        name=name, type=_TYPES.get(known.kind, "string"), title=title, description=description, unit=known.unit, source_name=header
    )


def _short(text: str) -> str:
    return re.split(r"[;(]", text)[0].strip()


def _plain(header: str) -> str:
    return "".join(header.replace("\ufeff", "").split()).casefold()


def _unused(header: str, taken: Iterable[str]) -> str:
    slug = fold(header).replace(" ", "_")[:_LONGEST_NAME].strip("_") or "column"
    name = f"_{slug}" if slug[0].isdigit() else slug
    names = itertools.chain([name], (f"{name}_{number}" for number in itertools.count(2)))
    return next(one for one in names if one not in set(taken) | {"_id", "_key", "_hash"})


def identifies(grid: Grid, names: Sequence[str]) -> bool:
    """Whether each row has cells of its own in these columns. Reads the table once."""
    if not all(name in grid.places for name in names):
        return False
    seen = Counter(tuple(cells.line(grid.raw(line, name)) for name in names) for line in grid.table.lines())
    return bool(seen) and all(times == 1 and all(key) for key, times in seen.items())


def reader_of(kind: Kind) -> Callable[[RawCell], Cell]:
    """How a cell of this kind is read."""
    readers: dict[Kind, Callable[[RawCell], Cell]] = {
        "text": cells.text,
        "line": cells.line,
        "amount": _amount,
        "english_amount": _english_amount,
        "number": _number,
        "rate": cells.rate,
        "integer": _integer,
        "date": _date,
        "partial": _partial,
        "datetime": _datetime,
        "boolean": _boolean,
    }
    return readers[kind]


def _amount(raw: RawCell) -> Decimal | None:
    if isinstance(raw, str) and _USUAL.fullmatch(raw):
        return Decimal(raw.replace(",", "."))
    if isinstance(raw, str) and _EXPONENT.fullmatch(raw.strip()):
        value = Decimal(raw.strip().replace(",", "."))
        if abs(value) >= MOST:
            raise Unreadable("a sum out of reach")
        return value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    return amount(raw, POINT_OR_COMMA)


def _english_amount(raw: RawCell) -> Decimal | None:
    # The currency has a column of its own; its sign in a cell says nothing new.
    return amount(raw.strip().lstrip("£$€").rstrip("£$€") if isinstance(raw, str) else raw, ENGLISH)


def _number(raw: RawCell) -> Decimal | None:
    """A measure, as a latitude: all its decimals are kept."""
    if cells.is_missing(raw):
        return None
    try:
        value = Decimal(repr(raw) if isinstance(raw, float) else str(raw).strip().replace(",", "."))
    except InvalidOperation:
        raise Unreadable("no number") from None
    if not value.is_finite() or abs(value) >= MOST or isinstance(raw, bool):
        raise Unreadable("no number")
    return value


def _integer(raw: RawCell) -> int | None:
    shown = cells.line(raw)
    if shown is None:
        return None
    try:
        value = Decimal(shown)
    except InvalidOperation:
        raise Unreadable("no whole number") from None
    if not value.is_finite() or value != value.to_integral_value() or abs(value) >= MOST:
        raise Unreadable("no whole number")
    return int(value)


def _date(raw: RawCell) -> dt.date | None:
    found = dates.date(raw)
    if isinstance(found, str):
        raise Unreadable("no full date")
    return found


def _partial(raw: RawCell) -> str | None:
    found = dates.date(raw)
    return str(found) if found else None


def _datetime(raw: RawCell) -> dt.datetime | None:
    if isinstance(raw, dt.datetime) or cells.is_missing(raw):
        return raw if isinstance(raw, dt.datetime) else None
    try:
        return dt.datetime.fromisoformat(str(raw).strip())
    except ValueError:
        raise Unreadable("no date with a time") from None


def _boolean(raw: RawCell) -> bool | None:
    if isinstance(raw, bool) or cells.is_missing(raw):
        return raw if isinstance(raw, bool) else None
    said = {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False}.get(str(raw).strip().casefold())
    if said is None:
        raise Unreadable("neither yes nor no")
    return said
