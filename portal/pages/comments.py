"""All published comments on a project with the official replies beneath them; without the values of any rating."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from datasets.register import comments, projects
from portal.deps import ReadDb
from portal.pages.questions import Address, number
from portal.render import page

router = APIRouter(include_in_schema=False)

SIZE = 20


@router.get("/projekte/{slug}/kommentare")
def show(request: Request, db: ReadDb, slug: str, seite: str = "") -> HTMLResponse:
    """The newest month first."""
    project = projects.named(db, slug)
    said = comments.of_project(db, project.id, number(seite), SIZE)
    return page(request, "comments.html", project=project, said=said, asked=Address(f"/projekte/{slug}/kommentare", ()))
