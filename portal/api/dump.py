"""The whole table of a resource as CKAN dumps it: ``/datastore/dump/RESOURCE``, sent while it is read."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from fastapi import APIRouter, Request
from fastapi.responses import Response

from datasets import datastore
from datasets.errors import BadQuestion
from datasets.formats.cells import Value, plain
from datasets.formats.jsonl import encode
from datasets.formats.layout import Schema
from datasets.question import Question
from datasets.vocabularies import ckan_datastore
from portal.api.asked import Asked
from portal.api.ckan import asked_by
from portal.api.datastore import read, table
from portal.api.described import NATURAL, QUERIES, Parameter, described
from portal.api.queries import ENDLESS, pieces, tag_of
from portal.api.sending import unchanged
from portal.streaming import Streamed

router = APIRouter()

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "xml": "text/xml; charset=utf-8",
}
ASKED = (
    Parameter("resource", "Id of a resource, or name of the dataset.", example="projekte"),
    Parameter("format", "csv (unless said), tsv, json or xml.", {"enum": list(MEDIA_TYPES)}),
    Parameter("bom", "With the mark of UTF-8 before the text: true, yes, t, y or 1."),
    Parameter("filters", "Columns and values as a JSON object; a list holds for any of its values."),
    Parameter("q", "Words in any column of text."),
    Parameter("fields", "Columns of the answer, by comma."),
    Parameter("sort", "As amount desc, title."),
    Parameter("limit", "How many rows; all unless said.", NATURAL),
    Parameter("offset", "How many to leave out before.", NATURAL),
)
MARK = "\ufeff"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that XML cannot hold, not even escaped."""


@router.get("/datastore/dump/{resource}", openapi_extra=described(QUERIES, dict.fromkeys(MEDIA_TYPES.values()), *ASKED, errors=(404, 422)))
def dump(request: Request, resource: str) -> Response:
    """All rows that fit ``filters`` and ``q``, in the form of ``format``; ``bom=true`` puts the mark of UTF-8 before them."""
    asked = asked_by(request, dict(request.query_params))
    entry, index = table(asked, resource)
    tag = tag_of(entry.slug, entry.release, resource, request.url.query)
    headers = {"ETag": f'"{tag}"', "Cache-Control": "no-cache", "Mehrwert-Release": entry.release}
    if unchanged(request, tag):
        return Response(None, 304, headers)
    return _answer(asked, entry.slug, index, headers)


def _answer(asked: Asked, slug: str, index: Path, headers: dict[str, str]) -> Response:
    kind = asked.text("format", "csv").lower()
    if kind not in MEDIA_TYPES:
        raise BadQuestion(f"format must be one of {', '.join(MEDIA_TYPES)}.", "format")
    schema = datastore.schema(index)
    question = _with_fields(read(asked, ENDLESS, ENDLESS), schema)
    headers |= {"Content-Disposition": f'attachment; filename="{slug}.{kind}"'}
    fields = ckan_datastore.fields(schema.columns, question.fields)
    rows = islice(datastore.stream(index, replace(question, include_total=False)), question.limit)
    text = _told(kind, fields, question.fields, rows)
    return Streamed(pieces(_marked(text, asked.flag("bom"))), media_type=MEDIA_TYPES[kind], headers=headers)


def _with_fields(question: Question, schema: Schema) -> Question:
    """The question with all columns named where it names none: they are the head of the file."""
    names = (*(("_id",) if question.numbered else ()), *(column.name for column in schema.columns))
    return replace(question, fields=question.fields or names)


def _told(kind: str, fields: list[dict[str, Any]], names: tuple[str, ...], rows: Iterable[tuple[Value, ...]]) -> Iterator[str]:
    if kind == "json":
        return _json(fields, rows)
    return _xml(names, rows) if kind == "xml" else _lines(names, rows, "," if kind == "csv" else "\t")


def _marked(text: Iterable[str], mark: bool) -> Iterator[str]:
    if mark:
        yield MARK
    yield from text


def _lines(names: tuple[str, ...], rows: Iterable[tuple[Value, ...]], delimiter: str) -> Iterator[str]:
    head = io.StringIO()
    csv.writer(head, delimiter=delimiter, lineterminator="\r\n").writerow(names)
    yield head.getvalue()
    yield from ckan_datastore.lines(rows, delimiter)


def _json(fields: list[dict[str, Any]], rows: Iterable[tuple[Value, ...]]) -> Iterator[str]:
    yield f'{{\n  "fields": {encode(fields)},\n  "records": [\n'
    before = ""
    for row in rows:
        yield f"{before}    {encode(row)}"
        before = ",\n"
    yield "\n]}\n"


def _xml(names: tuple[str, ...], rows: Iterable[tuple[Value, ...]]) -> Iterator[str]:
    """A row is an element whose children are called as the columns; an empty cell is said to be one."""
    yield '<data xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
    for row in rows:
        cells = dict(zip(names, row, strict=True))
        number = f" _id={quoteattr(str(cells.pop('_id')))}" if "_id" in cells else ""
        yield f"<row{number}>{''.join(_element(name, cell) for name, cell in cells.items())}</row>\n"
    yield "</data>\n"


def _element(name: str, cell: Value) -> str:
    if cell is None:
        return f'<{name} xsi:nil="true"></{name}>'
    return f"<{name}>{escape(CONTROL.sub('', plain(cell) if isinstance(cell, float) else str(cell)))}</{name}>"
