"""The partners of the alliance, and one organisation with its projects and fundings."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from datasets.register import organisations, places
from datasets.register.organisations import PartnerQuestion
from portal.deps import ReadDb
from portal.pages import labels
from portal.pages.questions import Address, number, options
from portal.render import page

router = APIRouter(include_in_schema=False)

SIZE = 60


def _asked(*, q: str = "", art: str = "") -> Address:
    return Address("/partner", (("q", q.strip()), ("art", art)))


Asked = Annotated[Address, Depends(_asked)]


@router.get("/partner")
def show(request: Request, db: ReadDb, asked: Asked, seite: str = "") -> HTMLResponse:
    """The list; htmx gets only the block ``hits``."""
    found = organisations.partners(db, PartnerQuestion(asked.of("q"), asked.of("art"), number(seite), SIZE))
    claimed = max(places.claims(db, "partners"), key=lambda claim: claim.value, default=None)
    kinds = options(asked, "art", found.kinds, labels.kinds())
    return page(request, "partners.html", "hits", found=found, asked=asked, kinds=kinds, claimed=claimed, labels=labels)


@router.get("/partner/{slug}")
def show_one(request: Request, db: ReadDb, slug: str) -> HTMLResponse:
    """One organisation, a partner of the alliance or not."""
    return page(request, "partner.html", whole=organisations.one(db, slug), labels=labels)
