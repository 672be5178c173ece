"""Questions to the rows of a dataset by its address: ``/daten/NAME/abfrage.json``, ``.csv``, ``.jsonl`` and ``.parquet``."""

from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from itertools import chain, islice
from pathlib import Path
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic_core import to_json

from datasets import aggregates, datastore
from datasets.errors import BadQuestion
from datasets.formats import csv, jsonl
from datasets.formats.cells import Value
from datasets.records import Column, Text
from portal import asking
from portal.api import packed
from portal.api.described import QUERIES, described
from portal.api.query import Query, read
from portal.api.query_parameters import ASKED, OF_RELEASE
from portal.api.sending import unchanged
from portal.api.shapes import QueryPage
from portal.convertors import register
from portal.deps import Conf
from portal.streaming import Streamed
from portal.threads import count

register()
router = APIRouter()

LARGE = 1000
"""Rows from which on an answer is too large to be kept; it gets its tag from the question then."""
PIECE = 1000
MEDIA_TYPES = {"csv": "text/csv; charset=utf-8; header=present", "jsonl": "application/jsonl", "parquet": "application/vnd.apache.parquet"}
ANSWERS = {"application/json": QueryPage, **dict.fromkeys(MEDIA_TYPES.values())}
NUMBER = Column(name="_id", type="integer", title=Text(de="Zeile", en="Row"))
ENDLESS = 10**12

Kind = Literal["json", "csv", "jsonl", "parquet"]


@router.get("/daten/{slug}/abfrage.{kind}", openapi_extra=described(QUERIES, ANSWERS, *ASKED, errors=(404, 410, 422)))
async def query(request: Request, settings: Conf, slug: str, kind: Kind) -> Response:
    """Rows of the current release by ``column=value``, ``column__ge=value``, ``q``, ``fields``, ``sort``, ``limit``; or groups."""
    return await _answered(request, settings.releases, slug, "", kind)


@router.get(
    "/daten/{slug}/{release:release}/abfrage.{kind}",
    openapi_extra=described(QUERIES, ANSWERS, *OF_RELEASE, errors=(404, 410, 422)),
)
async def query_release(request: Request, settings: Conf, slug: str, release: str, kind: Kind) -> Response:
    """The same question to one release: what it answers never changes."""
    return await _answered(request, settings.releases, slug, release, kind)


async def _answered(request: Request, releases: Path, slug: str, release: str, kind: str) -> Response:
    try:
        asked = await count(read, request, releases, slug, release, kind, request.query_params.multi_items())
        tag = tag_of(slug, asked.release, kind, request.url.query) if kind != "json" or asked.limit > LARGE else ""
        if tag and unchanged(request, tag):
            return Response(None, 304, {"ETag": f'"{tag}"', **asked.headers})
        headers = asked.headers | ({"ETag": f'"{tag}"', "Cache-Control": "no-cache"} if tag else {})
        if kind == "parquet":
            columns, rows, kinds = await count(_table, asked)
            if request.scope.get("head"):
                return await count(_head, rows, headers | _saved(asked, kind))
            return await packed.answer(request, asked, columns, rows, kinds, headers | _saved(asked, kind))
        return await count(_answer, asked, kind, headers)
    except BadQuestion as error:
        error.field = _named(request, error)
        raise


def tag_of(*parts: str) -> str:
    """The tag of an answer that follows from a release and a question alone."""
    return blake2b("\n".join(parts).encode(), digest_size=12).hexdigest()


def pieces(lines: Iterable[str]) -> Iterator[str]:
    """Many lines at once: each piece that is sent costs a way to a thread."""
    source = iter(lines)
    while batch := list(islice(source, PIECE)):
        yield "".join(batch)


def columns_of(asked: Query) -> list[Column]:
    """The columns that a question asks for, ``_id`` too."""
    known = {"_id": NUMBER, **{column.name: column for column in asked.schema.columns}}
    fields = asked.question.fields
    return [known[name] for name in fields] if fields else list(asked.schema.columns)


