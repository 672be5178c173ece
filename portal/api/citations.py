"""How a dataset is cited, as files: ``/daten/NAME/AUSGABE/zitat.bib``, ``.txt`` and ``.json``."""

import datetime as dt
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from datasets.catalogue import Edition
from datasets.vocabularies import citation
from datasets.vocabularies.citation import Cited
from datasets.vocabularies.licences import licence
from portal.api.described import DATASETS, RELEASE, SLUG, Parameter, described
from portal.api.downloads import edition_of, on_shelf
from portal.convertors import register
from portal.language import link, localized, spoken
from portal.render import site

register()
router = APIRouter()

Kind = Literal["bib", "txt", "json"]
KIND = Parameter("kind", "BibTeX, APA as text, or CSL-JSON.", {"type": "string", "enum": ["bib", "txt", "json"]}, "bib")


@router.get("/daten/{slug}/zitat.{kind}", openapi_extra=described(DATASETS, {}, SLUG, KIND, errors=(404, 410, 422), status=302))
def cite(request: Request, slug: str, kind: Kind) -> Response:
    """Leads to the citation of the current release."""
    return RedirectResponse(link(f"/daten/{slug}/{on_shelf(request, slug).release}/zitat.{kind}"), 302, {"Cache-Control": "no-cache"})


@router.get(
    "/daten/{slug}/{release:release}/zitat.{kind}",
    openapi_extra=described(DATASETS, dict.fromkeys(citation.MEDIA_TYPES.values()), SLUG, RELEASE, KIND, errors=(404, 410, 422)),
)
def cite_release(request: Request, slug: str, release: str, kind: Kind) -> Response:
    """One release as BibTeX, APA or CSL-JSON, with the day of today as that of looking at it."""
    made = cited(request, slug, edition_of(request, slug, release))
    headers = {"Content-Disposition": f'attachment; filename="{slug}-{release}.{kind}"', "Mehrwert-Release": release}
    return Response(citation.written(made, kind), headers=headers, media_type=f"{citation.MEDIA_TYPES[kind]}; charset=utf-8")


def cited(request: Request, slug: str, edition: Edition) -> Cited:
    """What there is to say of a release, in the language that is spoken."""
    return Cited(
        slug=slug,
        title=localized(edition.record.title),
        publisher=edition.record.publisher,
        release=edition.name,
        issued=edition.created_at.date(),
        licence=_terms(edition.record.licence),
        url=f"{site(request)}/daten/{slug}/{edition.name}",
        seen=dt.datetime.now(dt.UTC).date(),
        language="en" if spoken() == "en" else "de",
    )


def _terms(term: str) -> str:
    found = licence(term)
    name = found.en if spoken() == "en" else found.de
    return f"{name} ({found.url})" if found.url else name
