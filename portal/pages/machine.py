"""Addresses for programs that are no data: robots.txt, the sitemap, security.txt."""

import datetime as dt
from xml.sax.saxutils import escape

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from datasets import catalogue
from datasets.register import board, organisations
from datasets.settings import Settings
from portal.api.described import OPERATION, described
from portal.deps import Conf, ReadDb
from portal.language import alternates
from portal.render import site

router = APIRouter()

PAGES = (
    "/", "/projekte", "/foerderung", "/foerderung/programme", "/partner", "/daten", "/ideen", "/gesagt-getan", "/smart-city-index",
    "/hilfe", "/ueber", "/methode", "/entwickler", "/api/docs", "/datenschutz", "/impressum", "/barrierefreiheit", "/transparenz",
    "/transparenz/inhalte",
)  # fmt: skip
PLAIN = described(OPERATION, {"text/plain": None})
LIMIT = 16_000
"""Pages in the sitemap; in three languages they stay below the format's 50,000."""


@router.get("/robots.txt", openapi_extra=PLAIN)
def robots(request: Request, settings: Conf) -> PlainTextResponse:
    """Everything public may be read; samples are kept out of search engines."""
    closed = ["/"] if settings.demo else ["/pruefung", "/anmelden", "/meine-bewertungen", "/suche"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), f"Sitemap: {site(request)}/sitemap.xml"]
    return PlainTextResponse("\n".join(lines) + "\n")


@router.get("/sitemap.xml", openapi_extra=described(OPERATION, {"application/xml": None}))
def sitemap(request: Request, db: ReadDb, settings: Conf) -> Response:
    """Every public page in every language."""
    slugs = [
        *(f"/projekte/{slug}" for slug in board.current(db).places),
        *(f"/daten/{shown.slug}" for shown in catalogue.all_datasets(db)),
        *(f"/partner/{partner.slug}" for partner in organisations.partners(db, organisations.PartnerQuestion(size=LIMIT)).items),
    ]
    urls = "".join(_entry(request, path, settings) for path in (*PAGES, *slugs)[:LIMIT])
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return Response(f"{head}{urls}</urlset>\n", media_type="application/xml")


def _entry(request: Request, path: str, settings: Settings) -> str:
    addresses = (site(request) + address for _, address in alternates(path, "", settings.city.languages))
    return "".join(f"<url><loc>{escape(address)}</loc></url>" for address in addresses)


@router.get("/.well-known/security.txt", openapi_extra=PLAIN)
def security(request: Request, settings: Conf) -> PlainTextResponse:
    """Whom to tell about a hole; the format demands an end, so it is always a year away."""
    office = settings.city.office
    contact = f"mailto:{office.email}" if office.email else office.url or f"{site(request)}/impressum"
    expires = (dt.datetime.now(dt.UTC) + dt.timedelta(days=365)).strftime("%Y-%m-%dT00:00:00Z")
    return PlainTextResponse(
        f"Contact: {contact}\nExpires: {expires}\nPreferred-Languages: de, en\nCanonical: {site(request)}/.well-known/security.txt\n"
    )
