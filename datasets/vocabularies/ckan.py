"""Datasets as CKAN's Action API describes them: packages, resources, organisations, groups, tags, licences."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from datasets import catalogue
from datasets.catalogue import Edition, Shown
from datasets.formats.files import File
from datasets.records import DatasetRecord
from datasets.register.names import slugify
from datasets.vocabularies.licences import LICENCES, Licence, licence
from datasets.vocabularies.themes import EU, theme

Json = dict[str, Any]

FORMATS = {
    "csv": ("CSV", "Tabelle als CSV"),
    "json": ("JSON", "Liste von Objekten"),
    "jsonl": ("JSONL", "Ein Objekt je Zeile"),
    "xlsx": ("XLSX", "Tabelle für Excel und LibreOffice"),
    "parquet": ("Parquet", "Tabelle für DuckDB, pandas und Spark"),
    "geojson": ("GeoJSON", "Karte mit einem Punkt je Zeile"),
    "zip": ("ZIP", "Alle Dateien mit Beschreibung"),
}
"""Formats of a table: CKAN's name and what the file is. In this order they are listed."""
QUERIED = ("csv", "json", "parquet")
"""Formats whose resource may be asked as a datastore; clients are pointed to the first one only."""


def resource_files(edition: Edition, slug: str) -> list[File]:
    """The files that hold the table, in the order of ``FORMATS``; the descriptions beside them are no resources."""
    by_name = {file.name: file for file in edition.files}
    return [by_name[name] for kind in FORMATS if (name := f"{slug}.{kind}") in by_name]


def package(shown: Shown, base: str, since: dt.datetime | None = None) -> Json:
    """A dataset with its current release, all keys of CKAN 2.11.

    ``base`` is scheme and host of the portal; ``since`` the moment from which its publisher is known.
    """
    record = shown.record
    resources = [] if shown.current is None else _resources(shown, shown.current, base)
    return {
        "id": shown.uid,
        "name": shown.slug,
        "title": record.title.de,
        "notes": record.description.de,
        "url": f"{base}/daten/{shown.slug}",
        "version": shown.current.name if shown.current else "",
        **_people(record),
        **_licence(licence(record.licence)),
        "owner_org": publisher_id(record.publisher),
        "organization": organization(record.publisher, since or shown.created_at),
        "private": False,
        "state": "active",
        "type": "dataset",
        "creator_user_id": None,
        "metadata_created": moment(shown.created_at),
        "metadata_modified": moment(shown.modified_at),
        "num_resources": len(resources),
        "num_tags": len(record.keywords),
        "tags": [tag(word) for word in record.keywords],
        "groups": [group(code) for code in record.theme],
        "extras": extras(shown),
        "resources": resources,
        "relationships_as_subject": [],
        "relationships_as_object": [],
    }


def _people(record: DatasetRecord) -> Json:
    return {
        "author": record.publisher,
        "author_email": "",
        "maintainer": record.contact_name,
        "maintainer_email": record.contact_email,
    }


def _licence(found: Licence) -> Json:
    return {
        "license_id": found.term,
        "license_title": found.de,
        "license_url": found.url or found.uri,
        "isopen": found.is_open,
    }


def _resources(shown: Shown, edition: Edition, base: str) -> list[Json]:
    files = resource_files(edition, shown.slug)
    return [resource(shown, edition, file, base, position) for position, file in enumerate(files)]


def resource(shown: Shown, edition: Edition, file: File, base: str, position: int) -> Json:
    """One file of a release. Its address is that of the release, so that hash and size stay true; ``current_url`` follows on."""
    name, described = FORMATS[file.format]
    return {
        "id": shown.resource_id(file.format),
        "package_id": shown.uid,
        "name": f"{shown.record.title.de} ({name})",
        "description": f"{described}, Ausgabe {edition.name}",
        "url": f"{base}/daten/{shown.slug}/{edition.name}/{file.name}",
        "current_url": f"{base}/daten/{shown.slug}/aktuell/{file.name}",
        "format": name,
        "mimetype": file.media_type,
        "mimetype_inner": None,
        "size": file.bytes,
        "hash": file.sha256,
        "hash_algorithm": "http://spdx.org/rdf/terms#checksumAlgorithm_sha256",
        "created": moment(shown.created_at),
        "last_modified": moment(edition.created_at),
        "metadata_modified": moment(shown.modified_at),
        "position": position,
        "state": "active",
        "resource_type": "file",
        "url_type": None,
        "cache_url": None,
        "cache_last_updated": None,
        "datastore_active": file.format == QUERIED[0],
        "license": licence(shown.record.licence).uri,
        "licenseAttributionByText": shown.record.attribution,
    }


