"""News by mail: asking for it, confirming, leaving. Links in mails open a page with a button; only its POST acts."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from datasets.errors import BadQuestion, NotFound, Refused
from datasets.register import projects
from datasets.register.projects import Named
from datasets.settings import Settings
from feedback.follow import subscriptions
from feedback.voices import letters as read
from portal.deps import Conf, Db, ReadDb
from portal.fields import Fields
from portal.language import gettext as _
from portal.pages import letters
from portal.pages.rating import filled
from portal.render import never_kept, page

router = APIRouter(include_in_schema=False)

FORM = "follow"
"""What the form's stamp is for."""


@router.get("/nachrichten")
def show(request: Request, db: ReadDb, settings: Conf, projekt: str = "") -> Response:
    """The form, for one project or for all decisions."""
    return page(request, "follow.html", project=_project(db, settings, projekt), given={}, errors={}, asked=False)


@router.post("/nachrichten")
def ask(request: Request, db: Db, settings: Conf, fields: Fields) -> Response:
    """Whether the address is known already is told to nobody: the answer is always the same."""
    project = _project(db, settings, fields.get("projekt", ""))
    try:
        _store(request, db, settings, project, fields)
    except BadQuestion as error:
        return _again(request, project, fields, letters.complaints(error.field, fields, "email", _missing()), 422)
    except Refused:
        return _again(request, project, fields, letters.too_many("email"), letters.SPENT)
    return never_kept(page(request, "follow.html", project=project, given={}, errors={}, asked=True))


@router.get("/nachrichten/{key}")
def confirming(request: Request, db: ReadDb, key: str) -> Response:
    """The page that a mail's first link opens."""
    return _step(request, db, key, "confirm")


@router.post("/nachrichten/{key}")
def confirm(request: Request, db: Db, key: str) -> Response:
    """From now on there is mail."""
    try:
        subscriptions.confirm(db, key)
    except BadQuestion:
        return _step(request, db, key, "late", 410)
    return _step(request, db, key, "confirmed")


@router.get("/nachrichten/{key}/ende")
def leaving(request: Request, db: ReadDb, key: str) -> Response:
    """The page that the link at the end of each mail opens."""
    return _step(request, db, key, "leave")


@router.post("/nachrichten/{key}/ende")
def leave(request: Request, db: Db, key: str) -> Response:
    """From the button, or from a mail program in one click (RFC 8058); a second time it is no error."""
    subscriptions.leave(db, key)
    return never_kept(page(request, "follow_step.html", step="left", title=None, key=key))


def _store(request: Request, db: Session, settings: Settings, project: Named | None, fields: dict[str, str]) -> None:
    """Raises BadQuestion and Refused."""
    sent = letters.sent(request, settings, FORM, fields)
    address = read.mail(fields, needed=True)
    subscriptions.refuse_flood(db, sent.prefix)
    if not sent.trapped:
        subscriptions.ask(db, settings.secret(), address, project.id if project else None, request.state.language)


def _step(request: Request, db: Session, key: str, step: str, status: int = 200) -> Response:
    found = subscriptions.one(db, key)
    shown = "confirmed" if step == "confirm" and found.state == "active" else step
    return never_kept(page(request, "follow_step.html", None, status, step=shown, title=subscriptions.subject(db, found), key=key))


def _project(db: Session, settings: Settings, slug: str) -> Named | None:
    """Raises NotFound: no such project, or nobody gets mail here."""
    if settings.mail is None:
        raise NotFound("This portal sends no mail; every list has a feed.")
    return projects.named(db, slug) if slug else None


def _again(request: Request, project: Named | None, fields: dict[str, str], errors: dict[str, str], status: int) -> Response:
    shown: dict[str, Any] = {"project": project, "given": filled(fields), "errors": errors, "asked": False}
    return never_kept(page(request, "follow.html", None, status, **shown))


def _missing() -> dict[str, str]:
    return {"email": _("Bitte geben Sie eine gültige E-Mail-Adresse an, zum Beispiel name@example.org.")}
