"""The page of one project: what it is, who does it, what it costs, what people say and what came of it."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from datasets.city import City
from datasets.register import comments, projects
from portal.deps import Conf, ReadDb
from portal.pages import labels, participation
from portal.pages.questions import names
from portal.render import never_kept, page

router = APIRouter(include_in_schema=False)

FIRST = 5
"""So many comments stand on the page itself."""


@router.get("/projekte/{slug}")
def show(request: Request, db: ReadDb, settings: Conf, slug: str, karte: str = "") -> HTMLResponse:
    """The page with the rating form; in Leichte Sprache a page of its own. ``karte`` is the code of a scanned card."""
    if karte:
        return never_kept(page(request, template(request), "rating", **shown(db, settings.city, slug), given={"karte": karte[:40]}))
    return page(request, template(request), "rating", **shown(db, settings.city, slug))


def template(request: Request) -> str:
    """Name of the template in the language of the request; it has the block ``rating``."""
    return "project_simple.html" if request.state.language == "ls" else "project.html"


def shown(db: Session, city: City, slug: str) -> dict[str, Any]:
    """What the template needs; the answer to a rating shows the same page. Raises NotFound."""
    project = projects.one(db, slug)
    parts = {"topic": names(city.topics), "goal": names(city.goals), "district": names(city.districts)}
    said = comments.of_project(db, int(project.row.id or 0), size=FIRST)
    return {"project": project, "labels": labels, "participation": participation, "parts": parts, "said": said}
