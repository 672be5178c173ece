"""The Smart City Index: ranks that sources quote, each with its source."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from datasets.register import places
from datasets.register.places import QuotedRank
from portal.deps import Conf, ReadDb
from portal.pages import labels
from portal.render import page

router = APIRouter(include_in_schema=False)

OVERALL = "gesamt"
"""The category of the whole, as the sources name it."""


@router.get("/smart-city-index")
def show(request: Request, db: ReadDb, settings: Conf) -> HTMLResponse:
    """A chart of our own city's overall rank, and the table of all that is quoted."""
    ranks = sorted(places.ranks(db), key=_order)
    own = sorted((rank for rank in ranks if rank.city == settings.city.name and rank.category == OVERALL), key=_year)
    return page(request, "index.html", ranks=ranks, own=own, labels=labels, overall=OVERALL)


def _order(rank: QuotedRank) -> tuple[int, bool]:
    return -rank.year, rank.category != OVERALL


def _year(rank: QuotedRank) -> int:
    return rank.year
