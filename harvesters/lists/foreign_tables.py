"""A table of another portal as a dataset of our own: its columns typed by what is in them, its districts by name or by a given table."""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from datasets.city import City, Listed
from datasets.errors import SourceChanged
from datasets.records import Cell, Column, ColumnType, DatasetRecord, Text
from harvesters.reading import stated
from harvesters.reading.headers import fold
from harvesters.source import Ask, Listing, Parsed, Remark, Row

Record = Mapping[str, Any]
DISTRICT = "district"
_IGNORED = frozenset({"_id", "_full_text", "rank"})
"""What portals add to a record that is no part of the table."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*")
_ABOUT = Text(
    de="Eine Tabelle aus {portal}, mit allen Zeilen und Spalten, wie sie dort steht.",
    en="A table of {portal}, with every row and column as it stands there.",
)


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the table: its name there, its name here, and what its cells are."""

    source: str
    column: Column


def listing(records: Callable[[], Iterator[tuple[int, Record]]], ask: Ask, promised: int | None = None) -> Listing:
    """The dataset of a table; ``records()`` gives line and record, anew each time. Raises SourceChanged for an empty one."""
    listed = next((one for one in ask.city.lists if one.slug == ask.slug), None)
    fields = _fields(records)
    if not fields:
        raise SourceChanged("The table has no columns; look at what the portal shows now.")
    districts = _Districts(ask.city, listed) if listed and listed.district else None
    columns = tuple(field.column for field in fields)
    if districts:
        columns += (_column(DISTRICT, DISTRICT, "string", Text(de="Stadtbezirk", en="District")),)
    return Listing(_rows(records, fields, districts), _dataset(columns, listed, ask), promised)


def _fields(records: Callable[[], Iterator[tuple[int, Record]]]) -> list[Field]:
    kinds: dict[str, set[str]] = {}
    for _, record in records():
        for name, value in record.items():
            if name not in _IGNORED:
                kinds.setdefault(name, set()).update([] if value in (None, "") else [_kind(value)])
    taken: set[str] = {DISTRICT}
    return [Field(name, _column(_name(name, taken), name, _type(found))) for name, found in kinds.items()]


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "date" if _DAY.fullmatch(value) else "datetime" if _MOMENT.fullmatch(value) else "string"
    return "object"


def _type(kinds: set[str]) -> ColumnType:
    single: dict[frozenset[str], ColumnType] = {
        frozenset({"integer"}): "integer",
        frozenset({"number"}): "number",
        frozenset({"integer", "number"}): "number",
        frozenset({"boolean"}): "boolean",
        frozenset({"date"}): "date",
        frozenset({"datetime"}): "datetime",
    }
    return single.get(frozenset(kinds), "string")


def _name(header: str, taken: set[str]) -> str:
    slug = fold(header).replace(" ", "_")[:58].strip("_") or "column"
    name = base = f"_{slug}" if slug[0].isdigit() else slug
    number = 1
    while name in taken:
        number += 1
        name = f"{base}_{number}"
    taken.add(name)
    return name


def _column(name: str, header: str, kind: ColumnType, title: Text | None = None) -> Column:
    shown = " ".join(header.replace("_", " ").split())[:200]
    return Column(name=name, type=kind, title=title or Text(de=shown, en=shown), source_name="" if title else header)


def _rows(records: Callable[[], Iterator[tuple[int, Record]]], fields: list[Field], districts: "_Districts | None") -> Iterator[Parsed]:
    for line, record in records():
        cells: list[Cell] = []
        for field in fields:
            try:
                cells.append(_cell(record.get(field.source), field.column.type))
            except ValueError:
                cells.append(None)
                yield Remark(line, field.column.name, f"no {field.column.type}; left empty", str(record.get(field.source))[:200])
        if districts:
            cells.append(districts.of(record))
            if cells[-1] is None and districts.said(record):
                yield Remark(line, DISTRICT, "is no district that the city's list knows; left empty", districts.said(record)[:100])
        yield Row(line, tuple(cells))


def _cell(value: Any, kind: ColumnType) -> Cell:
    if value in (None, ""):
        return None
    if kind == "string":
        shown = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list | bool) else str(value)
        return stated.plain(value) if isinstance(value, str) else shown
    readers: dict[str, Callable[[Any], Cell]] = {
        "integer": int,
        "number": lambda said: Decimal(repr(said)),
        "boolean": bool,
        "date": dt.date.fromisoformat,
        "datetime": dt.datetime.fromisoformat,
    }
    return readers[kind](value)


class _Districts:
    """The district of a record: by the code that the city's list explains, else by its name; never by a code alone."""

    def __init__(self, city: City, listed: Listed) -> None:
        self._column, self._codes = listed.district, dict(listed.codes)
        self._names = {_folded(name): one.slug for one in city.districts for name in (one.name.de, one.name.en, one.slug) if name}

    def said(self, record: Record) -> str:
        """What the record says, without the decimals that a spreadsheet adds."""
        text = str(record.get(self._column) if record.get(self._column) is not None else "").strip()
        return text.removesuffix(".0")

    def of(self, record: Record) -> str | None:
        """Slug of the district."""
        said = self.said(record)
        return self._codes.get(said) or self._names.get(_folded(said))


def _folded(name: str) -> str:
    return fold(name).replace(" ", "")


def _dataset(columns: tuple[Column, ...], listed: Listed | None, ask: Ask) -> DatasetRecord:
    portal = stated.host(ask.url) or stated.host(listed.url if listed else "") or "?"
    return DatasetRecord(
        slug=ask.slug,
        title=(listed.title if listed else None) or Text(de=ask.slug, en=ask.slug),
        description=Text(de=_ABOUT.de.format(portal=portal), en=_ABOUT.en.format(portal=portal)),
        licence=listed.licence if listed else "other-closed",
        publisher=(listed.publisher if listed else "") or portal,
        source_url=ask.url if ask.url.startswith("https://") else "",
        # Only a table that tells the city's districts is surely about the city.
        spatial=ask.city.places if listed and listed.district else (),
        columns=columns,
        origin="harvested",
        source=listed.source if listed else "",
    )
