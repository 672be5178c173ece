"""The whole table of a resource as CKAN dumps it: ``/datastore/dump/RESOURCE``, sent while it is read."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from datasets import datastore
from datasets.errors import BadQuestion
from datasets.formats.cells import Value
from datasets.formats.jsonl import encode
from datasets.vocabularies import ckan_datastore
from portal.api.asked import Asked
from portal.api.ckan import asked_by
from portal.api.datastore import read, table, with_fields
from portal.api.queries import ENDLESS, pieces, tag_of
from portal.api.sending import unchanged

router = APIRouter()

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
MARK = "\ufeff"


@router.get("/datastore/dump/{resource}")
def dump(request: Request, resource: str) -> Response:
    """All rows that fit ``filters`` and ``q``, in the form of ``format``; ``bom=true`` puts the mark of UTF-8 before them."""
    asked = asked_by(request, dict(request.query_params))
    entry, index = table(asked, resource)
    tag = tag_of(entry.slug, entry.release, resource, request.url.query)
    headers = {"ETag": f'"{tag}"', "Cache-Control": "no-cache"}
    if unchanged(request, tag):
        return Response(None, 304, headers)
    return _answer(asked, entry.slug, index, headers)


def _answer(asked: Asked, slug: str, index: Path, headers: dict[str, str]) -> Response:
    kind = asked.text("format", "csv").lower()
    if kind not in MEDIA_TYPES:
        raise BadQuestion(f"format must be one of {', '.join(MEDIA_TYPES)}.", "format")
    schema = datastore.schema(index)
    question = with_fields(read(asked, ENDLESS, ENDLESS), schema)
    headers |= {"Content-Disposition": f'attachment; filename="{slug}.{kind}"'}
    fields = ckan_datastore.fields(schema.columns, question.fields)
    rows = islice(datastore.stream(index, replace(question, include_total=False)), question.limit)
    text = _json(fields, rows) if kind == "json" else _lines(question.fields, rows, "," if kind == "csv" else "\t")
    return StreamingResponse(pieces(_marked(text, asked.flag("bom"))), media_type=MEDIA_TYPES[kind], headers=headers)


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
