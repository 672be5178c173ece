"""Which participations of CORDIS are the city's, and the funding that each of them is."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from datasets.city import City
from datasets.records import Cell, ExternalId, FundingRecord, OrganisationKind, OrganisationRecord
from harvesters.reading.columns import Grid
from harvesters.reading.persons import MASK, is_person
from harvesters.reading.places import in_postcodes, is_name

PAGE = "https://cordis.europa.eu/project/id/"
PROGRAMMES = {
    "HORIZON": "Horizont Europa",
    "H2020": "Horizont 2020",
    "FP7": "7. Forschungsrahmenprogramm",
    "FP6": "6. Forschungsrahmenprogramm",
}
KINDS: dict[str, OrganisationKind] = {"HES": "university", "REC": "research", "PRC": "company", "PUB": "public"}
BY_NAME = "Die Tabelle nennt weder NUTS-Code noch Postleitzahl; zugeordnet nach dem Ortsnamen."
_ADDRESS = ("vat_number", "street", "post_code", "city", "organization_url")
_PRIVATE = ("short_name", "vat_number", "street", "post_code", "geolocation", "organization_url", "contact_form", "organisation_id", "rcn")
"""What would lead to a natural person."""
_CODE = re.compile(r"(?<!\d)\d{5}(?!\d)")
_URL = re.compile(r"https?://\S{1,1900}")


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """What the table of projects adds to a participation."""

    title: str = ""
    programme: str = ""
    start: dt.date | None = None
    end: dt.date | None = None


def is_natural(values: Mapping[str, Cell]) -> bool:
    """Whether a participant is a natural person: "SURNAME Given Names" without any address, or as everywhere else."""
    name = str(values["name"])
    if is_person(name):
        return True
    told = [field for field in _ADDRESS if field in values]
    if len(told) < 2 or any(values[field] for field in told):
        return False
    words = name.split()
    capitals = [word for word in words if word.isupper()]
    return words[: len(capitals)] == capitals and is_person(f"{' '.join(capitals)}, {' '.join(words[len(capitals) :])}")


def without_person(values: Mapping[str, Cell]) -> dict[str, Cell]:
    """The row without the person's name and what would lead to it."""
    return {name: MASK if name == "name" else None if name in _PRIVATE else cell for name, cell in values.items()}


def raw_without_person(grid: Grid, raw: Mapping[str, str]) -> dict[str, str]:
    """The same for the row as the source gave it, by header."""
    private = {grid.table.headers[grid.places[name]] for name in _PRIVATE if name in grid.places}
    name = grid.table.headers[grid.places["name"]]
    return {header: MASK if header == name else text for header, text in raw.items() if header not in private}


def is_of_city(city: City, values: Mapping[str, Cell]) -> bool:
    """By the NUTS code, else by a German postcode with the city's name, else, without columns for both, by the name in Germany."""
    if str(values.get("nuts_code") or "") == city.nuts3:
        return True
    countries = str(values.get("country") or "").split(";")
    if "DE" not in countries or not is_name(city, str(values.get("city") or "")):
        return False
    if "post_code" not in values and "nuts_code" not in values:
        return True
    return any(in_postcodes(city, code) for code in _CODE.findall(str(values.get("post_code") or "")))


def funding_of(values: Mapping[str, Cell], raw: dict[str, str], facts: ProjectFacts, city: City, seen: Counter[str]) -> FundingRecord:
    """The funding of one participation: the EU's contribution to this organisation alone. ``seen`` counts keys."""
    project = str(values["project_id"])
    net = "net_ec_contribution" if isinstance(values.get("net_ec_contribution"), Decimal) else "ec_contribution"
    amount = values.get(net)
    person = values["name"] == MASK
    updated = values.get("content_update_date")
    by_name = "post_code" not in values and "nuts_code" not in values
    key = "-".join([project, str(values.get("organisation_id") or values.get("position") or ("person" if person else values["name"]))])[
        :900
    ]
    seen[key] += 1
    return FundingRecord(
        key=key if seen[key] == 1 else f"{key}-{seen[key]}",
        title=facts.title or str(values.get("project_acronym") or ""),
        recipient=_recipient(values, city),
        funder=f"Europäische Union, {facts.programme}" if facts.programme else "Europäische Union",
        programme=facts.programme,
        amount=amount if isinstance(amount, Decimal) and amount >= 0 else None,
        amount_type="union_contribution",
        amount_raw=raw.get({"net_ec_contribution": "netEcContribution"}.get(net, "ecContribution"), ""),
        as_of=updated.date().isoformat() if isinstance(updated, dt.datetime) else "",
        start=facts.start,
        end=facts.end,
        municipality_key=city.municipality_key,
        external_ids=(ExternalId(scheme="eu-grant", value=project[:200]),),
        note="; ".join(filter(None, (f"Rolle: {values['role']}" if values.get("role") else "", BY_NAME if by_name else ""))),
        source_url=f"{PAGE}{project}" if re.fullmatch(r"\w{1,40}", project) else None,
        raw=raw,
    )


def _recipient(values: Mapping[str, Cell], city: City) -> OrganisationRecord:
    if values["name"] == MASK:
        return OrganisationRecord(name=MASK, kind="person")
    website, pic, short = (str(values.get(name) or "") for name in ("organization_url", "organisation_id", "short_name"))
    return OrganisationRecord(
        name=str(values["name"])[:1000],
        kind=KINDS.get(str(values.get("activity_type") or ""), "other"),
        city=str(values.get("city") or ""),
        municipality_key=city.municipality_key,
        website=website if _URL.fullmatch(website) else None,
        aliases=(short,) if short and short != values["name"] else (),
        external_ids=(ExternalId(scheme="pic", value=pic[:200]),) if pic else (),
    )


def facts_of(values: Mapping[str, Cell]) -> ProjectFacts:
    """What a row of the table of projects says."""
    start, end = values.get("start_date"), values.get("end_date")
    programme = str(values.get("framework_programme") or "")
    return ProjectFacts(
        str(values["title"]),
        PROGRAMMES.get(programme, programme),
        start if isinstance(start, dt.date) else None,
        end if isinstance(end, dt.date) else None,
    )
