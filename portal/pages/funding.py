"""Funding as a whole: sums per funder, year or programme, one type of sum at a time, list by list."""

from typing import Any, get_args

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from datasets.register import figures, fundings, programmes
from datasets.register.programmes import ProgrammeQuestion
from datasets.tables.types import now
from portal.deps import Conf, ReadDb
from portal.pages import labels, programme_words
from portal.pages.questions import Address
from portal.render import page

router = APIRouter(include_in_schema=False)

GROUPS = dict(zip(("foerdergeber", "jahr", "programm"), get_args(fundings.By), strict=True))
"""Word in the address to what is grouped by."""
SHOWN = 25
"""Bars of one list; what is smaller is added up in a last one."""


@router.get("/foerderung")
def show(request: Request, db: ReadDb, settings: Conf, nach: str = "foerdergeber", art: str = "awarded") -> HTMLResponse:
    """The overview; htmx gets only the block ``sums``."""
    nach, art = nach if nach in GROUPS else "foerdergeber", art if art in labels.amounts() else "awarded"
    context: dict[str, Any] = {
        "lists": fundings.overview(db, GROUPS[nach], art),
        "types": fundings.amount_types(db),
        "whole": figures.whole(db, settings.city.municipality_key),
        "offers": programmes.listing(db, ProgrammeQuestion(), now().date()),
        "asked": Address("/foerderung", (("nach", nach), ("art", art))),
    }
    return page(request, "funding.html", "sums", labels=labels, words=programme_words, groups=tuple(GROUPS), shown=SHOWN, **context)
