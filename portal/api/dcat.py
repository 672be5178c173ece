"""The catalogue in RDF for harvesters: pages of it, single datasets, and the addresses that name things in it."""

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from datasets import catalogue
from datasets.descriptions import Descriptions
from datasets.errors import BadQuestion, NotFound
from datasets.settings import Settings
from datasets.shelf import Entry, View
from datasets.vocabularies import ckan, dcat, dcat_series, rdf
from datasets.vocabularies.dcat_dataset import PROFILES, Portal
from datasets.vocabularies.dcat_series import Members
from portal.api.described import CATALOGUE, RELEASE, Parameter, described
from portal.api.downloads import on_shelf
from portal.api.sending import unchanged
from portal.asking import address
from portal.convertors import register
from portal.deps import ReadDb, catalogue_view
from portal.recorder import LARGEST
from portal.render import site

register()
router = APIRouter()

RDF = {media_type: Any if "json" in media_type else None for _, media_type in rdf.FORMATS.values()}
ENDING = Parameter("ending", "Form of RDF.", {"enum": list(rdf.FORMATS)}, "ttl")
PAGE = Parameter("page", "Number of the page, 100 datasets each.", {"type": "integer", "minimum": 1})
PROFILE = Parameter(
    "profiles", "Edition of DCAT-AP.de; without it the newest. Links to other pages keep it.", {"enum": list(PROFILES)}, PROFILES[0]
)
Profile = Annotated[str, Query(alias="profiles", max_length=100)]
NAME = Parameter("name", "Name or id of the dataset.", {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{1,99}$"}, "projekte")
RESOURCE = Parameter("resource_id", "Id of the resource.")
ORGANIZATION = Parameter("name", "Name of the organisation.")
TO_A_PAGE = "For a browser: its page."
ACCEPTED = "Where Accept wants RDF most: the description in that form."
USUAL = "ttl"
"""What is sent to those who ask for nothing that we have."""


@router.get("/catalog", openapi_extra=described(CATALOGUE, {}, status=303))
def whole_catalogue(request: Request) -> Response:
    """Leads to the format that is asked for by ``Accept``; a browser is shown the list of datasets."""
    ending = accepted(request.headers.get("accept", ""))
    return RedirectResponse(f"/catalog.{ending}" if ending else "/daten", 303, {"Vary": "Accept"})


@router.get("/catalog.{ending}", openapi_extra=described(CATALOGUE, RDF, ENDING, PAGE, PROFILE, errors=(404, 422)))
def catalogue_page(
    request: Request, ending: str, page: Annotated[str, Query(max_length=9)] = "1", profile: Profile = PROFILES[0]
) -> Response:
    """One page of the catalogue, 100 datasets each, in the order in which they were first published."""
    _known(ending)
    view = catalogue_view(request)
    number = _number(page, dcat.pages(len(view.entries)))
    entries = view.in_order[(number - 1) * dcat.PAGE : number * dcat.PAGE]
    kept: Descriptions = request.app.state.descriptions
    return _sent(request, kept.page(view, _portal(request, profile), _whole(view), entries, number, ending), ending)


@router.get("/dataset/{name:slug}", openapi_extra=described(CATALOGUE, {}, NAME, errors=(404, 410), status=302, s303=ACCEPTED))
def named(request: Request, name: str) -> Response:
    """The address that names a dataset leads to its page, or to the form of RDF that is asked for by ``Accept``."""
    slug = _entry(request, name).slug
    return _led(request, f"/dataset/{slug}", f"/daten/{slug}")


@router.get("/dataset/{name}.{ending}", openapi_extra=described(CATALOGUE, RDF, NAME, ENDING, PROFILE, errors=(404, 410, 422)))
def dataset(request: Request, name: str, ending: str, profile: Profile = PROFILES[0]) -> Response:
    """One dataset."""
    _known(ending)
    portal = _portal(request, profile)
    shown = catalogue_view(request).shown(_entry(request, name).slug)
    return _sent(request, rdf.written(dcat.document(portal, [shown]), ending), ending)


@router.get(
    "/resource/{resource_id}",
    openapi_extra=described(CATALOGUE, {}, RESOURCE, errors=(404,), status=303),
)
def resource(request: Request, resource_id: str) -> Response:
    """The address that names a file for life leads to it."""
    entry, kind = catalogue_view(request).resource(resource_id)
    return RedirectResponse(f"/daten/{entry.slug}/aktuell/{entry.slug}.{kind}", 303)


@router.get("/series/{name:slug}", openapi_extra=described(CATALOGUE, {}, NAME, errors=(404, 410), status=303, s302=TO_A_PAGE))
def series(request: Request, name: str) -> Response:
    """The address that names a dataset's releases as a series leads to its page, where they are listed, or to its form of RDF."""
    return _led(request, f"/series/{_entry(request, name).slug}", f"/daten/{_entry(request, name).slug}")


@router.get("/series/{name:slug}.{ending}", openapi_extra=described(CATALOGUE, RDF, NAME, ENDING, PAGE, errors=(404, 410, 422)))
def series_page(request: Request, db: ReadDb, name: str, ending: str, page: Annotated[str, Query(max_length=9)] = "1") -> Response:
    """All releases of a dataset that can be had, each as a dataset with lasting files, 100 on a page, oldest first."""
    _known(ending)
    portal, shown = _portal(request, PROFILES[0]), catalogue_view(request).shown(_entry(request, name).slug)
    names = catalogue.standing(db, shown.slug)
    first = (_number(page, dcat.pages(len(names))) - 1) * dcat.PAGE
    members = Members(names, first, catalogue.editions(db, shown.slug, names[first : first + dcat.PAGE]))
    said = dcat_series.page(portal, shown, members, f"{portal.series(shown.slug)}.{ending}")
    return _sent(request, rdf.written(said, ending), ending)


@router.get(
    "/dataset/{name:slug}/{release:release}",
    openapi_extra=described(CATALOGUE, {}, NAME, RELEASE, errors=(404, 410), status=303, s302=TO_A_PAGE),
)
def named_release(request: Request, db: ReadDb, name: str, release: str) -> Response:
    """The address that names one release leads to its page, or to the form of RDF that is asked for by ``Accept``."""
    slug = _entry(request, name).slug
    catalogue.release(db, slug, release)
    return _led(request, f"/dataset/{slug}/{release}", f"/daten/{slug}/{release}")


@router.get(
    "/dataset/{name:slug}/{release:release}.{ending}",
    openapi_extra=described(CATALOGUE, RDF, NAME, RELEASE, ENDING, errors=(404, 410)),
)
def release_alone(request: Request, db: ReadDb, name: str, release: str, ending: str) -> Response:
    """One release, as it is in the series."""
    _known(ending)
    portal, shown = _portal(request, PROFILES[0]), catalogue_view(request).shown(_entry(request, name).slug)
    edition, names = catalogue.release(db, shown.slug, release), catalogue.standing(db, shown.slug)
    said = dcat_series.document(portal, shown, Members(names, names.index(release), [edition]))
    return _sent(request, rdf.written(said, ending), ending)


@router.get(
    "/organization/{name}",
    openapi_extra=described(CATALOGUE, {}, ORGANIZATION, errors=(404,), status=303),
)
def organization(request: Request, name: str) -> Response:
    """The address that names a publisher leads to its datasets."""
    for publisher in catalogue_view(request).publishers:
        if ckan.publisher_name(publisher) == name:
            return RedirectResponse(address("/daten", [("q", publisher)]), 303)
    raise NotFound(f"Nobody called {name} publishes here.")


def accepted(header: str, usual: str = USUAL) -> str:
    """The ending of the format that is wanted most; empty for a browser, which wants a page; ``usual`` where anything is right."""
    endings = {media_type: ending for ending, (_, media_type) in reversed(rdf.FORMATS.items())}
    endings |= {"text/html": "", "application/xml": "rdf", "*/*": usual}
    wanted = [_weighed(part) for part in header.split(",") if part.strip()]
    for media_type, _ in sorted(wanted, key=lambda pair: -pair[1]):
        if media_type in endings:
            return endings[media_type]
    return usual


def _weighed(part: str) -> tuple[str, float]:
    media_type, *parameters = (word.strip() for word in part.split(";"))
    weight = next((word[2:] for word in parameters if word.startswith("q=")), "1")
    try:
        return media_type.lower(), float(weight)
    except ValueError:
        return media_type.lower(), 0.0


def _led(request: Request, named: str, page: str) -> Response:
    """To the description of what is named in RDF, where ``Accept`` wants that most, else to its page."""
    ending = accepted(request.headers.get("accept", ""), usual="")
    if ending:
        return RedirectResponse(f"{named}.{ending}", 303, {"Vary": "Accept"})
    return RedirectResponse(page, 302, {"Vary": "Accept"})


def _entry(request: Request, name: str) -> Entry:
    try:
        return catalogue_view(request).entry(name)
    except NotFound:
        return on_shelf(request, name)  # which knows of withdrawn ones


def _whole(view: View) -> dcat.Whole:
    return dcat.Whole(len(view.entries), view.in_order[0].created_at if view.in_order else None, view.released_at)


def _portal(request: Request, profile: str) -> Portal:
    if profile not in PROFILES:
        raise BadQuestion(f"profiles is {' or '.join(PROFILES)}, not {profile!r}.", "profiles")
    settings: Settings = request.app.state.settings
    if not rdf.node(site(request)):
        raise BadQuestion(
            f"The request was sent to {site(request)!r}, which is no address to begin others with: check its head Host.", "Host"
        )
    return Portal(site(request), settings.city, profile)


def _known(ending: str) -> None:
    if ending not in rdf.FORMATS:
        raise NotFound(f"There is no format {ending}; there are {', '.join(rdf.FORMATS)}.")


def _number(page: str, last: int) -> int:
    if not page.isascii() or not page.isdigit():
        raise BadQuestion(f"page is a number from 1 to {last}, not {page!r}.", "page")
    if not 1 <= int(page) <= last:
        # Never an empty page: who deletes what is missing must not take it for the end.
        raise NotFound(f"The catalogue has {last} pages, there is no page {page}.")
    return int(page)


def _sent(request: Request, body: bytes, ending: str) -> Response:
    media_type = f"{rdf.FORMATS[ending][1]}; charset=utf-8" if ending != "jsonld" else rdf.FORMATS[ending][1]
    if len(body) <= LARGEST:
        return Response(body, media_type=media_type)
    tag = hashlib.blake2b(body, digest_size=12).hexdigest()
    headers = {"ETag": f'"{tag}"', "Cache-Control": "no-cache"}
    return Response(None, 304, headers) if unchanged(request, tag) else Response(body, 200, headers, media_type)
