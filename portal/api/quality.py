"""How good a dataset's metadata are, with the points of the EU's assessment."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request

from datasets import quality
from datasets.catalogue import Edition
from datasets.quality import Quality
from datasets.settings import Settings
from datasets.vocabularies import ckan, dcat
from datasets.vocabularies.dcat_dataset import Portal
from portal.api.described import DATASETS, SLUG, described
from portal.api.downloads import edition_of, on_shelf
from portal.api.shapes import QualityReport
from portal.deps import catalogue_view
from portal.render import site

router = APIRouter()


@router.get("/daten/{slug}/qualitaet.json", openapi_extra=described(DATASETS, {"application/json": QualityReport}, SLUG, errors=(404, 410)))
def of_dataset(request: Request, slug: str) -> dict[str, Any]:
    """The current release: points and rating in all, by dimension and by indicator."""
    entry = on_shelf(request, slug)
    return {"dataset": slug, "release": entry.release} | _told(assessed(request, slug, edition_of(request, slug, entry.release)))


def _told(found: Quality) -> dict[str, Any]:
    return {
        "points": found.points,
        "most": quality.MOST,
        "rating": found.rating,
        "best_file": found.file,
        "dimensions": {name: {"points": points, "most": most} for name, (points, most) in found.dimensions().items()},
        "indicators": [asdict(mark) for mark in found.marks],
    }


def assessed(request: Request, slug: str, edition: Edition) -> Quality:
    """The points of the current release; its own addresses answer where the file lies in the storage."""
    settings: Settings = request.app.state.settings
    portal = Portal(site(request), settings.city)
    links = _links(portal.base, slug, edition, settings.releases / slug / edition.name)
    shown = catalogue_view(request).shown(slug)
    return quality.assess(portal.dataset(slug), dcat.document(portal, [shown]), links)


def _links(base: str, slug: str, edition: Edition, folder: Path) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for file in ckan.resource_files(edition, slug):
        there = (folder / file.name).is_file()
        found |= {f"{base}/daten/{slug}/{place}/{file.name}": there for place in ("aktuell", edition.name)}
    return found
