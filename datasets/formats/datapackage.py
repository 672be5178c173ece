"""The ``datapackage.json`` of a release: Data Package v2, with what every column means and the sum of every file."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from datasets.formats.files import File
from datasets.records import Column, DatasetRecord, Text

PROFILES = "https://datapackage.org/profiles/2.0/"
LICENCES = "http://dcat-ap.de/def/licenses/"
DIALECT = {"$schema": PROFILES + "tabledialect.json", "header": True, "delimiter": ",", "quoteChar": '"', "doubleQuote": True}
Json = dict[str, Any]


def write(path: Path, dataset: DatasetRecord, release: str, files: Sequence[File]) -> None:
    """Writes the description beside the files it describes; paths are their names, no address of a portal is in it."""
    path.write_text(json.dumps(package(dataset, release, files), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def package(dataset: DatasetRecord, release: str, files: Sequence[File]) -> Json:
    """The description as an object; raises ValueError where no CSV is among the files.

    The CSV is the resource. The other files hold the same rows and stand beside it as ``alternates``: named as
    resources, validators would read each as a table of its own and want a library per format for it.
    """
    tables = [file for file in files if file.format == "csv"]
    if len(tables) != 1:
        raise ValueError("A data package here has exactly one CSV.")
    return _without_empty(
        {
            "$schema": PROFILES + "datapackage.json",
            "name": dataset.slug,
            "version": release,
            **_said(dataset.title, dataset.description),
            "keywords": list(dataset.keywords),
            "licenses": [{"name": dataset.licence.replace("/", "-"), "path": LICENCES + dataset.licence}],
            "sources": [{"title": dataset.publisher, "path": dataset.source_url}] if dataset.source_url else [],
            "contributors": _contributors(dataset),
            "attribution": dataset.attribution,
            "resources": [_table(dataset, tables[0])],
            "alternates": [_facts(file) for file in files if file.format != "csv"],
        }
    )


def table_schema(columns: Sequence[Column], key: Sequence[str]) -> Json:
    """The Table Schema of the rows: type, title, meaning and unit of each column, and what identifies a row."""
    return _without_empty(
        {
            "$schema": PROFILES + "tableschema.json",
            "fields": [_field(column, key) for column in columns],
            "missingValues": [""],
            "primaryKey": list(key),
        }
    )


def _field(column: Column, key: Sequence[str]) -> Json:
    return _without_empty(
        {
            "name": column.name,
            "type": column.type,
            **_said(column.title, column.description),
            "unit": column.unit,
            "sourceName": column.source_name,
            "constraints": {"required": True, "unique": True} if list(key) == [column.name] else {},
        }
    )


def _said(title: Text, description: Text) -> Json:
    """German is the language of the package; the standard has no place for a second one, so English goes by a name of ours."""
    english = _without_empty({"title": title.en, "description": description.en})
    return {"title": title.de, "description": description.de, "translations": {"en": english} if english else {}}


def _contributors(dataset: DatasetRecord) -> list[Json]:
    contact = {"title": dataset.contact_name or dataset.contact_email, "email": dataset.contact_email, "roles": ["contact"]}
    people: list[Json] = [{"title": dataset.publisher, "roles": ["publisher"]}]
    return [*people, _without_empty(contact)] if contact["title"] else people


def _table(dataset: DatasetRecord, file: File) -> Json:
    return {
        "$schema": PROFILES + "dataresource.json",
        "name": dataset.slug,
        "type": "table",
        **_facts(file),
        "encoding": "utf-8",
        "dialect": DIALECT,
        "schema": table_schema(dataset.columns, dataset.key),
    }


def _facts(file: File) -> Json:
    return {
        "path": file.name,
        "format": file.format,
        "mediatype": file.media_type,
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
    }


def _without_empty(facts: Json) -> Json:
    return {name: fact for name, fact in facts.items() if fact not in ("", [], {}, None)}
