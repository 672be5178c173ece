"""Ideas at the desk: the list, and one page each to publish, answer or decline."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from datasets.city import City
from datasets.errors import BadQuestion
from datasets.register.ideas import like
from feedback.people.staff import MAY, everybody
from feedback.review import audit, ideas
from feedback.review.ideas import Settlement
from feedback.tables.ideas import PROPOSAL_STATES
from feedback.tables.people import Staff
from feedback.voices import contacts
from feedback.voices.ideas import LONGEST, read_texts
from portal.deps import Conf, Db, ReadDb
from portal.desk.room import room
from portal.fields import Fields
from portal.language import link
from portal.pages import idea_words, letters
from portal.render import never_kept
from portal.signin.deps import Reviewer

router = APIRouter(include_in_schema=False)

PATH = "/pruefung/ideen"


@router.get(PATH)
def show(request: Request, db: ReadDb, person: Reviewer, stand: str = "") -> Response:
    """The list, in one state or all."""
    state = stand if stand in PROPOSAL_STATES else ""
    return room(request, person, "desk_ideas.html", found=ideas.listing(db, state), state=state, told=idea_words)


@router.get(PATH + "/{number:int}")
def show_one(request: Request, db: ReadDb, settings: Conf, person: Reviewer, number: int, getan: str = "") -> Response:
    """One proposal with the form that decides on it."""
    return room(request, person, "desk_idea.html", **_shown(db, settings.secret(), person, number), errors={}, done=bool(getan))


@router.post(PATH + "/{number:int}")
def settle(request: Request, db: Db, settings: Conf, person: Reviewer, fields: Fields, number: int) -> Response:
    """Publishes, answers, declines or hides."""
    try:
        ideas.settle(db, person, number, _settlement(fields, settings.city))
    except BadQuestion as error:
        wrong = letters.complaints(error.field, _texts(fields), "title", idea_words.missing())
        shown = _shown(db, settings.secret(), person, number) | {"given": fields}
        return room(request, person, "desk_idea.html", None, 422, **shown, errors=wrong, done=False)
    return never_kept(RedirectResponse(link(f"{PATH}/{number}?getan=1", request.state.language), 303))


def _texts(fields: dict[str, str]) -> dict[str, str]:
    return {name: fields.get(name, "") for name in (*LONGEST, "answer")}


def _settlement(fields: dict[str, str], city: City) -> Settlement:
    """Raises BadQuestion."""
    answer, project = (fields.get(name, "").replace("\r\n", "\n").replace("\x00", "").strip() for name in ("answer", "project"))
    texts = read_texts(fields, city)
    return Settlement(state=fields.get("state", ""), texts=texts, answer=answer, project=project, hidden="hidden" in fields)


def _shown(db: Session, secret: bytes, person: Staff, number: int) -> dict[str, Any]:
    proposal, idea = ideas.one(db, number)
    names = {one.key: one.name for one in everybody(db)}
    return {
        "proposal": proposal,
        "contact": contacts.contact(secret, proposal),
        "idea": idea,
        "given": (idea or proposal).model_dump(),
        "like": like(db, proposal.title, proposal.idea_id),
        "may": person.role in MAY["qualify"],
        "sees": person.role in (*MAY["qualify"], "datenschutz"),
        "trail": [(event, names.get(event.staff_key, event.staff_key)) for event in audit.about(db, [f"idea/{number}"])],
        "told": idea_words,
    }
