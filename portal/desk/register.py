"""The register at the desk: a file is handed in, its changes are shown, a person confirms or discards them."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, BinaryIO

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session
from starlette.datastructures import UploadFile

from datasets import uploads as files
from datasets.errors import BadQuestion, NotAllowed, Refused
from datasets.register.forms import FORMS
from feedback.people.staff import MAY, everybody, require
from feedback.review import audit, uploads
from feedback.tables.people import Staff
from portal.deps import Conf, Db, ReadDb
from portal.desk.room import room
from portal.fields import Fields
from portal.language import gettext as _
from portal.language import link
from portal.pages import change_words
from portal.pages.questions import Address, number
from portal.render import never_kept
from portal.signin.deps import Reviewer

router = APIRouter(include_in_schema=False)

PATH = "/pruefung/register"
SIZE = 100
"""Changes on one page."""
PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Sent:
    """A form with a file; ``file`` is None where none was chosen."""

    file: BinaryIO | None
    name: str
    complete: bool


async def _sent(request: Request) -> AsyncIterator[Sent]:
    async with request.form(max_files=1, max_fields=5) as form:
        given = form.get("file")
        file = given if isinstance(given, UploadFile) and given.filename else None
        yield Sent(None if file is None else file.file, "" if file is None else str(file.filename), form.get("complete") == "1")


@router.get(PATH)
def show(request: Request, db: ReadDb, person: Reviewer) -> Response:
    """The form, and what was handed in before."""
    return _shown(request, db, person)


def _shown(request: Request, db: Session, person: Staff, status: int = 200, errors: dict[str, str] | None = None) -> Response:
    may = person.role in MAY["register"]
    known = {"found": files.newest(db), "forms": FORMS, "may": may, "errors": errors or {}}
    return room(request, person, "desk_register.html", None, status, **known | {"most": files.MOST_BYTES, "told": change_words})


@router.post(PATH)
def receive(request: Request, db: Db, settings: Conf, person: Reviewer, sent: Annotated[Sent, Depends(_sent)]) -> Response:
    """Takes a file into the inbox; nothing is changed by that."""
    require(person, "register")
    try:
        upload = uploads.receive(db, person, files.keep(settings, _pieces(sent.file)), sent.name, sent.complete)
    except BadQuestion:
        told = _("Bitte wählen Sie eine Datei, die nicht leer ist und höchstens %(size)s MB hat.")
        return _shown(request, db, person, 422, {"file": told % {"size": files.MOST_BYTES // 1_000_000}})
    return never_kept(RedirectResponse(link(f"{PATH}/{upload.id}", request.state.language), 303))


def _pieces(file: BinaryIO | None) -> Iterator[bytes]:
    while file is not None and (piece := file.read(PIECE)):
        yield piece


@router.get(PATH + "/{upload:int}")
def show_one(request: Request, db: ReadDb, person: Reviewer, upload: int, seite: str = "") -> Response:
    """What one file would change, or did."""
    return room(request, person, "desk_upload.html", **_one(db, person, upload, number(seite)), refused="")


@router.post(PATH + "/{upload:int}")
def decide(request: Request, db: Db, settings: Conf, person: Reviewer, fields: Fields, upload: int) -> Response:
    """Confirms exactly what was shown, or discards it."""
    try:
        if fields.get("action") == "discard":
            (settings.inbox / uploads.discard(db, person, upload).stored).unlink(missing_ok=True)
        else:
            uploads.confirm(db, person, upload, fields.get("digest", ""))
    except (NotAllowed, Refused) as error:
        status = 403 if isinstance(error, NotAllowed) else 409
        told = _("Das ging nicht: Die Liste hat sich geändert, oder der Vorgang ist schon beendet. Unten steht der neueste Stand.")
        return room(request, person, "desk_upload.html", None, status, **_one(db, person, upload, 1), refused=told)
    return never_kept(RedirectResponse(link(f"{PATH}/{upload}", request.state.language), 303))


def _one(db: Session, person: Staff, upload: int, page: int) -> dict[str, Any]:
    found = files.one(db, upload)
    pages = max(1, -(-len(found.changes) // SIZE))
    at = min(page, pages)
    who = {one.key: one.name for one in everybody(db)}
    trail = [(event, who.get(event.staff_key, event.staff_key)) for event in audit.about(db, [uploads.subject(found)])]
    counts = {what: sum(change["what"] == what for change in found.changes) for what in ("added", "changed", "gone")}
    return {
        "upload": found,
        "changes": found.changes[(at - 1) * SIZE : at * SIZE],
        "counts": counts,
        "rejected": [one for one in found.remarks if one["level"] == "rejection"],
        "warnings": [one for one in found.remarks if one["level"] == "warning"],
        "asked": Address(f"{PATH}/{upload}", ()),
        "number": at,
        "pages": pages,
        "may": person.role in MAY["register"],
        "trail": trail,
        "told": change_words,
    }
