"""Said and done: what came of ratings, decision by decision, with the promises that are open."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from datasets.register import outcomes
from portal.deps import ReadDb
from portal.pages import labels
from portal.pages.questions import Address, number
from portal.render import page

router = APIRouter(include_in_schema=False)

SIZE = 20


@router.get("/gesagt-getan")
def show(request: Request, db: ReadDb, seite: str = "") -> HTMLResponse:
    """Decisions in force, the newest first."""
    number_ = number(seite)
    decisions, total = outcomes.newest(db, (number_ - 1) * SIZE, SIZE)
    pages = max(1, -(-total // SIZE))
    context: dict[str, Any] = {
        "decisions": decisions,
        "total": total,
        "promised": outcomes.promised(db),
        "asked": Address("/gesagt-getan", ()),
    }
    return page(request, "outcomes.html", labels=labels, number=min(number_, pages), pages=pages, **context)
