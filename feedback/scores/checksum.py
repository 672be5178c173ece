"""The checksum of a snapshot: anybody can work it out again from the published CSV or JSON."""

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from datasets.own import beteiligung
from datasets.own.buergernutzen import COLUMNS
from datasets.records import Column

NAME = "snapshot_sha256"


def checksum(rows: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 over the rows that show a figure, without the column of the checksum itself.

    Rows are sorted by project and dimension. Each becomes a JSON list of texts in the order of the dataset's columns
    (UTF-8, no spaces): numbers without trailing zeros, an absent value as an empty text. A line feed follows each row.
    A file from before a column was added has its sum without it.
    """
    shown = sorted((row for row in rows if is_shown(row)), key=lambda row: (str(row["project"]), str(row["dimension"])))
    return _digest(shown, [column for column in COLUMNS if column.name != NAME and shown and column.name in shown[0]])


def table_checksum(rows: Iterable[Mapping[str, Any]]) -> str:
    """The same of the table of one project in ``beteiligung``, sorted by group, without its project and its own column.

    It stands in the project's row of ``buergernutzen``, so that the checksum of a snapshot covers the tables too.
    """
    columns = [column for column in beteiligung.COLUMNS if column.name not in {"project", beteiligung.SUMS}]
    return _digest(sorted(rows, key=lambda row: str(row["group"])), columns)


def _digest(rows: Sequence[Mapping[str, Any]], columns: Collection[Column]) -> str:
    digest = hashlib.sha256()
    for row in rows:
        texts = [_text(column, row.get(column.name)) for column in columns]
        digest.update(json.dumps(texts, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return digest.hexdigest()


def is_shown(row: Mapping[str, Any]) -> bool:
    """Whether a row of the dataset shows a figure."""
    return row.get("n") not in {None, ""}


def _text(column: Column, value: Any) -> str:
    if value is None or value == "":
        return ""
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    try:
        return format(Decimal(text).normalize(), "f") if column.type in {"integer", "number"} else text
    except InvalidOperation:  # a cell that somebody spoilt still has a checksum: another one
        return text
