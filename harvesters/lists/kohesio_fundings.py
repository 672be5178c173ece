"""Which operations of Kohesio are the city's, and the funding that each of them is."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal

from datasets.city import City
from datasets.records import Cell, ExternalId, FundingRecord, OrganisationRecord
from harvesters.lists.operation_fundings import FUNDS
from harvesters.reading.persons import MASK
from harvesters.reading.places import in_postcodes

GERMANY = frozenset({"de", "deu", "germany", "deutschland"})
NO_NAME = "Die Quelle nennt den Begünstigten nicht mit Namen."
_CODE = re.compile(r"(?<!\d)\d{5}(?!\d)")
_URL = re.compile(r"https?://\S{1,1900}")


def is_of_city(city: City, values: Mapping[str, Cell]) -> bool:
    """By the NUTS 3 code, or by a postcode of the city where the country is Germany."""
    if city.nuts3 in re.findall(r"\w+", str(values.get("nuts3") or "")):
        return True
    if str(values.get("country") or "").casefold() not in GERMANY:
        return False
    return any(in_postcodes(city, code) for code in _CODE.findall(str(values.get("post_code") or "")))


def funding_of(values: Mapping[str, Cell], raw: dict[str, str], city: City) -> FundingRecord:
    """The funding of one operation: the EU's contribution; what may be spent at most only where that is not given."""
    identifier, name = str(values["operation_id"]), str(values.get("beneficiary") or "")
    local, union = str(values.get("operation_local_id") or "")[:200], values.get("eu_budget")
    amount = union if isinstance(union, Decimal) else values.get("eligible_expenditure")
    is_union = isinstance(union, Decimal)
    item = identifier.rpartition("/")[2][:200] or identifier[:200]
    return FundingRecord(
        key=item,
        title=str(values.get("title") or values.get("title_en") or ""),
        recipient=_recipient(name) if name else None,
        funder=_funder(values),
        programme=str(values.get("programme") or ""),
        amount=amount if isinstance(amount, Decimal) and amount >= 0 else None,
        currency="EUR" if is_union else _currency(values),
        amount_type="union_contribution" if is_union else "eligible",
        amount_raw=raw.get("Project_EU_Budget" if is_union else "Total_Eligible_Expenditure_amount", ""),
        start=_day(values.get("start_date")),
        end=_day(values.get("end_date")),
        municipality_key=city.municipality_key,
        external_ids=(ExternalId(scheme="kohesio", value=item), *((ExternalId(scheme="operation", value=local),) if local else ())),
        note="" if name else NO_NAME,
        source_url=identifier if _URL.fullmatch(identifier) else None,
        raw=raw,
    )


def _recipient(name: str) -> OrganisationRecord:
    return OrganisationRecord(name=MASK, kind="person") if name == MASK else OrganisationRecord(name=name[:1000])


def _funder(values: Mapping[str, Cell]) -> str:
    fund = str(values.get("fund_code") or values.get("fund") or "")[:100]
    return f"Europäische Union, {FUNDS.get(fund.casefold(), fund)}" if fund else "Europäische Union"


def _currency(values: Mapping[str, Cell]) -> str:
    said = str(values.get("currency") or "")
    return said if re.fullmatch(r"[A-Z]{3}", said) else "EUR"


def _day(value: Cell) -> dt.date | None:
    return value if isinstance(value, dt.date) else None
