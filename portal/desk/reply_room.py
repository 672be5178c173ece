"""Official replies at the desk: the list, a form with a preview, and what is done with a reply."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from datasets.errors import BadQuestion, NotAllowed, Refused
from datasets.register import comments, projects
from feedback.people.staff import MAY, everybody
from feedback.review import audit, replies
from feedback.review.replies import Drafted, Words
from feedback.tables import people
from feedback.tables.replies import REPLY_STATES
from portal.deps import Conf, Db, ReadDb
from portal.desk import reply_words
from portal.desk.room import room
from portal.fields import Fields
from portal.language import link
from portal.render import never_kept
from portal.signin.deps import Staff

router = APIRouter(include_in_schema=False)

PATH = "/pruefung/antworten"
SHOWN = 200
"""So many comments can be chosen from."""


@router.get(PATH)
def show(request: Request, db: ReadDb, person: Staff, stand: str = "") -> Response:
    """The list, in one state or all."""
    state = stand if stand in REPLY_STATES else ""
    return room(request, person, "desk_replies.html", found=replies.listing(db, person, state), state=state, told=reply_words)


@router.get(PATH + "/neu")
def begin(request: Request, db: ReadDb, settings: Conf, person: Staff, projekt: str = "", kommentar: str = "") -> Response:
    """The form for a new reply, beneath one comment or on the project as a whole."""
    given = {"comment_key": kommentar, "organisation": person.unit or settings.city.office.name}
    return _form(request, db, person, projekt, given)


@router.post(PATH + "/neu")
def draft(request: Request, db: Db, person: Staff, fields: Fields) -> Response:
    """Shows how it will look, or stores the draft."""
    slug = fields.get("projekt", "")
    if fields.get("action") == "preview":
        return _form(request, db, person, slug, fields)
    try:
        made = replies.draft(db, person, projects.named(db, slug).id, _words(fields))
    except (BadQuestion, NotAllowed) as error:
        return _form(request, db, person, slug, fields, error=error)
    return _done(request, int(made.id or 0), "saved")


@router.get(PATH + "/{number:int}")
def show_one(request: Request, db: ReadDb, person: Staff, number: int, getan: str = "") -> Response:
    """One reply: how it looks, the form, what was done."""
    found = replies.one(db, person, number)
    return _form(request, db, person, found.slug, _given(found), found, done=reply_words.done(getan))


@router.post(PATH + "/{number:int}")
def act(request: Request, db: Db, person: Staff, fields: Fields, number: int) -> Response:
    """Does what the button says; where that is refused, the page with what was entered and why."""
    found, action = replies.one(db, person, number), fields.get("action", "")
    if action == "preview":
        return _form(request, db, person, found.slug, fields, found)
    try:
        _act(db, person, number, action, fields)
    except (BadQuestion, NotAllowed, Refused) as error:
        return _form(request, db, person, found.slug, fields, replies.one(db, person, number), error=error)
    return _done(request, number, action)


def _act(db: Session, person: people.Staff, number: int, action: str, fields: dict[str, str]) -> None:
    if action in {"saved", "corrected"}:
        replies.rewrite(db, person, number, _words(fields))
    elif action == "published":
        replies.publish(db, person, number, _words(fields))
    elif action == "rejected":
        replies.reject(db, person, number, fields.get("answer", ""))
    elif action == "withdrawn":
        replies.withdraw(db, person, number)
    else:
        raise BadQuestion(f"{action} is no action.", "action")


def _words(fields: dict[str, str]) -> Words:
    text, organisation, comment_key = (fields.get(name, "") for name in ("text", "organisation", "comment_key"))
    return Words(text=text, organisation=organisation, comment_key=comment_key)


def _given(found: Drafted) -> dict[str, str]:
    return {"text": found.draft.text, "organisation": found.draft.organisation, "comment_key": found.draft.comment_key}


def _done(request: Request, number: int, what: str) -> Response:
    return never_kept(RedirectResponse(link(f"{PATH}/{number}?getan={what}", request.state.language), 303))


def _form(
    request: Request,
    db: Session,
    person: people.Staff,
    slug: str,
    given: dict[str, str],
    found: Drafted | None = None,
    error: Exception | None = None,
    done: str = "",
) -> Response:
    shown = _shown(db, person, slug, found) | {"given": given, "errors": reply_words.complaints(error), "done": done}
    status = 200 if error is None else 422 if isinstance(error, BadQuestion) else 403 if isinstance(error, NotAllowed) else 409
    return room(request, person, "desk_reply.html", None, status, **shown)


def _shown(db: Session, person: people.Staff, slug: str, found: Drafted | None) -> dict[str, Any]:
    project = projects.named(db, slug)
    names = {one.key: one.name for one in everybody(db)}
    subjects = [] if found is None else [f"reply/{found.draft.id}"]
    return {
        "project": project,
        "comments": comments.of_project(db, project.id, size=SHOWN).items,
        "found": found,
        "state": "new" if found is None else found.draft.state,
        "mine": found is not None and found.draft.author_id == person.id,
        "may": person.role in MAY["qualify"],
        "may_write": replies.may_write(db, person, project.id),
        "trail": [(event, names.get(event.staff_key, event.staff_key)) for event in audit.about(db, subjects)],
        "office": person.role != "partner",
        "told": reply_words,
    }
