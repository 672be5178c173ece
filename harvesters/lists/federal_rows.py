"""From the rows of the federal funding catalogue to accepted and rejected ones, and to the fundings of one city."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from operator import itemgetter

from datasets.city import City
from datasets.records import Cell, FundingRecord
from harvesters.lists.federal import EXECUTING, KNOWN
from harvesters.lists.federal_fundings import funding_of, is_award
from harvesters.lists.federal_tables import FederalTable
from harvesters.reading import amounts, dates
from harvesters.reading.cells import Unreadable
from harvesters.reading.persons import is_person, masked
from harvesters.reading.places import is_name
from harvesters.source import Parsed, Rejected, Remark, Row

LONGEST_REFERENCE = 100
PEOPLE = ("empfaenger", EXECUTING)


@dataclass(slots=True)
class Reading:
    """What a pass over the rows needs and counts. Numbers are positions in ``names``, the columns of the dataset."""

    table: FederalTable
    city: City
    names: tuple[str, ...]
    needed: tuple[tuple[str, int], ...]
    days: tuple[tuple[str, int], ...]
    people: tuple[int, ...]
    keys: tuple[int, ...]
    wanted: frozenset[str]
    """The city's key, with and without the zero that spreadsheets lose."""
    places: tuple[int, ...]
    """Columns with names of places, where the file has no keys."""
    amount: int
    placeholders: int = 0
    unpaid: int = 0
    remarks: list[Remark] = field(default_factory=list)


def _reading(table: FederalTable, city: City) -> Reading:
    names = names_of(table)

    def positions(*wanted: str) -> tuple[tuple[str, int], ...]:
        return tuple((name, names.index(name)) for name in wanted if name in names)

    keys = positions(*(f"{who}_gemeindekennziffer" for who in PEOPLE))
    places = () if keys else positions(*(f"{who}_ort" for who in PEOPLE))
    return Reading(
        table,
        city,
        names,
        needed=positions("fkz", "empfaenger", "thema"),
        days=positions("laufzeit_von", "laufzeit_bis"),
        people=tuple(at for _, at in positions(*PEOPLE)),
        keys=tuple(at for _, at in keys),
        wanted=frozenset({city.municipality_key, city.municipality_key.lstrip("0")}),
        places=tuple(at for _, at in places),
        amount=names.index("foerdersumme_eur"),
    )


def names_of(table: FederalTable) -> tuple[str, ...]:
    """Columns of the dataset: the known ones in their order, then those that are new."""
    known = tuple(one.name for one in KNOWN)
    return tuple(name for name in known if name in table.places) + tuple(name for name in table.places if name not in known)


def read(table: FederalTable, city: City) -> Iterator[Parsed]:
    """Every row of the export. A row without reference, recipient or subject, or with a sum that is none, is rejected."""
    reading, width = _reading(table, city), len(table.headers)
    pick = itemgetter(*(table.places[name] for name in reading.names))
    for line, cells in table.rows:
        if len(cells) == width:
            parsed = _row(reading, line, pick(cells), cells)
        else:
            parsed = Rejected(line, "", f"{len(cells)} cells instead of {width}", cells[0][:40])
        if reading.remarks:
            yield from reading.remarks
            reading.remarks.clear()
        yield parsed
    if reading.placeholders:
        yield Remark(0, "foerdersumme_eur", f"{reading.placeholders} sums of 0,00 are placeholders of the source; left empty")
    if reading.unpaid:
        yield Remark(0, "thema", f"{reading.unpaid} rows of the city only book payments; they make no funding")


def _row(reading: Reading, line: int, texts: tuple[str, ...], raw: list[str]) -> Row | Rejected:
    for name, at in reading.needed:
        if not texts[at] or texts[at].isspace():
            return Rejected(line, name, "is empty", texts[reading.needed[0][1]][:40])
    if len(texts[reading.needed[0][1]]) > LONGEST_REFERENCE:
        return Rejected(line, "fkz", "is too long for a reference", texts[reading.needed[0][1]][:40])
    values: list[Cell] = [text or None for text in texts]
    try:
        values[reading.amount] = _amount(reading, texts[reading.amount])
    except Unreadable as error:
        return Rejected(line, "foerdersumme_eur", str(error), texts[reading.amount][:40])
    for name, at in reading.days:
        try:
            values[at] = _day(texts[at])
        except Unreadable as error:
            values[at] = None
            reading.remarks.append(Remark(line, name, f"{error}; left empty", texts[at][:40]))
    persons = [texts[at] for at in reading.people if _may_be_person(texts[at]) and is_person(texts[at])]
    if persons:
        values = masked(values, persons)
    fundings = _fundings(reading, values, raw, persons) if _is_of_city(reading, texts) else ()
    return Row(line, tuple(values), fundings, bool(persons))


def _amount(reading: Reading, text: str) -> Decimal | None:
    if not text:
        return None
    value = None
    if text[-3:-2] == ",":
        try:
            value = Decimal(text.replace(".", "").replace(",", "."))
        except InvalidOperation:
            value = None
    value = amounts.amount(text) if value is None else value
    if value == 0:
        reading.placeholders += 1
        return None
    return value


@lru_cache(maxsize=65_536)
def _day(text: str) -> dt.date | None:
    found = dates.date(text)
    if isinstance(found, str):
        raise Unreadable("no full date")
    return found


def _may_be_person(name: str) -> bool:
    return "," in name or "erson" in name or "nonym" in name


def _is_of_city(reading: Reading, texts: tuple[str, ...]) -> bool:
    """By the key of recipient or executing unit; by the name of the place only in a file that has no keys."""
    for at in reading.keys:
        if texts[at] in reading.wanted:
            return True
    return any(is_name(reading.city, texts[at]) for at in reading.places) if reading.places else False


def _fundings(reading: Reading, values: list[Cell], raw: list[str], persons: list[str]) -> tuple[FundingRecord, ...]:
    said = {name: value for name, value in zip(reading.names, values, strict=True) if value is not None}
    if not is_award(said):
        reading.unpaid += 1
        return ()
    return (funding_of(said, reading.city, reading.table.labelled(masked(list(raw), persons))),)
