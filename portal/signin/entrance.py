"""Signing in by a one-time link: opening it shows a button, pressing the button signs in; and signing out."""

from typing import Annotated

from fastapi import APIRouter, Cookie, Request
from fastapi.responses import RedirectResponse, Response

from datasets.errors import NotFound
from feedback.people import links, sessions
from feedback.review import audit
from portal.deps import Db, ReadDb
from portal.language import link
from portal.render import never_kept, page

router = APIRouter(include_in_schema=False)

SessionCookie = Annotated[str, Cookie(alias=sessions.COOKIE)]


@router.get("/anmelden")
def explain(request: Request, db: ReadDb, cookie: SessionCookie = "") -> Response:
    """How to sign in; who is signed in already is told so."""
    return never_kept(page(request, "signin.html", known=sessions.find(db, cookie)))


@router.get("/anmelden/{token}")
def look(request: Request, db: ReadDb, token: str) -> Response:
    """A page with a button; looking at a link does not use it up, as programs that check mails do."""
    try:
        return never_kept(page(request, "signin_link.html", known=links.look(db, token), token=token))
    except NotFound:
        return _unusable(request)


@router.post("/anmelden/{token}")
def enter(request: Request, db: Db, token: str) -> Response:
    """Uses the link up and signs in."""
    try:
        person = links.use(db, token)
    except NotFound:
        return _unusable(request)
    answer = RedirectResponse(link("/pruefung", request.state.language), 303)
    _remember(answer, sessions.start(db, person.id or 0), request.url.scheme == "https")
    audit.append(db, person.key, "staff.signin", f"staff/{person.key}", {})
    return never_kept(answer)


@router.post("/abmelden")
def leave(request: Request, db: Db, cookie: SessionCookie = "") -> Response:
    """Ends the session, here and in the browser."""
    sessions.close(db, cookie)
    answer = RedirectResponse(link("/anmelden", request.state.language), 303)
    answer.delete_cookie(sessions.COOKIE, path="/", httponly=True, samesite="lax")
    return never_kept(answer)


def _unusable(request: Request) -> Response:
    return never_kept(page(request, "signin.html", None, 404, known=None, unusable=True))


def _remember(answer: Response, value: str, secure: bool) -> None:
    # Lax and not strict: a link in a mail leads to a case, and the browser must say who is there.
    answer.set_cookie(sessions.COOKIE, value, max_age=int(sessions.LASTS.total_seconds()), secure=secure, httponly=True, samesite="lax")
