"""All own data in one file: ``/daten/alles.zip``."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from datasets import everything
from datasets.errors import NotFound
from portal.api.described import DATASETS, described
from portal.api.sending import send_file
from portal.deps import Conf, catalogue_view
from portal.threads import pack

router = APIRouter()

HEADERS = {
    "Content-Type": "application/zip",
    "Content-Disposition": f'attachment; filename="{everything.NAME}"',
    "Cache-Control": "no-cache",
}


@router.get(
    "/daten/alles.zip",
    openapi_extra=described(DATASETS, {"application/zip": None}, errors=(404, 416), s206="The part that Range asked for."),
)
async def whole(request: Request, settings: Conf) -> Response:
    """The current release of every own dataset, a folder each; the same bytes until one of them has a new release."""
    entries = catalogue_view(request).entries
    released = [entry.released_at for entry in entries.values() if entry.origin == "own"]
    if not released:
        raise NotFound("No own dataset has a release yet.")
    found = await pack(everything.bundle, settings, entries)
    return send_file(request, found.path, found.bytes, found.sha256, max(released), HEADERS)
