"""The funding that a row of the federal funding catalogue is for a city."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from urllib.parse import quote

from datasets.city import City
from datasets.records import Cell, ExternalId, FundingRecord, OrganisationRecord
from harvesters.lists.federal import EXECUTING
from harvesters.reading.persons import MASK

DETAILS = "https://foerderportal.bund.de/foekat/jsp/SucheAction.do?actionMode=view&fkz="
NO_AWARDS = ("nur zum zweck der auszahlung", "sammelvorhabenbuchung")
"""Rows with these words book money and award none: they stay in the dataset and make no funding."""

Said = Mapping[str, Cell]


def is_award(said: Said) -> bool:
    """Whether a row, by column name, awards something."""
    words = " ".join(str(said.get(name, "")) for name in ("empfaenger", EXECUTING, "thema", "projekt")).casefold()
    return not any(phrase in words for phrase in NO_AWARDS)


def funding_of(said: Said, city: City, raw: dict[str, str]) -> FundingRecord:
    """The funding of a row whose recipient or executing unit is in the city; ``raw`` is the row by header."""
    amount, fkz, executing = said.get("foerdersumme_eur"), str(said["fkz"]), str(said.get(EXECUTING, ""))
    return FundingRecord(
        key=fkz,
        title=str(said["thema"]),
        recipient=_recipient(said),
        funder=f"Bund, {said['ressort']}"[:200] if "ressort" in said else "Bund",
        programme=str(said.get("foerderprofil", "")),
        amount=amount if isinstance(amount, Decimal) and amount > 0 else None,
        amount_type="awarded",
        amount_raw=next((text for header, text in raw.items() if "summe" in header.casefold()), ""),
        start=_day(said.get("laufzeit_von")),
        end=_day(said.get("laufzeit_bis")),
        municipality_key=city.municipality_key,
        external_ids=(ExternalId(scheme="fkz", value=fkz),),
        note=f"Ausführende Stelle: {executing}" if executing and executing != said["empfaenger"] else "",
        source_url=DETAILS + quote(fkz, safe=""),
        raw=raw,
    )


def _recipient(said: Said) -> OrganisationRecord:
    if said["empfaenger"] == MASK:
        return OrganisationRecord(name=MASK, kind="person")
    return OrganisationRecord(
        name=str(said["empfaenger"])[:1000],
        municipality_key=str(said.get("empfaenger_gemeindekennziffer", "")),
        city=str(said.get("empfaenger_gemeinde") or said.get("empfaenger_ort") or ""),
    )


def _day(value: Cell) -> dt.date | None:
    return value if isinstance(value, dt.date) else None
