"""A dataset described for machine learning."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic_core import to_json

from datasets.vocabularies import schema_org
from datasets.vocabularies.dcat_dataset import Portal
from portal.api.described import DATASETS, SLUG, described
from portal.api.downloads import edition_of, on_shelf
from portal.api.shapes import JsonLd
from portal.deps import Conf, catalogue_view
from portal.render import site

router = APIRouter()


@router.get("/daten/{slug}/croissant.json", openapi_extra=described(DATASETS, {schema_org.MEDIA_TYPE: JsonLd}, SLUG, errors=(404, 410)))
def croissant(request: Request, settings: Conf, slug: str) -> Response:
    """The current release as Croissant 1.1: files with their sums, columns with their types."""
    entry = on_shelf(request, slug)
    shown, edition = catalogue_view(request).shown(slug), edition_of(request, slug, entry.release)
    found = schema_org.croissant(Portal(site(request), settings.city), shown, edition)
    return Response(to_json(found, indent=1), media_type=schema_org.MEDIA_TYPE)