def _table(asked: Query) -> tuple[list[Column], Iterable[tuple[Value, ...]], dict[str, str]]:
    """Columns, rows and what DuckDB is to take columns for that the release does not have."""
    if asked.facets:
        raise BadQuestion("facets come with JSON only: /abfrage.json.", "facets")
    if asked.grouping is None:
        rows = islice(datastore.stream(asked.index, asked.question), asked.question.limit)
        return columns_of(asked), rows, {}
    found = aggregates.grouped(asked.folder, asked.slug, asked.question, asked.grouping)
    return list(found.columns), found.rows, found.kinds


def _head(rows: Iterable[tuple[Value, ...]], headers: dict[str, str]) -> Response:
    """What a file would be called and marked; how long it is would cost to make it, so nothing is said of that."""
    next(iter(rows), None)  # what is wrong with the question shows at its first row
    return Streamed(iter(()), media_type=packed.MEDIA_TYPE, headers=headers)


def _answer(asked: Query, kind: str, headers: dict[str, str]) -> Response:
    if kind == "json":
        body = _page(asked) if asked.grouping is None else _groups(asked, asked.grouping.limit, asked.grouping.offset)
        return Response(body, media_type="application/json", headers=headers)
    columns, rows, _ = _table(asked)
    write: dict[str, Callable[[], Iterator[str]]] = {
        "csv": lambda: csv.batches(columns, rows),
        "jsonl": lambda: (text + "\n" for text in jsonl.batches(columns, rows, "\n")),
    }
    source = write[kind]()
    # The first piece is made before anything is sent: what is wrong with the question shows here.
    first = list(islice(source, 1))
    return Streamed(chain(first, source), media_type=MEDIA_TYPES[kind], headers=headers | _saved(asked, kind))


def _saved(asked: Query, kind: str) -> dict[str, str]:
    shown = "inline" if kind == "jsonl" else "attachment"
    return {"Content-Disposition": f'{shown}; filename="{asked.slug}-{asked.release}-abfrage.{kind}"'}


def _page(asked: Query) -> bytes:
    question, more = asked.question, {}
    if asked.facets:
        found = datastore.facets(asked.index, question, *asked.facets)
        more["facets"] = {
            facet.column: {"values": [{"value": value, "count": n} for value, n in facet.values], "rest": facet.rest} for facet in found
        }
    answer = datastore.page(asked.index, question)
    following = asked.here(after=asking.cursor(asked.release, answer.last), offset=None) if answer.last else None
    behind = question.offset + len(answer.rows)
    if question.distinct and answer.rows and answer.total is not None and behind < answer.total:
        following = asked.here(offset=behind)
    facts = asked.facts | {"total": answer.total, "limit": question.limit, "offset": question.offset, "next": following} | more
    rows = to_json([dict(zip(answer.fields, row, strict=True)) for row in answer.rows])
    return b'%s,"rows":%s}' % (to_json(facts)[:-1], rows)


def _groups(asked: Query, limit: int, offset: int) -> bytes:
    assert asked.grouping is not None  # noqa: S101 the caller asked
    found = aggregates.grouped(asked.folder, asked.slug, asked.question, asked.grouping)
    behind = offset + len(found.rows)
    following = asked.here(offset=behind) if found.rows and behind < found.total else None
    facts = asked.facts | {"total": found.total, "limit": limit, "offset": offset, "next": following}
    rows = ",".join(jsonl.batches(found.columns, found.rows, ","))
    return b'%s,"rows":[%s]}' % (to_json(facts)[:-1], rows.encode())


def _named(request: Request, error: BadQuestion) -> str:
    """The parameter that is off, as it stands in the address: filters are parameters named after their columns."""
    meant = [name for name in request.query_params if error.column and name.split("__")[0] == error.column]
    return meant[0] if meant else error.field
