"""Pages of longer text: help, about, method, and the legal texts of the city."""

from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from datasets.settings import Settings
from portal import prose
from portal.deps import Conf
from portal.language import localized
from portal.pages import example, participation, privacy
from portal.render import page, site

router = APIRouter(include_in_schema=False)

TEXTS = Path(__file__).parent.parent / "texts"


@router.get("/hilfe")
@router.get("/ueber")
@router.get("/methode")
@router.get("/datenschutz")
@router.get("/impressum")
@router.get("/barrierefreiheit")
def text(request: Request, settings: Conf) -> HTMLResponse:
    """The text whose name is the path; a city's own text goes before ours."""
    name = request.scope["path"].strip("/")
    return page(request, "text.html", text=prose.read((settings.city.folder / "legal", TEXTS), name, words(request, settings)))


@router.get("/datenschutz/verzeichnis")
def processing(request: Request, settings: Conf) -> HTMLResponse:
    """The record of processing, from the settings and the table of periods."""
    told: dict[str, Any] = {"activities": privacy.activities(settings), "sealed": privacy.sealed(settings)}
    return page(request, "processing.html", **told, encrypted=settings.base_url.startswith("https:"))


def words(request: Request, settings: Settings) -> dict[str, str]:
    """What stands for ``$city`` and so on in a text."""
    city = settings.city
    return {
        "city": city.name,
        "alliance": localized(city.alliance),
        "alliance_text": localized(city.alliance_text),
        "office": city.office.name,
        "site": site(request),
        **example.steps(),
        **example.weighting(),
        "residents": participation.residents(city),
        **privacy.words(settings),
    }
