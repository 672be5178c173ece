"""Cards for voting on site at the desk: batches, the sheet that is printed once, switching them off."""

import datetime as dt
from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from datasets.errors import BadQuestion, NotAllowed, Refused
from feedback.people.staff import MAY
from feedback.review import cases
from feedback.scores.figures import few
from feedback.tables.cards import CardBatch
from feedback.tables.people import Staff
from feedback.trust.token import grouped
from feedback.voices import cards
from portal.deps import Conf, Db, ReadDb
from portal.desk.room import room
from portal.fields import Fields
from portal.language import gettext as _
from portal.language import link
from portal.render import never_kept, site
from portal.signin.deps import Reviewer

router = APIRouter(include_in_schema=False)

PATH = "/pruefung/karten"


@router.get(PATH)
def show(request: Request, db: ReadDb, person: Reviewer, getan: str = "") -> Response:
    """The batches, and the form for another one."""
    return _room(request, db, person, done=_("Die übrigen Karten gelten nicht mehr.") if getan else "")


@router.post(PATH)
def make(request: Request, db: Db, settings: Conf, person: Reviewer, fields: Fields) -> Response:
    """Makes a batch and shows the sheet to print: its codes are seen only now."""
    known = _projects(db)
    try:
        batch = _batch(known, fields)
        codes = cards.make(db, settings.secret(), person, batch, _count(fields))
    except BadQuestion as error:
        return _room(request, db, person, 422, fields, _complaint(error.field))
    except (NotAllowed, Refused) as error:
        return _room(request, db, person, 403 if isinstance(error, NotAllowed) else 409, fields, _refusal())
    return _sheet(request, person, batch, known[batch.project_id], codes)


@router.post(PATH + "/{number:int}/sperren")
def switch_off(request: Request, db: Db, person: Reviewer, number: int) -> Response:
    """The cards that nobody has used are good no more."""
    try:
        cards.switch_off(db, person, number)
    except (NotAllowed, Refused) as error:
        refused = {"cards": _("Diese Karten lassen sich nicht sperren: Keine ist mehr offen, oder Sie dürfen es nicht.")}
        return _room(request, db, person, 403 if isinstance(error, NotAllowed) else 409, {}, refused)
    return never_kept(RedirectResponse(link(f"{PATH}?getan=1", request.state.language), 303))


def _sheet(request: Request, person: Staff, batch: CardBatch, project: tuple[str, str], codes: Sequence[str]) -> Response:
    slug, title = project
    typed = f"{site(request)}/projekte/{slug}"
    sheet = [(grouped(code), f"{typed}?{cards.FIELD}={grouped(code)}") for code in codes]
    return room(request, person, "desk_cards_sheet.html", batch=batch, title=title, sheet=sheet, typed=typed)


def _batch(known: dict[int, tuple[str, str]], fields: dict[str, str]) -> CardBatch:
    """Raises BadQuestion."""
    project = _project(known, fields.get("project", ""))
    return CardBatch(project_id=project, place=fields.get("place", "").strip(), day=_day(fields), salt="", staff_id=0)


def _count(fields: dict[str, str]) -> int:
    count = fields.get("count", "").strip()
    return int(count) if count.isascii() and count.isdigit() else 0


def _refusal() -> dict[str, str]:
    return {"cards": _("Das ging nicht: Ihre Rolle oder Ihre Einrichtung darf für dieses Projekt keine Karten machen.")}


def _room(
    request: Request,
    db: Session,
    person: Staff,
    status: int = 200,
    given: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    done: str = "",
) -> Response:
    shown = {"batches": [(one, few(one.used)) for one in cards.listing(db)], "names": _projects(db), "may": person.role in MAY["propose"]}
    return room(request, person, "desk_cards.html", None, status, **shown, given=given or {}, errors=errors or {}, done=done)


def _projects(db: Session) -> dict[int, tuple[str, str]]:
    """Slug and title of each project, by title."""
    entries = sorted(cases.queue(db), key=lambda entry: entry.title.casefold())
    return {entry.project_id: (entry.slug, entry.title) for entry in entries}


def _project(known: dict[int, tuple[str, str]], slug: str) -> int:
    for id_, (one, _title) in known.items():
        if one == slug:
            return id_
    raise BadQuestion("There is no such project.", "project")


def _day(fields: dict[str, str]) -> dt.date:
    try:
        return dt.date.fromisoformat(fields.get("day", "").strip())
    except ValueError:
        raise BadQuestion("day must be a date as 2027-03-31.", "day") from None


def _complaint(field: str) -> dict[str, str]:
    known = {
        "project": _("Bitte wählen Sie ein Projekt."),
        "place": _("Bitte schreiben Sie, wo die Karten ausgegeben werden."),
        "day": _("Bitte geben Sie den Tag an."),
        "count": _("Bitte geben Sie eine Zahl von 1 bis 200 an."),
    }
    return {field: known.get(field, _("Bitte prüfen Sie diese Angabe."))}
