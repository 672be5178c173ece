"""Notices at the desk: the list, and one page each to read and answer."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from datasets.errors import BadQuestion
from feedback.people.staff import MAY, everybody
from feedback.review import audit, notices
from feedback.tables.notices import NOTICE_STATES
from feedback.tables.people import Staff
from feedback.voices import contacts
from portal.deps import Conf, Db, ReadDb
from portal.desk.room import room
from portal.fields import Fields
from portal.language import gettext as _
from portal.language import link
from portal.pages import notice_words, subjects
from portal.render import never_kept
from portal.signin.deps import Reviewer

router = APIRouter(include_in_schema=False)

PATH = "/pruefung/meldungen"


@router.get(PATH)
def show(request: Request, db: ReadDb, person: Reviewer, stand: str = "") -> Response:
    """The list, in one state or all."""
    state = stand if stand in NOTICE_STATES else ""
    return room(request, person, "desk_notices.html", found=notices.listing(db, state), state=state, told=notice_words)


@router.get(PATH + "/{number:int}")
def show_one(request: Request, db: ReadDb, settings: Conf, person: Reviewer, number: int, getan: str = "") -> Response:
    """One notice with the form for the answer."""
    return room(request, person, "desk_notice.html", **_shown(db, settings.secret(), person, number), given={}, errors={}, done=bool(getan))


@router.post(PATH + "/{number:int}")
def answer(request: Request, db: Db, settings: Conf, person: Reviewer, fields: Fields, number: int) -> Response:
    """Stores answer and state."""
    try:
        notices.answer(db, person, number, fields.get("answer", ""), fields.get("state", ""))
    except BadQuestion as error:
        wrong = {error.field: _("Bitte schreiben Sie eine Antwort, höchstens 2000 Zeichen, und wählen Sie den Stand.")}
        shown = _shown(db, settings.secret(), person, number) | {"given": fields, "errors": wrong, "done": False}
        return room(request, person, "desk_notice.html", None, 422, **shown)
    return never_kept(RedirectResponse(link(f"{PATH}/{number}?getan=1", request.state.language), 303))


def _shown(db: Session, secret: bytes, person: Staff, number: int) -> dict[str, Any]:
    notice = notices.one(db, number)
    names = {one.key: one.name for one in everybody(db)}
    return {
        "notice": notice,
        "contact": contacts.contact(secret, notice),
        "subject": subjects.of(db, notice.subject_kind, notice.subject),
        "may": person.role in MAY["qualify"],
        "sees": person.role in (*MAY["qualify"], "datenschutz"),
        "trail": [(event, names.get(event.staff_key, event.staff_key)) for event in audit.about(db, [f"notice/{number}"])],
        "told": notice_words,
    }
