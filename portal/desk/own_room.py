"""Somebody's own page at the desk: who they are here, what their role may do, in which language they get mail."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from datasets.errors import BadQuestion
from feedback.people import staff
from feedback.people.staff import MAY
from feedback.tables.subscriptions import LANGUAGES
from portal.deps import Db
from portal.desk.room import room
from portal.fields import Fields
from portal.language import gettext as _
from portal.language import link
from portal.render import never_kept
from portal.signin.deps import Staff

router = APIRouter(include_in_schema=False)

PATH = "/pruefung/ich"


@router.get(PATH)
def show(request: Request, person: Staff, getan: str = "") -> Response:
    """The page."""
    return _shown(request, person, done=bool(getan))


@router.post(PATH)
def choose(request: Request, db: Db, person: Staff, fields: Fields) -> Response:
    """Stores the language of mails."""
    try:
        staff.speak(db, int(person.id or 0), fields.get("language", ""))
    except BadQuestion:
        return _shown(request, person, 422, {"language": _("Bitte wählen Sie eine der Sprachen.")})
    return never_kept(RedirectResponse(link(f"{PATH}?getan=1", request.state.language), 303))


def _shown(request: Request, person: Staff, status: int = 200, errors: dict[str, str] | None = None, done: bool = False) -> Response:
    rights = [act for act in MAY if person.role in MAY[act]]
    return room(request, person, "desk_own.html", None, status, rights=rights, languages=LANGUAGES, errors=errors or {}, done=done)
