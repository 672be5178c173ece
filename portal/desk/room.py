"""A page of the desk: never kept by anybody, with who is signed in."""

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from datasets.errors import NotAllowed
from feedback.tables.people import Staff
from portal.desk import words
from portal.pages import labels
from portal.render import never_kept, page


def room(request: Request, person: Staff, name: str, block: str | None = None, status: int = 200, **context: Any) -> HTMLResponse:
    """As ``page``; its template extends desk.html."""
    return never_kept(page(request, name, block, status, person=person, words=words, labels=labels, **context))


def refusal(request: Request, person: Staff, error: NotAllowed) -> HTMLResponse:
    """Who may do that, and where this person goes on."""
    return room(request, person, "desk_refused.html", None, 403, roles=words.who(error.roles) if error.roles else "")
