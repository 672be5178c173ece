"""Comments at the desk: a list to work through, where many are decided on at once."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from datasets.errors import BadQuestion, NotFound, Refused
from feedback.people.staff import MAY
from feedback.review import comments, conflicts
from feedback.review.comments import Verdict, Written
from feedback.tables.people import Staff
from portal.deps import Conf, Db, ReadDb
from portal.desk.room import room
from portal.fields import Lists
from portal.language import gettext as _
from portal.language import link
from portal.pages import comment_words
from portal.pages.questions import Address, number
from portal.render import never_kept
from portal.signin.deps import Reviewer

router = APIRouter(include_in_schema=False)

PATH = "/pruefung/kommentare"


def _asked(stand: str = "", projekt: str = "") -> Address:
    return Address(PATH, (("stand", stand), ("projekt", projekt)))


Asked = Annotated[Address, Depends(_asked)]


@router.get(PATH)
def show(
    request: Request, db: ReadDb, settings: Conf, person: Reviewer, asked: Asked, seite: str = "", getan: str = "", weiter: str = ""
) -> Response:
    """What waits, or all in one state; of one project where it is named. ``weiter`` is the entry at which the reviewer goes on."""
    shown = _shown(db, person, asked, number(seite)) | {"mode": settings.comments, "done": getan if getan.isdigit() else ""}
    return room(request, person, "desk_comments.html", **shown, given={}, errors={}, at=_place(shown["listing"].items, weiter))


@router.post(PATH)
def judge(request: Request, db: Db, settings: Conf, person: Reviewer, fields: Lists) -> Response:
    """Releases, holds or hides the chosen ones, all or none, and leads back to the first entry after them."""
    given = {name: values[-1] for name, values in fields.items()}
    asked, chosen = _asked(given.get("stand", ""), given.get("projekt", "")), _chosen(fields)
    try:
        count = comments.judge(db, person, chosen, _verdict(given), settings.comments)
    except (BadQuestion, NotFound, Refused) as error:
        shown = _shown(db, person, asked, number(given.get("seite", ""))) | {"mode": settings.comments, "done": "", "at": 0}
        return room(request, person, "desk_comments.html", None, 422, **shown, given=given, errors=_wrong(error, given))
    told = {"seite": number(given.get("seite", "")), "weiter": _next(fields.get("listed", []), chosen), "getan": count}
    return never_kept(RedirectResponse(link(f"{asked.base()}{urlencode(told)}#weiter", request.state.language), 303))


def _chosen(fields: dict[str, list[str]]) -> list[int]:
    """Those that are ticked; with ``all`` every one of the list."""
    names = fields.get("listed" if "all" in fields else "comment", [])
    return [int(name) for name in dict.fromkeys(names) if name.isascii() and name.isdigit() and len(name) < 12]


def _next(listed: list[str], chosen: list[int]) -> str:
    """The first entry of the list behind the last chosen one; empty at its end."""
    names = [str(one) for one in chosen]
    last = max((place for place, name in enumerate(listed) if name in names), default=len(listed))
    return next(iter(listed[last + 1 :]), "")


def _place(found: list[Written], name: str) -> int:
    """Where in the list the entry of this name stands, from 1; its end where it is gone, 0 where none is named."""
    if not name:
        return 0
    return next((place for place, one in enumerate(found, 1) if str(one.comment.rating_id) == name), len(found))


def _verdict(given: dict[str, str]) -> Verdict:
    state, reason, statement = (given.get(name, "").strip() for name in ("state", "reason", "statement"))
    return Verdict(state, reason, statement.replace("\r\n", "\n").replace("\x00", ""))


def _wrong(error: BadQuestion | NotFound | Refused, given: dict[str, str]) -> dict[str, str]:
    if isinstance(error, BadQuestion):
        field = error.field + (f"-{given['only']}" if given.get("only") and error.field != "comment" else "")
        return {field: comment_words.missing()[error.field]}
    if isinstance(error, NotFound):
        return {"comment": _("Einer der Kommentare ist inzwischen weg. Hier steht die Liste von jetzt.")}
    return {"comment": _("Einer der Kommentare gehört zu einem Projekt, über das Sie nicht entscheiden: Ihre Einrichtung leitet es.")}


def _shown(db: Session, person: Staff, asked: Address, page: int) -> dict[str, Any]:
    listing = comments.listing(db, asked.of("stand"), asked.of("projekt"), page)
    projects = {one.project_id for one in listing.items}
    barred = {project_id for project_id in projects if conflicts.why_not(db, person, project_id)}
    may = person.role in MAY["qualify"]
    return {"listing": listing, "barred": barred, "may": may, "asked": asked, "told": comment_words}
