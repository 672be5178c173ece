"""Questions to the rows of a dataset by its address: ``/daten/NAME/abfrage.json``, ``.csv``, ``.jsonl`` and ``.parquet``."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse
from pydantic_core import to_json

from datasets import datastore
from datasets.errors import BadQuestion
from datasets.formats import csv, jsonl, parquet
from datasets.formats.cells import Value
from datasets.formats.layout import Schema
from datasets.question import Question
from datasets.records import Column, Text
from portal import asking
from portal.api.downloads import on_shelf
from portal.api.sending import unchanged
from portal.deps import Conf
from portal.threads import count

router = APIRouter()

MOST = 32_000
"""Rows of one JSON answer; CSV and JSON Lines have no end."""
MOST_PACKED = 100_000
"""Rows of one Parquet answer, which is made whole before it is sent."""
ENDLESS = 10**12
LARGE = 1000
"""Rows from which on an answer is too large to be kept; it gets its tag from the question then."""
PIECE = 1000
MEDIA_TYPES = {"csv": "text/csv; charset=utf-8; header=present", "jsonl": "application/jsonl", "parquet": "application/vnd.apache.parquet"}
NUMBER = Column(name="_id", type="integer", title=Text(de="Zeile", en="Row"))


@router.get("/daten/{slug}/abfrage.{kind}")
async def query(request: Request, settings: Conf, slug: str, kind: Literal["json", "csv", "jsonl", "parquet"]) -> Response:
    """Rows that fit: ``column=value``, ``column__ge=value`` …, ``q``, ``fields``, ``sort``, ``limit``, ``offset``."""
    return await count(_asked, request, settings.releases, slug, kind)


def _asked(request: Request, releases: Path, slug: str, kind: str) -> Response:
    entry = on_shelf(request, slug)
    index = releases / slug / entry.release / "index.sqlite"
    schema = datastore.schema(index)
    pairs = request.query_params.multi_items()
    limit, most = (100, MOST) if kind == "json" else (ENDLESS, ENDLESS)
    question = asking.question(pairs, schema.columns, limit, most)
    tag = tag_of(slug, entry.release, kind, request.url.query) if kind != "json" or question.limit > LARGE else ""
    if tag and unchanged(request, tag):
        return Response(None, 304, {"ETag": f'"{tag}"'})
    return _answer(index, schema, question, kind, tag, (slug, entry.release, pairs))


def tag_of(*parts: str) -> str:
    """The tag of an answer that follows from a release and a question alone."""
    return blake2b("\n".join(parts).encode(), digest_size=12).hexdigest()


def pieces(lines: Iterable[str]) -> Iterator[str]:
    """Many lines at once: each piece that is sent costs a way to a thread."""
    source = iter(lines)
    while batch := list(islice(source, PIECE)):
        yield "".join(batch)


def columns_of(schema: Schema, question: Question) -> list[Column]:
    """The columns that a question asks for, ``_id`` too."""
    known = {"_id": NUMBER, **{column.name: column for column in schema.columns}}
    return [known[name] for name in question.fields] if question.fields else list(schema.columns)


def _answer(index: Path, schema: Schema, question: Question, kind: str, tag: str, where: tuple[str, str, asking.Pairs]) -> Response:
    headers = {"ETag": f'"{tag}"', "Cache-Control": "no-cache"} if tag else {}
    if kind == "json":
        return Response(_page(index, question, *where), media_type="application/json", headers=headers)
    rows = islice(datastore.stream(index, question), question.limit)
    columns = columns_of(schema, question)
    if kind == "parquet":
        headers["Content-Disposition"] = f'attachment; filename="{where[0]}-abfrage.parquet"'
        return Response(_packed(index, columns, rows), media_type=MEDIA_TYPES["parquet"], headers=headers)
    lines = csv.lines(columns, rows) if kind == "csv" else (text + "\n" for text in jsonl.batches(columns, rows, "\n"))
    headers["Content-Disposition"] = f'{"attachment" if kind == "csv" else "inline"}; filename="{where[0]}-abfrage.{kind}"'
    return StreamingResponse(pieces(lines) if kind == "csv" else lines, media_type=MEDIA_TYPES[kind], headers=headers)


def _packed(index: Path, columns: list[Column], rows: Iterator[tuple[Value, ...]]) -> bytes:
    """The rows as Parquet, by way of their CSV. Raises BadQuestion where they are too many."""
    with TemporaryDirectory() as folder:
        table, packed = Path(folder, "rows.csv"), Path(folder, "rows.parquet")
        csv.write(table, columns, islice(rows, MOST_PACKED))
        if next(rows, None) is not None:
            raise BadQuestion(f"At most {MOST_PACKED} rows are packed at once; the whole table is there as a file.", "limit")
        parquet.write(packed, columns, table, index)
        return packed.read_bytes()


def _page(index: Path, question: Question, slug: str, release: str, pairs: asking.Pairs) -> bytes:
    answer = datastore.answer(index, question)
    behind = question.offset + len(answer.rows)
    more = answer.total is not None and answer.rows and behind < answer.total
    facts = {
        "dataset": slug,
        "release": release,
        "total": answer.total,
        "limit": question.limit,
        "offset": question.offset,
        "next": asking.address(f"/daten/{slug}/abfrage.json", pairs, offset=behind) if more else None,
    }
    rows = to_json([dict(zip(answer.fields, row, strict=True)) for row in answer.rows])
    return b'%s,"rows":%s}' % (to_json(facts)[:-1], rows)
