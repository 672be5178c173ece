"""Which operations of a list are the city's, and the funding that each of them is."""

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from datasets.records import Cell, ExternalId, FundingRecord, OrganisationRecord
from harvesters.lists.operation_rows import Operation
from harvesters.lists.operations import AMOUNTS, FIELDS, PLACES
from harvesters.reading.persons import MASK
from harvesters.reading.places import is_name, is_of_city, names_city
from harvesters.source import Ask

KEYS = tuple(name for name in PLACES if FIELDS[name].kind == "key")
OTHERS = tuple(name for name in PLACES if FIELDS[name].kind != "key")
FUNDS = {"efre": "EFRE", "erdf": "EFRE", "esf": "ESF", "jtf": "JTF", "eler": "ELER", "interreg": "Interreg"}
LONGEST_CODE = 200
_ADDRESS = re.compile(r"https?://\S{1,1900}")
BY_NAME = "Die Quelle nennt keinen Ort; zugeordnet nach dem Namen des Empfängers."


def funding_of(operation: Operation, ask: Ask, seen: Counter[str]) -> FundingRecord | None:
    """The funding that an operation is where it is the city's, else None. ``seen`` counts rows that are the same."""
    values = operation.values
    placed = is_of_city(ask.city, _texts(values, KEYS), _texts(values, OTHERS))
    if placed is False or (placed is None and not names_city(ask.city, str(values["beguenstigter"]))):
        return None
    code = str(values.get("vorhaben_code") or "")[:LONGEST_CODE]
    name, amount = _sum(values)
    raw = operation.raw
    return FundingRecord(
        key=_numbered(code or _digest(operation), seen),
        title=str(values["vorhaben"]),
        recipient=_recipient(operation, ask),
        funder=_funder(values, ask.slug),
        programme=str(values.get("programm") or values.get("prioritaet") or ""),
        amount=amount,
        amount_type=FIELDS[name].amount or "awarded",
        amount_raw=raw.get(operation.layout.label(name), "") if name in operation.layout.columns else "",
        as_of=_as_of(values),
        start=_day(values.get("beginn")),
        end=_day(values.get("ende")),
        municipality_key=ask.city.municipality_key if placed else "",
        external_ids=(ExternalId(scheme="operation", value=code),) if code else (),
        note="" if placed else BY_NAME,
        source_url=ask.url if _ADDRESS.fullmatch(ask.url) else None,
        raw=raw,
    )


def _texts(values: Mapping[str, Cell], names: tuple[str, ...]) -> list[str | None]:
    return [str(values[name]) if values.get(name) else None for name in names]


def _sum(values: Mapping[str, Cell]) -> tuple[str, Decimal | None]:
    """The column of the first sum above nothing; what was awarded stands before what a project may cost."""
    sums = [(name, value) for name in AMOUNTS if isinstance(value := values.get(name), Decimal)]
    above = [(name, value) for name, value in sums if value > 0]
    if above:
        return above[0]
    named = next((name for name in AMOUNTS if name in values), "zuwendung")
    return (sums[0][0], Decimal(0)) if sums and sums[0][1] == 0 else (named, None)


def _numbered(key: str, seen: Counter[str]) -> str:
    seen[key] += 1
    return key if seen[key] == 1 else f"{key}-{seen[key]}"


def _digest(operation: Operation) -> str:
    """A stable name for a row without a code: of beneficiary, operation, start and sums.

    What a later list adds or corrects elsewhere, and in which kind of file it comes, changes nothing.
    """
    values = operation.values
    told = [str(values.get(name) or "") for name in ("beguenstigter", "vorhaben", "beginn", "bewilligung", "jahr")]
    sums = [f"{value.normalize():f}" if isinstance(value := values.get(name), Decimal) else "" for name in AMOUNTS]
    return hashlib.sha256("\x1f".join(told + sums).encode()).hexdigest()[:24]


def _recipient(operation: Operation, ask: Ask) -> OrganisationRecord:
    if operation.person:
        return OrganisationRecord(name=MASK, kind="person")
    seat = str(operation.values.get("beguenstigter_ort") or "")
    here = bool(seat) and is_name(ask.city, seat)
    name = str(operation.values["beguenstigter"])[:1000]
    return OrganisationRecord(name=name, city=seat, municipality_key=ask.city.municipality_key if here else "")


def _funder(values: Mapping[str, Cell], slug: str) -> str:
    words = slug.replace("_", "-").split("-")
    fund = values.get("fonds") or next((FUNDS[word] for word in words if word in FUNDS), "")
    return f"Europäische Union, {str(fund)[:100]}" if fund else "Europäische Union"


def _as_of(values: Mapping[str, Cell]) -> str:
    award = values.get("bewilligung")
    if isinstance(award, dt.date):
        return award.isoformat()
    year = values.get("jahr")
    return award if isinstance(award, str) else str(year) if isinstance(year, int) else ""


def _day(value: Cell) -> dt.date | None:
    return value if isinstance(value, dt.date) else None
