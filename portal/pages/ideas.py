"""Ideas for projects: the list with its funnel, and one idea."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from datasets.register import ideas
from datasets.register.ideas import IdeaQuestion
from feedback.voices.ideas import waiting
from portal.deps import Conf, ReadDb
from portal.language import gettext as _
from portal.pages import idea_words
from portal.pages.questions import Address, names, number, options
from portal.render import page

router = APIRouter(include_in_schema=False)

Bar = tuple[str, int, str]
"""Label, number and shown text: what the macro ``bars`` takes."""


def _asked(*, q: str = "", stand: str = "") -> Address:
    return Address("/ideen", (("q", q.strip()), ("stand", stand)))


Asked = Annotated[Address, Depends(_asked)]


@router.get("/ideen")
def show(request: Request, db: ReadDb, asked: Asked, seite: str = "") -> Response:
    """The list; htmx gets only the block ``hits``."""
    found = ideas.listing(db, IdeaQuestion(asked.of("q"), asked.of("stand"), number(seite)))
    states = options(asked, "stand", found.states, idea_words.states())
    funnel = _funnel(waiting(db), ideas.counts(db))
    return page(request, "ideas.html", "hits", found=found, asked=asked, states=states, funnel=funnel, told=idea_words)


@router.get("/ideen/{number:int}")
def show_one(request: Request, db: ReadDb, settings: Conf, number: int) -> Response:
    """One idea."""
    idea = ideas.one(db, number)
    districts = names(settings.city.districts)
    return page(request, "idea.html", idea=idea, like=ideas.like(db, idea.title, number), districts=districts, told=idea_words)


def _funnel(waiting: int | None, counts: dict[str, int]) -> list[Bar]:
    """From what came in to what became of it. Numbers of what is not public stand from 5 on."""
    first = (_("Neu, noch nicht gelesen"), waiting or 0, str(waiting or "<5"))
    return [first, *((label, counts[code], str(counts[code])) for code, label in idea_words.states().items())]
