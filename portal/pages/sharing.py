"""Showing a project elsewhere: a poster to print, a badge to embed, both with the published figure alone."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from datasets.register import projects, scores
from portal.api.described import FEEDS, PROJECT, described
from portal.deps import ReadDb
from portal.language import link
from portal.qr import qr
from portal.render import page, site

router = APIRouter(include_in_schema=False)


@router.get("/projekte/{slug}/plakat")
def poster(request: Request, db: ReadDb, slug: str) -> HTMLResponse:
    """One sheet of A4: the question, the code that leads to the form, and the address for those who type."""
    project = projects.named(db, slug)
    address = site(request) + link(f"/projekte/{slug}", request.state.language)
    return page(request, "poster.html", project=project, address=address, code=qr(f"{address}#bewerten", address))


@router.get("/projekte/{slug}/einbetten")
def embed(request: Request, db: ReadDb, slug: str) -> HTMLResponse:
    """The badge with the lines that show it on another page."""
    project = projects.named(db, slug)
    address = site(request) + link(f"/projekte/{slug}", request.state.language)
    return page(request, "embed.html", project=project, address=address, badge=f"{address}/siegel.svg")


@router.get("/projekte/{slug}/siegel.svg", openapi_extra=described(FEEDS, {"image/svg+xml": None}, PROJECT, errors=(404,)))
def badge(request: Request, db: ReadDb, slug: str) -> Response:
    """The published score as a picture that asks no other server; below five votes it says so."""
    project = projects.named(db, slug)
    known = scores.of_projects(db, [project.id], "overall")
    drawn = page(request, "badge.html", project=project, score=known[0] if known else None)
    return Response(bytes(drawn.body).strip(), media_type="image/svg+xml")
