"""Proposing an idea: the form, what is like it, and the thanks."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from datasets.errors import BadQuestion, Refused
from datasets.register import ideas as published
from datasets.settings import Settings
from feedback.trust.token import grouped
from feedback.voices import ideas
from portal.deps import Conf, Db, ReadDb
from portal.fields import Fields
from portal.pages import idea_words, letters
from portal.pages.rating import filled
from portal.render import never_kept, page

router = APIRouter(include_in_schema=False)

FORM = "idea"
"""What the form's stamp is for."""

SEEN = "gesehen"
"""The field that says which similar projects and ideas were shown beside the form."""


@router.get("/ideen/neu")
def show(request: Request, db: ReadDb, title: str = "") -> Response:
    """The form; htmx gets only what is like the title that is being typed."""
    return page(request, "idea_form.html", "similar", **_shown(db, {"title": title[:200]}, {}))


@router.post("/ideen/neu")
def propose(request: Request, db: Db, settings: Conf, fields: Fields) -> Response:
    """Stores the proposal; or, where only that is asked, shows what is like it."""
    if fields.get("action") == "similar":
        return _again(request, db, fields, {}, 200)
    try:
        return _stored(request, db, settings, fields)
    except BadQuestion as error:
        return _again(request, db, fields, letters.complaints(error.field, fields, "title", idea_words.missing()))
    except Refused:
        return _again(request, db, fields, letters.too_many("title"), letters.SPENT)


def _stored(request: Request, db: Session, settings: Settings, fields: Fields) -> Response:
    """Thanks; or the form once more where something is like it that its author has not seen. Raises BadQuestion, Refused."""
    form = ideas.read_form(fields, settings.city)
    sent = letters.sent(request, settings, FORM, fields)
    if _unseen(db, form.title, fields):
        return _again(request, db, fields, {}, 200, asked=True)
    code = ideas.propose(db, settings.secret(), form, sent)
    return never_kept(page(request, "idea_thanks.html", form=form, code=grouped(code), like=published.like(db, form.title)))


def _unseen(db: Session, title: str, fields: dict[str, str]) -> bool:
    """Whether something is like it that its author was not shown, by typing or before."""
    return not {item.path for item in published.like(db, title)} <= set(fields.get(SEEN, "").split())


def _again(
    request: Request, db: Session, fields: dict[str, str], errors: dict[str, str], status: int = 422, asked: bool = False
) -> Response:
    return never_kept(page(request, "idea_form.html", None, status, **_shown(db, filled(fields), errors, asked)))


def _shown(db: Session, given: dict[str, str], errors: dict[str, str], asked: bool = False) -> dict[str, Any]:
    return {"given": given, "errors": errors, "like": published.like(db, given.get("title", "")), "asked": asked, "seen": SEEN}
