"""The start page: what the alliance does, what it costs, and which projects wait for a rating."""

import datetime as dt

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from datasets.register import figures, projects
from portal.deps import Conf, ReadDb
from portal.render import page

router = APIRouter(include_in_schema=False)

CARDS = 3


@router.get("/")
def home(request: Request, db: ReadDb, settings: Conf) -> HTMLResponse:
    """The start page; in Leichte Sprache a page of its own."""
    name = "home_simple.html" if request.state.language == "ls" else "home.html"
    # Another order every day: no project has the first place for long, and nobody chose it.
    today = dt.date.today().isoformat()  # noqa: DTZ011 the visitors' day
    return page(
        request,
        name,
        whole=figures.whole(db, settings.city.municipality_key),
        asked=projects.to_rate(db, today, CARDS),
        newest=projects.newest(db, CARDS),
    )
