"""Search over everything: projects, partners, datasets."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from datasets import finding
from portal.deps import ReadDb
from portal.pages import labels
from portal.render import page

router = APIRouter(include_in_schema=False)


@router.get("/suche")
def show(request: Request, db: ReadDb, q: str = "") -> HTMLResponse:
    """The first hits of each kind; only the field where nothing is asked."""
    q = q.strip()
    return page(request, "search.html", "hits", q=q, found=finding.found(db, q) if q else None, labels=labels)
