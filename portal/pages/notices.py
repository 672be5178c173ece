"""Handing in a notice: the form for what is wrong or unlawful, and the receipt with its code."""

import re
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from datasets.errors import BadQuestion, Refused
from feedback.trust import token
from feedback.voices import notices
from portal.deps import Conf, Db, ReadDb
from portal.fields import Fields
from portal.pages import letters, notice_words, subjects
from portal.pages.rating import filled
from portal.pages.subjects import Subject
from portal.render import never_kept, page, site

router = APIRouter(include_in_schema=False)

KEY = re.compile(r"[0-9a-f]{12}")
"""Of a published comment."""

FORM = "notice"
"""What the form's stamp is for."""


@router.get("/melden")
def show(request: Request, db: ReadDb, projekte: str = "", organisation: str = "", daten: str = "", kommentar: str = "") -> Response:
    """The form; about a project, an organisation or a dataset where the address names one that exists."""
    subject = subjects.named(db, {"projekte": projekte, "organisation": organisation, "daten": daten})
    given = {"address": site(request) + subject.path} if subject else {}
    if subject and KEY.fullmatch(kommentar):
        given = {"kind": "illegal", "address": f"{given['address']}/kommentare#k-{kommentar}"}
    return page(request, "notice.html", **_shown(db, subject, given, {}))


@router.post("/melden")
def hand_in(request: Request, db: Db, settings: Conf, fields: Fields) -> Response:
    """Stores the notice and shows the receipt code, once. The same form sent twice is one notice."""
    subject = subjects.named(db, fields)
    try:
        form = notices.read_form(fields, (subject.kind, subject.slug) if subject else ("", ""))
        code = notices.hand_in(db, settings.secret(), form, letters.sent(request, settings, FORM, fields))
    except BadQuestion as error:
        return _again(request, db, subject, fields, letters.complaints(error.field, fields, "text", notice_words.missing()))
    except Refused:
        return _again(request, db, subject, fields, letters.too_many("text"), letters.SPENT)
    return never_kept(page(request, "notice_thanks.html", code=token.grouped(code), form=form, subject=subject))


def _again(
    request: Request, db: Session, subject: Subject | None, fields: dict[str, str], errors: dict[str, str], status: int = 422
) -> Response:
    return never_kept(page(request, "notice.html", None, status, **_shown(db, subject, filled(fields), errors)))


def _shown(db: Session, subject: Subject | None, given: dict[str, str], errors: dict[str, str]) -> dict[str, Any]:
    return {"subject": subject, "given": given, "errors": errors, "counts": notices.counts(db), "words": notice_words}
