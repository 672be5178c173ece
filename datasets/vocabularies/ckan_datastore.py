"""Columns of a release as CKAN's datastore describes them, and its rows in the forms it hands out."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from datasets.formats.cells import Value, plain
from datasets.records import Column, ColumnType

Json = dict[str, Any]

TYPES: dict[ColumnType, str] = {
    "string": "text",
    "integer": "int",
    "number": "numeric",
    "boolean": "bool",
    "date": "date",
    "datetime": "timestamp",
    "year": "int",
}


def fields(columns: Sequence[Column], names: Sequence[str]) -> list[Json]:
    """The columns called ``names``, in that order; ``_id`` is the number of the row, others that it does not have are ranks."""
    known = {column.name: column for column in columns}
    return [field(known[name]) if name in known else {"id": name, "type": "int" if name == "_id" else "float"} for name in names]


def field(column: Column) -> Json:
    """One column with what it means, under the keys that CKAN's data dictionary has."""
    info = {
        "label": column.title.de,
        "notes": column.description.de,
        "unit": column.unit,
        "label_en": column.title.en,
        "notes_en": column.description.en,
        "source_name": column.source_name,
        "type_override": "",
    }
    return {"id": column.name, "type": TYPES[column.type], "info": info}


def described(column: Column, indexed: bool, unique: bool) -> Json:
    """One column as ``datastore_info`` shows it."""
    kind = TYPES[column.type]
    schema = {
        "native_type": "integer" if kind == "int" else "boolean" if kind == "bool" else kind,
        "index_name": f"by_{column.name}" if indexed else None,
        "is_index": indexed,
        "notnull": unique,
        "uniquekey": unique,
    }
    return field(column) | {"schema": schema}


def lines(rows: Iterable[Sequence[Value]], delimiter: str) -> Iterator[str]:
    """Rows as lines of CSV or TSV, without a header: numbers as decimals, yes and no as True and False as CKAN writes them."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    for row in rows:
        writer.writerow([plain(cell) if isinstance(cell, float) else cell for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
