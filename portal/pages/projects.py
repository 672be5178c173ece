"""The list of projects: search, filters with their counts, order and pages, all of it in the address."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from datasets.city import City
from datasets.register import projects
from datasets.register.projects import Listing, ProjectQuestion
from portal.deps import Conf, ReadDb
from portal.language import gettext as _
from portal.pages import labels
from portal.pages.questions import Address, Option, names, number, options
from portal.render import page

router = APIRouter(include_in_schema=False)

SIZE = 12
SORTS = {"titel": "title", "neu": "newest", "ende": "end", "nutzen": "benefit"}
FILTERS = {"thema": "topic", "ziel": "goal", "status": "status", "bezirk": "district", "foerdergeber": "funder"}
"""Name in the address to name in the question."""


def _asked(  # one per part of the address
    *, q: str = "", thema: str = "", ziel: str = "", status: str = "", bezirk: str = "", foerdergeber: str = "", sort: str = ""
) -> Address:
    parts = (("q", q.strip()), ("thema", thema), ("ziel", ziel), ("status", status), ("bezirk", bezirk), ("foerdergeber", foerdergeber))
    return Address("/projekte", (*parts, ("sort", sort if sort in SORTS else "")))


Asked = Annotated[Address, Depends(_asked)]


@router.get("/projekte")
def show(request: Request, db: ReadDb, settings: Conf, asked: Asked, seite: str = "") -> HTMLResponse:
    """The list; htmx gets only the block ``hits``."""
    filters = {FILTERS[name]: value for name, value in asked.given().items() if name in FILTERS}
    question = ProjectQuestion(q=asked.of("q"), sort=SORTS.get(asked.of("sort"), ""), page=number(seite), size=SIZE, **filters)
    found = projects.listing(db, question)
    facets = _facets(asked, found, settings.city)
    return page(request, "projects.html", "hits", found=found, asked=asked, facets=facets, chosen=_chosen(facets), sorts=_sorts())


def _facets(asked: Address, found: Listing, city: City) -> list[tuple[str, str, list[Option]]]:
    """Name, legend and options of each filter that there is anything to choose from."""
    words = {"thema": names(city.topics), "ziel": names(city.goals), "bezirk": names(city.districts), "status": labels.statuses()}
    legends = {
        "thema": _("Thema"),
        "status": _("Stand"),
        "ziel": _("Ziel der Stadt"),
        "bezirk": _("Stadtbezirk"),
        "foerdergeber": _("Fördergeber"),
    }
    made = [(name, legend, options(asked, name, found.facets[FILTERS[name]], words.get(name, {}))) for name, legend in legends.items()]
    return [(name, legend, choices) for name, legend, choices in made if choices]


def _chosen(facets: list[tuple[str, str, list[Option]]]) -> list[tuple[str, str]]:
    """Label of each chosen filter with the address without it."""
    return [(f"{legend}: {label}", href) for _name, legend, choices in facets for label, href, _count, active in choices if active]


def _sorts() -> list[tuple[str, str]]:
    return [
        ("", _("Passende zuerst")),
        ("titel", _("Name von A bis Z")),
        ("neu", _("Neueste zuerst")),
        ("ende", _("Endet als Nächstes")),
        ("nutzen", _("Bewerteter Nutzen")),
    ]
