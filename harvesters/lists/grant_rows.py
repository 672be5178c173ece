"""The rows of a 360Giving table: natural persons taken out, and the funding that a grant to a recipient in a city is."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal

from datasets.city import City
from datasets.records import Cell, ExternalId, FundingRecord, OrganisationRecord
from harvesters.reading.columns import Grid
from harvesters.reading.headers import fold
from harvesters.reading.persons import MASK, is_person
from harvesters.reading.places import in_postcodes, is_name
from harvesters.reading.tables import Line

RECIPIENTS = ("recipient_org_name", "recipient_org_identifier", "recipient_ind_name", "recipient_ind_identifier")
FUNDERS = ("funding_org_name", "funding_org_identifier")
_GERMANY = frozenset({"", "de", "deu", "germany", "deutschland"})
_NAMES = re.compile(
    r"applicant|\b(surname|forename|first name|last name|full name|contact( name| person)?|investigators?|recipient ind( \d+)? name)\b"
)
_WAYS = re.compile(r"\b(e ?mail|telephone|phone|mobile|date of birth|recipient ind( \d+)? identifier)\b")
_CODE = re.compile(r"(?<!\d)\d{5}(?!\d)")
_URL = re.compile(r"https?://\S{1,1900}")


class People:
    """Which columns of a table hold natural persons: their names, and what leads to them."""

    def __init__(self, grid: Grid) -> None:
        folded = {name: fold(grid.table.headers[at].replace(":", " ")) for name, at in grid.places.items()}
        self._ways = frozenset(name for name, header in folded.items() if _WAYS.search(header))
        self._names = frozenset(name for name, header in folded.items() if _NAMES.search(header)) - self._ways

    def in_row(self, values: Mapping[str, Cell]) -> tuple[str, ...]:
        """Every name of a natural person in a row, the longest first; one empty text where only ways to one are given."""
        organisation = str(values.get("recipient_org_name") or "")
        found = {str(values[name]) for name in self._names if values.get(name)} | ({organisation} if is_person(organisation) else set())
        if not found and any(values.get(name) for name in self._ways):
            return ("",)
        return tuple(sorted(found, key=len, reverse=True))

    def taken_out(self, column: str, cell: Cell, persons: tuple[str, ...]) -> Cell:
        """A cell without these persons, in whichever text they stand."""
        if not persons or cell is None or column in self._ways:
            return None if column in self._ways else cell
        if column in self._names or cell in persons:
            return MASK
        named = [person for person in persons if len(person) > 3]
        if not isinstance(cell, str) or not named:
            return cell
        return re.sub("|".join(rf"(?<!\w){re.escape(person)}(?!\w)" for person in named), MASK, cell)


def raw_of(grid: Grid, line: Line, people: People, persons: tuple[str, ...]) -> dict[str, str]:
    """The row as the source gave it, by header, without natural persons."""
    columns = {grid.table.headers[at]: name for name, at in grid.places.items()}
    shown = {header: people.taken_out(columns[header], text, persons) for header, text in grid.labelled(line).items()}
    return {header: str(text) for header, text in shown.items() if text is not None}


def is_of_city(city: City, values: Mapping[str, Cell]) -> bool:
    """Whether the recipient sits in the city: by its name, with a postcode of the city or, without one, in Germany by its country."""
    country = str(values.get("recipient_org_country") or "").casefold()
    if country not in _GERMANY or not is_name(city, str(values.get("recipient_org_city") or "")):
        return False
    codes = _CODE.findall(str(values.get("recipient_org_postal_code") or ""))
    return any(in_postcodes(city, code) for code in codes) if codes else bool(country)


def funding_of(values: Mapping[str, Cell], raw: dict[str, str], city: City) -> FundingRecord:
    """The funding that a grant is. ``values`` hold no natural person any more."""
    award, amount = values.get("award_date"), values["amount_awarded"]
    identifier, page = str(values["identifier"]), str(values.get("url") or "")
    return FundingRecord(
        key=identifier[:1000],
        title=str(values["title"]),
        recipient=_recipient(values, city),
        funder=str(next(values[name] for name in FUNDERS if values.get(name)))[:1000],
        programme=str(values.get("grant_programme_title") or ""),
        amount=amount if isinstance(amount, Decimal) and amount >= 0 else None,
        currency=str(values["currency"]),
        amount_type="awarded",
        amount_raw=next((text for header, text in raw.items() if fold(header) == "amount awarded"), ""),
        as_of=award.isoformat() if isinstance(award, dt.date) else "",
        start=_day(values.get("planned_dates_start_date")),
        end=_day(values.get("planned_dates_end_date")),
        municipality_key=city.municipality_key,
        external_ids=(ExternalId(scheme="360giving", value=identifier[:200]),),
        source_url=page if _URL.fullmatch(page) else None,
        raw=raw,
    )


def _recipient(values: Mapping[str, Cell], city: City) -> OrganisationRecord:
    name = values.get("recipient_org_name") or values.get("recipient_org_identifier")
    if not name or name == MASK:
        return OrganisationRecord(name=MASK, kind="person")
    identifier, website = (str(values.get(f"recipient_org_{column}") or "") for column in ("identifier", "web_address"))
    # Identifiers that begin with 360G- are the publisher's own and mean nothing elsewhere.
    is_known = identifier and not identifier.upper().startswith("360G-")
    return OrganisationRecord(
        name=str(name)[:1000],
        city=str(values.get("recipient_org_city") or ""),
        municipality_key=city.municipality_key,
        website=website if _URL.fullmatch(website) else None,
        external_ids=(ExternalId(scheme="org-id", value=identifier[:200]),) if is_known else (),
    )


def _day(value: Cell) -> dt.date | None:
    text = str(value or "")
    return dt.date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