def extras(shown: Shown) -> list[Json]:
    """What CKAN has no key for, under the names that its DCAT extension reads."""
    return [{"key": key, "value": value} for key, value in sorted(facts(shown).items()) if value]


def facts(shown: Shown) -> dict[str, str]:
    """Every extra that a package can have, those without a value too."""
    record, edition = shown.record, shown.current
    return {
        "identifier": shown.uid,
        "issued": moment(shown.created_at),
        "modified": moment(edition.created_at if edition else shown.modified_at),
        "frequency": f"http://publications.europa.eu/resource/authority/frequency/{record.frequency}",
        "theme": _listed(EU + code for code in record.theme),
        "publisher_name": record.publisher,
        "contact_name": record.contact_name,
        "contact_email": record.contact_email,
        "temporal_start": record.temporal_start.isoformat() if record.temporal_start else "",
        "temporal_end": record.temporal_end.isoformat() if record.temporal_end else "",
        "source": record.source_url,
        "title_en": record.title.en,
        "notes_en": record.description.en,
        "attribution": record.attribution,
        "origin": record.origin,
        "rows": str(edition.rows) if edition else "",
    }


def _listed(addresses: Iterable[str]) -> str:
    quoted = ", ".join(f'"{address}"' for address in addresses)
    return f"[{quoted}]"


def publisher_name(publisher: str) -> str:
    """A publisher's name as CKAN allows it in an address."""
    return slugify(publisher)


def publisher_id(publisher: str) -> str:
    """The identifier of a publisher, told by its name."""
    return _id("organization", publisher_name(publisher))


def organization(publisher: str, since: dt.datetime) -> Json:
    """A publisher as the organisation of a package."""
    return {
        "id": publisher_id(publisher),
        "name": publisher_name(publisher),
        "title": publisher,
        "type": "organization",
        "description": "",
        "image_url": "",
        "created": moment(since),
        "is_organization": True,
        "approval_status": "approved",
        "state": "active",
    }


def group(code: str) -> Json:
    """An EU data theme as the group of a package."""
    return {
        "id": _id("group", code),
        "name": code.lower(),
        "title": theme(code).de,
        "display_name": theme(code).de,
        "description": theme(code).en,
        "image_display_url": "",
    }


def tag(word: str) -> Json:
    """A keyword as a tag."""
    return {"id": _id("tag", word), "name": word, "display_name": word, "state": "active", "vocabulary_id": None}


def licence_list() -> list[Json]:
    """Every licence we know, in CKAN's shape."""
    return [
        {
            "id": found.term,
            "title": found.de,
            "url": found.url or found.uri,
            "status": "active",
            "od_conformance": "approved" if found.is_open else "not reviewed",
            "osd_conformance": "not reviewed",
            "domain_content": True,
            "domain_data": True,
            "domain_software": False,
            "family": "",
            "is_generic": not found.url,
            "maintainer": "",
        }
        for found in LICENCES.values()
    ]


def moment(when: dt.datetime) -> str:
    """CKAN's form of a moment: UTC without a zone, with microseconds."""
    return when.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


def activity_id(uid: str, release: str) -> str:
    """The identifier of a release as an activity of its dataset."""
    return _id("activity", f"{uid}/{release}")


def resource_id(uid: str) -> str:
    """The identifier of the resource that is asked as a datastore."""
    return catalogue.resource_id(uid, QUERIED[0])


def _id(kind: str, name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"mehrwert:{kind}:{name}"))
