"""The columns of the 360Giving standard: the titles that spreadsheets use, where JSON holds the same, and what they mean."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from datasets.errors import SourceChanged
from harvesters.reading.columns import Kind, Known
from harvesters.reading.documents import MOST_BYTES
from harvesters.reading.grid import RawCell
from harvesters.reading.tables import Line, Table

_TOP: tuple[tuple[str, str, Kind, str, str], ...] = (
    ("id", "Identifier", "line", "Kennung der Förderung", "Identifier of the grant"),
    ("title", "Title", "text", "Titel", "Title"),
    ("description", "Description", "text", "Beschreibung", "Description"),
    ("currency", "Currency", "line", "Währung", "Currency"),
    ("amountAppliedFor", "Amount Applied For", "english_amount", "Beantragte Summe", "Amount applied for"),
    ("amountAwarded", "Amount Awarded", "english_amount", "Bewilligte Summe", "Amount awarded"),
    ("amountDisbursed", "Amount Disbursed", "english_amount", "Ausgezahlte Summe", "Amount disbursed"),
    ("awardDate", "Award Date", "date", "Tag der Bewilligung", "Date of the award"),
    ("url", "URL", "line", "Seite der Förderung", "Page of the grant"),
    ("fromOpenCall", "From An Open Call?", "line", "Aus einer offenen Ausschreibung", "From an open call"),
    ("regrantType", "For Regrant Type", "line", "Art der Weitergabe", "Kind of regranting"),
    ("locationScope", "Location Scope", "line", "Räumlicher Umfang", "Scope of the location"),
    ("dateModified", "Last Modified", "partial", "Letzte Änderung", "Last change"),
    ("dataSource", "Data Source", "line", "Quelle der Angaben", "Source of the data"),
)
_GROUPS: dict[str, tuple[str, str, str]] = {
    "recipientOrganization": ("Recipient Org", "Empfänger", "Recipient"),
    "recipientIndividual": ("Recipient Ind", "Natürliche Person als Empfänger", "Individual as recipient"),
    "fundingOrganization": ("Funding Org", "Fördergeber", "Funder"),
    "grantProgramme": ("Grant Programme", "Förderprogramm", "Grant programme"),
    "plannedDates": ("Planned Dates", "Geplante Laufzeit", "Planned period"),
    "actualDates": ("Actual Dates", "Tatsächliche Laufzeit", "Actual period"),
    "beneficiaryLocation": ("Beneficiary Location", "Ort der Wirkung", "Location of the beneficiaries"),
    "fundingType": ("Funding Type", "Art der Förderung", "Funding type"),
    "classifications": ("Classifications", "Einordnung", "Classification"),
    "relatedDocument": ("Related Document", "Dokument", "Related document"),
    "relatedActivity": ("Related Activity", "Verwandtes Vorhaben", "Related activity"),
    "toIndividualsDetails": ("To Individuals Details", "Angaben zu natürlichen Personen", "Details of grants to individuals"),
    "location": ("Location", "Standort", "Location"),
}
_FIELDS: tuple[tuple[str, str, Kind, str, str], ...] = (
    ("id", "Identifier", "line", "Kennung", "identifier"),
    ("name", "Name", "line", "Name", "name"),
    ("title", "Title", "line", "Titel", "title"),
    ("description", "Description", "text", "Beschreibung", "description"),
    ("code", "Code", "line", "Schlüssel", "code"),
    ("vocabulary", "Vocabulary", "line", "Schlüsselverzeichnis", "vocabulary"),
    ("startDate", "Start Date", "partial", "Beginn", "start"),
    ("endDate", "End Date", "partial", "Ende", "end"),
    ("duration", "Duration (months)", "number", "Dauer in Monaten", "duration in months"),
    ("department", "Department", "line", "Abteilung", "department"),
    ("charityNumber", "Charity Number", "line", "Nummer im Register der Wohltätigkeit", "charity number"),
    ("companyNumber", "Company Number", "line", "Nummer im Handelsregister", "company number"),
    ("organisationType", "Organisation Type", "line", "Art der Organisation", "kind of organisation"),
    ("streetAddress", "Street Address", "line", "Straße", "street"),
    ("addressLocality", "City", "line", "Ort", "place"),
    ("addressRegion", "County", "line", "Region", "region"),
    ("addressCountry", "Country", "line", "Land", "country"),
    ("postalCode", "Postal Code", "line", "Postleitzahl", "postcode"),
    ("alternateName", "Alternate Name", "line", "Anderer Name", "other name"),
    ("contactName", "Contact Name", "line", "Ansprechperson, nicht genannt", "contact person, not named"),
    ("telephone", "Phone Number", "line", "Telefon, nicht genannt", "phone number, not given"),
    ("email", "Email", "line", "Mailadresse, nicht genannt", "mail address, not given"),
    ("url", "Web Address", "line", "Webseite", "website"),
    ("url", "URL", "line", "Webseite", "website"),
    ("documentType", "Document Type", "line", "Art des Dokuments", "kind of document"),
    ("countryCode", "Country Code", "line", "Land", "country"),
    ("geoCode", "Geographic Code", "line", "Gebietsschlüssel", "geographic code"),
    ("geoCodeType", "Geographic Code Type", "line", "Art des Gebietsschlüssels", "kind of geographic code"),
    ("latitude", "Latitude", "number", "Breite", "latitude"),
    ("longitude", "Longitude", "number", "Länge", "longitude"),
    ("dateModified", "Last Modified", "partial", "Letzte Änderung", "last change"),
)


def _name(header: str) -> str:
    return "_".join("".join(letter if letter.isalnum() else " " for letter in header.lower()).split())


KNOWN: tuple[Known, ...] = (
    *(Known(_name(title), title, kind, de, en, more=(key,)) for key, title, kind, de, en in _TOP),
    *(
        Known(_name(f"{group} {title}"), f"{group}:{title}", kind, f"{group_de}: {de}", f"{group_en}: {en}", more=(f"{key}:{field}",))
        for key, (group, group_de, group_en) in _GROUPS.items()
        for field, title, kind, de, en in _FIELDS
    ),
)
_TOP_TITLES = {key: title for key, title, *_ in _TOP} | {key: title for key, (title, _, _) in _GROUPS.items()}
_TITLES = {key: title for key, title, *_ in reversed(_FIELDS)} | {key: title for key, (title, _, _) in _GROUPS.items()}
_DEEPEST = 6
"""Levels of nesting that become headers; real grants have three."""
_CLASSIFIED = {"grantProgramme", "fundingType", "classifications"}


def label(header: str) -> str:
    """A header as the standard writes it: without blanks around its parts and the number of a first entry.

    >>> label("Recipient Org: 0 : Name"), label("recipientOrganization/0/name")
    ('Recipient Org:Name', 'recipientOrganization:name')
    """
    parts = re.split(r"[:/]", header) if header.partition("/")[0] in _GROUPS else header.split(":")
    return ":".join(part.strip() for part in parts if part.strip() != "0")


def of_document(path: Path, encoding: str) -> Table:
    """The grants of a JSON file as a table with the headers of a spreadsheet. Raises SourceChanged where there are none."""
    if path.stat().st_size > MOST_BYTES:
        raise SourceChanged(f"{path.name} has more than {MOST_BYTES >> 20} MB of JSON; ask the source for CSV.")
    try:
        document = json.loads(path.read_text(encoding))
    except json.JSONDecodeError as error:
        raise SourceChanged(f"{path.name} is broken JSON in line {error.lineno} ({error.msg}); ask the publisher to mend it.") from None
    except (RecursionError, ValueError) as error:
        raise SourceChanged(f"{path.name} is JSON that holds no grants: {error}.") from None
    grants = document.get("grants") if isinstance(document, dict) else document
    if not isinstance(grants, list) or not any(isinstance(one, dict) for one in grants):
        raise SourceChanged(f"{path.name} is JSON without a list of grants; a file of the 360Giving standard has one named 'grants'.")
    rows = [dict(_flat(one, "", "")) if isinstance(one, dict) else {} for one in grants]
    headers = tuple({header: None for row in rows for header in row})
    return Table(path.name, headers, lambda: (Line(number, [row.get(header) for header in headers]) for number, row in enumerate(rows, 1)))


def _flat(values: Mapping[str, Any], prefix: str, parent: str) -> Iterator[tuple[str, RawCell]]:
    """Header and cell of everything in an object; a second entry of a list has its number in the header."""
    for key, value in values.items():
        title = "URL" if key == "url" and parent in _CLASSIFIED else (_TITLES if prefix else _TOP_TITLES).get(key, key)
        if isinstance(value, dict | list) and prefix.count(":") >= _DEEPEST:
            yield f"{prefix}{title}", json.dumps(value, ensure_ascii=False)
        elif isinstance(value, dict):
            yield from _flat(value, f"{prefix}{title}:", key)
        elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
            for number, one in enumerate(value):
                inner = one if isinstance(one, dict) else {"value": one}
                yield from _flat(inner, f"{prefix}{title}:{f'{number}:' if number else ''}", key)
        elif isinstance(value, list):
            yield f"{prefix}{title}", "; ".join(map(str, value))
        else:
            yield f"{prefix}{title}", value
