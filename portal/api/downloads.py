"""Files of releases: the current ones by a lasting address, each release for ever, and lists of both."""

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from datasets import catalogue, history
from datasets.catalogue import Edition
from datasets.database import reading
from datasets.errors import NotFound
from datasets.formats.files import File
from datasets.history import Past
from datasets.shelf import Entry
from portal.api.described import DATASETS, RELEASE, SLUG, Parameter, described
from portal.api.sending import send_file
from portal.api.shapes import DataPackage, ListedRelease
from portal.convertors import register
from portal.deps import Conf, ReadDb, catalogue_view
from portal.render import site

register()
router = APIRouter()

FILE = Parameter("name", "Name of a file, as the dataset's with its format.", example="projekte.csv")
FILES: dict[str, Any] = {
    "text/csv": None,
    "application/json": Any,
    "application/jsonl": None,
    "application/geo+json": Any,
    "application/csvm+json": Any,
    "application/vnd.apache.parquet": None,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": None,
    "application/zip": None,
}
LISTED = {"application/json": list[ListedRelease]}
INLINE = frozenset({"json", "jsonl", "geojson"})
"""Formats that browsers show; the others they save."""


@router.get("/daten/{slug}/ausgaben.json", openapi_extra=described(DATASETS, LISTED, SLUG, errors=(404,)))
def releases(db: ReadDb, slug: str) -> list[dict[str, Any]]:
    """All releases of a dataset, newest first, with their files and sums; withdrawn ones with the reason."""
    found = history.past(db, slug)
    if not found:
        raise NotFound(f"There is no dataset {slug} with a release.")
    return [_listed(slug, past) for past in found]


@router.get("/daten/{slug}/datapackage.json", openapi_extra=described(DATASETS, {"application/json": DataPackage}, SLUG, errors=(404, 410)))
def datapackage(request: Request, settings: Conf, slug: str) -> JSONResponse:
    """The current release as a Data Package: as in the release, with addresses in place of file names."""
    entry = on_shelf(request, slug)
    folder = f"{site(request)}/daten/{slug}/{entry.release}"
    package = json.loads((settings.releases / slug / entry.release / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        resource["path"] = f"{folder}/{resource['path']}"
    return JSONResponse(package)


@router.get("/daten/{slug}/aktuell/{name}", openapi_extra=described(DATASETS, {}, SLUG, FILE, errors=(404, 410), status=302))
def current(request: Request, slug: str, name: str) -> Response:
    """Leads to the file of the current release."""
    entry = on_shelf(request, slug)
    if name not in {known for known, _, _ in entry.files}:
        raise NotFound(f"Release {entry.release} of {slug} has no file {name}.")
    return RedirectResponse(f"/daten/{slug}/{entry.release}/{name}", 302, {"Cache-Control": "no-cache"})


@router.get(
    "/daten/{slug}/{release:release}/{name}",
    openapi_extra=described(DATASETS, FILES, SLUG, RELEASE, FILE, errors=(404, 410, 416), s206="The part that Range asked for."),
)
def file(request: Request, settings: Conf, slug: str, release: str, name: str) -> Response:
    """One file of one release; it never changes."""
    edition = edition_of(request, slug, release)
    found = edition.file(name)
    path = settings.releases / slug / edition.name / found.name
    if not path.is_file():
        raise NotFound(f"{found.name} of {slug} {edition.name} is missing in the storage; the operator can find out by verifying it.")
    return send_file(request, path, found.bytes, found.sha256, edition.created_at, _headers(slug, edition, found))


def on_shelf(request: Request, slug: str) -> Entry:
    """A dataset with a current release. Raises NotFound, or Gone where all its releases were withdrawn."""
    entry = catalogue_view(request).entries.get(slug)
    if entry is not None:
        return entry
    with reading(request.app.state.engine) as session:
        raise history.absent(session, slug)


def edition_of(request: Request, slug: str, release: str) -> Edition:
    """One release, the current one from memory. Raises NotFound, or Gone with the reason."""
    view = catalogue_view(request)
    entry = view.entries.get(slug)
    if entry is not None and entry.release == release:
        current_edition = view.shown(slug).current
        if current_edition is not None and current_edition.name == release:
            return current_edition
    with reading(request.app.state.engine) as session:
        return catalogue.release(session, slug, release)


def _headers(slug: str, edition: Edition, found: File) -> dict[str, str]:
    media_type = found.media_type
    headers = {"Content-Disposition": f'{"inline" if found.format in INLINE else "attachment"}; filename="{found.name}"'}
    if found.format == "csv":
        media_type = "text/csv; charset=utf-8; header=present"
        headers["Link"] = f'</daten/{slug}/{edition.name}/{found.name}-metadata.json>; rel="describedby"; type="application/csvm+json"'
    return headers | {"Content-Type": media_type}


def _listed(slug: str, past: Past) -> dict[str, Any]:
    table = next((file["sha256"] for file in past.files if file["format"] == "csv"), None)
    listed: dict[str, Any] = {
        "release": past.name,
        "created": past.created_at.isoformat(),
        "rows": past.rows,
        "sha256": table,
        "files": _files(slug, past),
    }
    if past.withdrawn_at is not None:
        listed |= {"withdrawn": past.withdrawn_reason, "withdrawn_at": past.withdrawn_at.isoformat()}
    return listed | ({"removed_at": past.removed_at.isoformat()} if past.removed_at else {})


def _files(slug: str, past: Past) -> list[dict[str, Any]]:
    """With their addresses; what is no longer kept is still told by its sums, what was withdrawn is not told."""
    if past.withdrawn_reason:
        return []
    return [{**file, "path": f"/daten/{slug}/{past.name}/{file['name']}"} if past.is_there else {**file} for file in past.files]
