"""Awards in the 360Giving Data Standard 1.4: rows that have all it demands become grants, the others are listed with what they lack."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from datasets.catalogue import Edition, Shown
from datasets.register.names import slugify
from datasets.vocabularies.dcat_dataset import Portal
from datasets.vocabularies.licences import licence

Json = dict[str, Any]
Row = Mapping[str, Any]

VERSION = "1.4"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
PERSON = "natürliche Person"
"""What stands in place of the name of a natural person."""


def package(portal: Portal, shown: Shown, edition: Edition, rows: Iterable[Row]) -> Json:
    """The grants of one release of ``foerderungen``. Nothing is filled in that no source states: ``leftOut`` says which rows lack what."""
    record = shown.record
    told = [(row, lacking(row)) for row in rows]
    moment = edition.created_at.isoformat(timespec="seconds")
    return {
        "version": VERSION,
        "identifier": shown.uid,
        "title": record.title.de,
        "description": record.description.de,
        "issued": moment,
        "modified": moment,
        "publisher": {"name": record.publisher, "website": portal.base},
        "license": licence(record.licence).uri,
        "accessURL": f"{portal.base}/daten/{shown.slug}",
        "downloadURL": f"{portal.base}/daten/{shown.slug}/360giving.json",
        "grants": [_grant(portal, row, moment) for row, missing in told if not missing],
        "leftOut": [{"list": row["list"], "key": row["key"], "missing": missing} for row, missing in told if missing],
    }


def lacking(row: Row) -> list[str]:
    """What a row does not have to be a grant, by the standard's names; ``current`` and ``awarded`` say that it is none at all."""
    checks = {
        "current": row["gone"] is None,
        "awarded": row["amount_type"] == "awarded",
        "title": bool(row["title"]),
        "currency": bool(row["currency"]),
        "amountAwarded": row["amount"] is not None,
        "awardDate": bool(DAY.fullmatch(row["as_of"] or "")),
        "recipient": bool(row["recipient"]),
        "fundingOrganization": bool(row["funder"]),
    }
    return [name for name, met in checks.items() if not met]


def _grant(portal: Portal, row: Row, moment: str) -> Json:
    prefix = portal.city.municipality_key
    own = f"{prefix}-{row['list']}-{row['key']}"
    grant: Json = {
        "id": own,
        "title": row["title"],
        "description": ". ".join(part for part in (row["title"], row["note"]) if part),
        "currency": row["currency"],
        "amountAwarded": row["amount"],
        "awardDate": row["as_of"],
        "plannedDates": [{name: day for name, day in (("startDate", row["start"]), ("endDate", row["end"])) if day}],
        **_recipient(prefix, own, row),
        "fundingOrganization": [{"id": f"{prefix}-{slugify(row['funder'])}", "name": row["funder"]}],
        "grantProgramme": [{"title": row["programme"]}] if row["programme"] else [],
        "beneficiaryLocation": [{"geoCode": row["municipality_key"], "countryCode": "DE"}] if row["municipality_key"] else [],
        "relatedActivity": [f"{prefix}-{row['project']}"] if row["project"] else [],
        "dataSource": row["source_url"],
        "dateModified": moment,
    }
    return {name: value for name, value in grant.items() if value not in (None, [], [{}])}


def _recipient(prefix: str, own: str, row: Row) -> Json:
    """The standard has another place for people, whom nobody names here."""
    if row["recipient"] == PERSON:
        return {"recipientIndividual": {"id": f"{own}-recipient", "name": PERSON}}
    slug = row["recipient_slug"] or slugify(row["recipient"])
    return {"recipientOrganization": [{"id": f"{prefix}-{slug}", "name": row["recipient"]}]}
