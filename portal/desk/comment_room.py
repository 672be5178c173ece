"""Comments at the desk: a list to work through, where many are decided on at once."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from datasets.errors import BadQuestion, NotFound, Refused
from feedback.people.staff import MAY
from feedback.review import comments, conflicts
from feedback.review.comments import Verdict
from feedback.tables.people import Staff
from portal.deps import Conf, Db, ReadDb
from portal.desk.room import room
from portal.fields import Lists
from portal.language import gettext as _
from portal.language import link
from portal.pages import comment_words
from portal.render import never_kept
from portal.signin.deps import Reviewer

router = APIRouter(include_in_schema=False)

PATH = "/pruefung/kommentare"


@router.get(PATH)
def show(request: Request, db: ReadDb, settings: Conf, person: Reviewer, stand: str = "", projekt: str = "", getan: str = "") -> Response:
    """What waits, or all in one state; of one project where it is named."""
    shown = _shown(db, person, stand, projekt) | {"mode": settings.comments, "done": getan if getan.isdigit() else ""}
    return room(request, person, "desk_comments.html", **shown, given={}, errors={})


@router.post(PATH)
def judge(request: Request, db: Db, settings: Conf, person: Reviewer, fields: Lists) -> Response:
    """Releases, holds or hides the chosen ones: all or none."""
    given = {name: values[-1] for name, values in fields.items()}
    stand, projekt = given.get("stand", ""), given.get("projekt", "")
    try:
        count = comments.judge(db, person, _chosen(fields), _verdict(given), settings.comments)
    except (BadQuestion, NotFound, Refused) as error:
        wrong = _wrong(error)
        shown = _shown(db, person, stand, projekt) | {"mode": settings.comments, "done": ""}
        return room(request, person, "desk_comments.html", None, 422, **shown, given=given, errors=wrong)
    return never_kept(RedirectResponse(link(f"{PATH}?stand={stand}&projekt={projekt}&getan={count}", request.state.language), 303))


def _chosen(fields: dict[str, list[str]]) -> list[int]:
    """Those that are ticked; with ``all`` every one of the list."""
    names = fields.get("listed" if "all" in fields else "comment", [])
    return [int(name) for name in dict.fromkeys(names) if name.isascii() and name.isdigit() and len(name) < 12]


def _verdict(given: dict[str, str]) -> Verdict:
    state, reason, statement = (given.get(name, "").strip() for name in ("state", "reason", "statement"))
    return Verdict(state, reason, statement.replace("\r\n", "\n").replace("\x00", ""))


def _wrong(error: BadQuestion | NotFound | Refused) -> dict[str, str]:
    if isinstance(error, BadQuestion):
        return {error.field: comment_words.missing()[error.field]}
    if isinstance(error, NotFound):
        return {"comment": _("Einer der Kommentare ist inzwischen weg. Hier steht die Liste von jetzt.")}
    return {"comment": _("Einer der Kommentare gehört zu einem Projekt, über das Sie nicht entscheiden: Ihre Einrichtung leitet es.")}


def _shown(db: Session, person: Staff, state: str, slug: str) -> dict[str, Any]:
    found = comments.listing(db, state, slug)
    projects = {one.project_id for one in found}
    barred = {project_id for project_id in projects if conflicts.why_not(db, person, project_id)}
    may = person.role in MAY["qualify"]
    return {"found": found, "barred": barred, "may": may, "state": state, "slug": slug, "told": comment_words}
