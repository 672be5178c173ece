"""The CSVW metadata of a release (``SLUG.csv-metadata.json``): what a reader of the W3C's CSV on the Web needs, in both languages."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from datasets.formats.datapackage import LICENCES
from datasets.records import Column, DatasetRecord, Text

DATATYPES = {
    "string": "string",
    "integer": "integer",
    "number": "decimal",
    "boolean": "boolean",
    "date": "date",
    "datetime": "dateTime",
    "year": "gYear",
}
DIALECT = {"encoding": "utf-8", "delimiter": ",", "header": True, "lineTerminators": ["\n"], "quoteChar": '"', "doubleQuote": True}
Json = dict[str, Any]


def write(path: Path, dataset: DatasetRecord, release: str) -> None:
    """Writes the metadata beside the CSV that it names without an address."""
    path.write_text(json.dumps(metadata(dataset, release), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def metadata(dataset: DatasetRecord, release: str) -> Json:
    """The metadata as an object."""
    facts = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "de"}],
        "url": f"{dataset.slug}.csv",
        "dc:title": _texts(dataset.title),
        "dc:description": _texts(dataset.description),
        "dc:publisher": dataset.publisher,
        "dc:license": {"@id": LICENCES + dataset.licence},
        "dc:source": {"@id": dataset.source_url} if dataset.source_url else None,
        "schema:version": release,
        "dcat:keyword": list(dataset.keywords),
        "dialect": DIALECT,
        "tableSchema": _schema(dataset.columns, dataset.key),
    }
    return {name: fact for name, fact in facts.items() if fact}


def _schema(columns: Sequence[Column], key: Sequence[str]) -> Json:
    described = [_column(column, list(key) == [column.name]) for column in columns]
    return {"columns": described, "primaryKey": list(key)} if key else {"columns": described}


def _column(column: Column, required: bool) -> Json:
    facts = {
        "name": column.name,
        # a reader compares titles with the header of the CSV, so the words for people go elsewhere
        "titles": {"und": column.name},
        "dc:title": _texts(column.title),
        "dc:description": _texts(column.description),
        "schema:unitText": column.unit,
        "datatype": DATATYPES[column.type],
        "required": required,
    }
    return {name: fact for name, fact in facts.items() if fact}


def _texts(text: Text) -> list[Json]:
    said = {"de": text.de, "en": text.en}
    return [{"@value": words, "@language": language} for language, words in said.items() if words]
