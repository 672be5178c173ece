"""Funding programmes: who gives money, who may apply and until when; open or closed on the day of the visit."""

from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from datasets.city import City
from datasets.register import programmes
from datasets.register.programmes import Offers, ProgrammeQuestion
from datasets.tables.types import now
from portal.deps import Conf, ReadDb
from portal.language import gettext as _
from portal.pages import labels, programme_words
from portal.pages.questions import Address, Option, names, number, options
from portal.render import page

router = APIRouter(include_in_schema=False)

PATH = "/foerderung/programme"
FILTERS = {"wer": "who", "thema": "topic", "ebene": "level", "stand": "status"}
"""Name in the address to name in the question."""
SPANS = ("30", "90", "180", "365")
"""Days until the deadline that can be chosen."""


def _asked(*, q: str = "", wer: str = "", thema: str = "", ebene: str = "", stand: str = "", frist: str = "") -> Address:
    parts = (("q", q.strip()), ("wer", wer), ("thema", thema), ("ebene", ebene), ("stand", stand))
    return Address(PATH, (*parts, ("frist", frist if frist in SPANS else "")))


Asked = Annotated[Address, Depends(_asked)]


@router.get(PATH)
def show(request: Request, db: ReadDb, settings: Conf, asked: Asked) -> HTMLResponse:
    """The list; htmx gets only the block ``hits``."""
    filters = {FILTERS[name]: value for name, value in asked.given().items() if name in FILTERS}
    within = number(asked.of("frist")) if asked.of("frist") else 0
    found = programmes.listing(db, ProgrammeQuestion(within=within, q=asked.of("q"), **filters), now().date())
    facets = _facets(asked, found, settings.city)
    chosen = [(f"{legend}: {label}", href) for _name, legend, choices in facets for label, href, _count, active in choices if active]
    counts = Counter(offer.status for offer in found.items)
    context: dict[str, Any] = {"found": found, "asked": asked, "facets": facets, "chosen": chosen, "topics": names(settings.city.topics)}
    return page(request, "programmes.html", "hits", labels=labels, words=programme_words, counts=counts, **context)


def _facets(asked: Address, found: Offers, city: City) -> list[tuple[str, str, list[Option]]]:
    """Name, legend and options of each filter that there is anything to choose from."""
    words = {
        "wer": programme_words.applicants(),
        "thema": names(city.topics),
        "ebene": programme_words.levels(),
        "stand": programme_words.statuses(),
    }
    legends = {"wer": _("Wer kann sich bewerben?"), "stand": _("Stand"), "thema": _("Thema"), "ebene": _("Wer gibt das Geld?")}
    made = [(name, legend, options(asked, name, found.facets[FILTERS[name]], words[name])) for name, legend in legends.items()]
    spans = [(programme_words.span(days), asked.having(frist="" if days == asked.of("frist") else days), days) for days in SPANS]
    near: list[Option] = [(label, href, None, days == asked.of("frist")) for label, href, days in spans]
    return [(name, legend, choices) for name, legend, choices in [*made, ("frist", _("Frist endet"), near)] if choices]
