"""Deciding on a project: one person proposes, another confirms or rejects; each form leads back to the case."""

from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from datasets.errors import BadQuestion, NotAllowed, NotFound, Refused
from datasets.register import projects
from feedback.review import conflicts, decisions
from feedback.tables.people import Staff
from portal.deps import Db
from portal.desk import proposals
from portal.desk.case import again
from portal.fields import Fields
from portal.language import gettext as _
from portal.language import link
from portal.render import never_kept
from portal.signin.deps import Reviewer

router = APIRouter(include_in_schema=False)


@router.post("/pruefung/{slug}/vorschlag")
def propose(request: Request, db: Db, person: Reviewer, fields: Fields, slug: str) -> Response:
    """The first person."""
    return _done(request, db, person, slug, fields, lambda id_: decisions.propose(db, person, id_, proposals.read(fields)))


@router.post("/pruefung/{slug}/bestaetigen")
def confirm(request: Request, db: Db, person: Reviewer, fields: Fields, slug: str) -> Response:
    """The second person agrees; with that it is public."""
    declared = "no_interest" in fields
    return _done(request, db, person, slug, fields, lambda id_: decisions.confirm(db, person, _waiting(db, id_, fields), declared))


@router.post("/pruefung/{slug}/ablehnen")
def reject(request: Request, db: Db, person: Reviewer, fields: Fields, slug: str) -> Response:
    """The second person does not agree."""
    answer = fields.get("answer", "")
    return _done(request, db, person, slug, fields, lambda id_: decisions.reject(db, person, _waiting(db, id_, fields), answer))


@router.post("/pruefung/{slug}/zurueckziehen")
def withdraw(request: Request, db: Db, person: Reviewer, fields: Fields, slug: str) -> Response:
    """The first person takes the proposal back."""
    return _done(request, db, person, slug, fields, lambda id_: decisions.withdraw(db, person, _waiting(db, id_, fields)))


@router.post("/pruefung/{slug}/interesse")
def declare(request: Request, db: Db, person: Reviewer, fields: Fields, slug: str) -> Response:
    """Somebody has an interest of their own in the project, and so decides nothing on it."""
    return _done(request, db, person, slug, fields, lambda id_: conflicts.declare(db, person, id_, fields.get("reason", "")))


def _done(request: Request, db: Session, person: Staff, slug: str, fields: dict[str, str], act: Callable[[int], object]) -> Response:
    """Acts, and leads back to the case; where the act is refused, the case with what was entered and why."""
    project = projects.named(db, slug)
    try:
        act(project.id)
    except BadQuestion as error:
        return again(request, db, person, slug, 422, fields, proposals.complaint(error.field))
    except (NotAllowed, Refused) as error:
        status = 403 if isinstance(error, NotAllowed) else 409
        refused = {"decide": _("Das ging nicht. Unten steht, wie der Fall jetzt steht und warum.")}
        return again(request, db, person, slug, status, fields, refused)
    did = request.scope["path"].rsplit("/", 1)[1]
    return never_kept(RedirectResponse(link(f"/pruefung/{slug}?getan={did}", request.state.language), 303))


def _waiting(db: Session, project_id: int, fields: dict[str, str]) -> int:
    """The proposal that the form was about, of this project. Raises NotFound."""
    given = fields.get("decision_id", "")
    known = {str(decision.id) for decision in decisions.of_project(db, project_id)}
    if given not in known:
        raise NotFound(f"This project has no decision {given}.")
    return int(given)
