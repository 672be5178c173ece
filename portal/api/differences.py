"""What changed between two releases of a dataset, as JSON that is sent while it is found."""

from collections.abc import Iterator
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from datasets.catalogue import Edition
from datasets.formats import index
from datasets.formats.differences import changed_cells, only_in
from datasets.formats.jsonl import encode
from portal.api.described import DATASETS, FIRST, SECOND, SLUG, described
from portal.api.downloads import edition_of
from portal.api.sending import FOREVER, unchanged
from portal.api.shapes import Difference
from portal.convertors import register
from portal.deps import Conf
from portal.streaming import Streamed

register()
router = APIRouter()

BATCH = 500
"""Rows that make one piece of the answer."""


@router.get(
    "/daten/{slug}/{first:release}..{second:release}.json",
    openapi_extra=described(DATASETS, {"application/json": Difference}, SLUG, FIRST, SECOND, errors=(404, 410)),
)
def difference(request: Request, settings: Conf, slug: str, first: str, second: str) -> Response:
    """Rows that were added and removed and cells that changed from the first release to the second."""
    old, new = edition_of(request, slug, first), edition_of(request, slug, second)
    tag = f"{old.digest[:24]}-{new.digest[:24]}"
    headers = {"ETag": f'"{tag}"', "Cache-Control": FOREVER}
    if unchanged(request, tag):
        return Response(None, 304, headers)
    home = settings.releases / slug
    return Streamed(_pieces(home, old, new), media_type="application/json", headers=headers)


def _pieces(home: Path, old: Edition, new: Edition) -> Iterator[str]:
    before, after = (home / edition.name / "index.sqlite" for edition in (old, new))
    key = encode(list(new.record.key))
    yield f'{{"from":{encode(old.name)},"to":{encode(new.name)},"key":{key},\n"added":['
    yield from _batches(_rows(after, before))
    yield '],\n"removed":['
    yield from _batches(_rows(before, after))
    yield '],\n"changed":['
    changes = changed_cells(before, after)
    yield from _batches(encode({"key": one.key, "column": one.column, "old": one.old, "new": one.new}) for one in changes)
    yield "]}\n"


def _rows(path: Path, other: Path) -> Iterator[str]:
    names = [column.name for column in index.read_schema(path).columns]
    return (encode(dict(zip(names, cells, strict=True))) for _, cells in only_in(path, other))


def _batches(texts: Iterator[str]) -> Iterator[str]:
    """The texts with commas between them, many in one piece."""
    batch: list[str] = []
    first = True
    for text in texts:
        batch.append(text if first else ",\n" + text)
        first = False
        if len(batch) == BATCH:
            yield "".join(batch)
            batch.clear()
    yield "".join(batch)
