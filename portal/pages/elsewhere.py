"""Datasets that other portals hold: what they say of them, and the way there."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from datasets import elsewhere
from datasets.records import ElsewhereRecord
from datasets.vocabularies.licences import DCAT_AP_DE, LICENCES
from portal.deps import ReadDb
from portal.language import gettext as _
from portal.pages import dataset_words
from portal.pages.questions import Address, number
from portal.render import page

router = APIRouter(include_in_schema=False)

SIZE = 20


def _asked(*, q: str = "") -> Address:
    return Address("/daten/anderswo", (("q", q.strip()),))


Asked = Annotated[Address, Depends(_asked)]


@router.get("/daten/anderswo")
def show(request: Request, db: ReadDb, asked: Asked, seite: str = "") -> HTMLResponse:
    """The list; htmx gets only the block ``hits``."""
    found = elsewhere.holdings(db, asked.of("q"), number(seite), SIZE)
    return page(request, "elsewhere.html", "hits", found=found, asked=asked, licence=licence, formats=formats)


def licence(record: ElsewhereRecord) -> str:
    """As the portal states it; a term of the dcat-ap.de list by its name."""
    known = LICENCES.get(record.licence.removeprefix(DCAT_AP_DE))
    return dataset_words.licence_name(known) if known else record.licence or _("Lizenz nicht angegeben")


def formats(record: ElsewhereRecord) -> str:
    """The formats of its files, each once, in short."""
    short = (one.format.rpartition("/")[2].upper() for one in record.distributions if one.format)
    return ", ".join(dict.fromkeys(short))
