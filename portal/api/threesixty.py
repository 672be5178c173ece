"""The awards as 360Giving's tools read them."""

import json
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic_core import to_json

from datasets.errors import NotFound
from datasets.vocabularies import threesixty
from datasets.vocabularies.dcat_dataset import Portal
from portal.api.described import DATASETS, described
from portal.api.downloads import edition_of, on_shelf
from portal.api.shapes import Grants
from portal.deps import Conf, catalogue_view
from portal.render import site

router = APIRouter()

SLUG = "foerderungen"
OURS = frozenset({"list", "key", "gone", "amount_type", "title", "currency", "amount", "as_of", "recipient", "funder"})
"""Columns of the register's own table that say whether a row is an award."""


@router.get("/daten/foerderungen/360giving.json", openapi_extra=described(DATASETS, {"application/json": Grants}, errors=(404, 410)))
def grants(request: Request, settings: Conf) -> Response:
    """The current release by the 360Giving standard; ``leftOut`` names the awards that lack what it demands."""
    edition = edition_of(request, SLUG, on_shelf(request, SLUG).release)
    shown = catalogue_view(request).shown(SLUG)
    rows = rows_of(settings.releases / SLUG / edition.name)
    package = threesixty.package(Portal(site(request), settings.city), shown, edition, rows)
    if not package["grants"]:
        raise NotFound(f"None of the {len(package['leftOut'])} awards of this release has all that 360Giving demands.")
    return Response(to_json(package), media_type="application/json")


def rows_of(folder: Path) -> list[threesixty.Row]:
    """The awards of the release in that folder. Raises NotFound where a table of other columns bears the name: an imported one."""
    with (folder / f"{SLUG}.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    if rows and not rows[0].keys() >= OURS:
        raise NotFound(f"{SLUG} is a table of somebody else here; 360Giving needs the columns {', '.join(sorted(OURS - rows[0].keys()))}.")
    return rows
