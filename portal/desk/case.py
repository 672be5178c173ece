"""The page of one case: facts, published scores, money, what was decided, what waits, the form, the trail."""

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from datasets.register import projects, scores
from feedback.people.staff import everybody
from feedback.review import audit, cases, decisions, holding, sensitive
from feedback.tables.cases import Decision
from feedback.tables.people import Staff
from portal.deps import ReadDb
from portal.desk import words
from portal.desk.rights import rights
from portal.desk.room import room
from portal.signin.deps import Reviewer

router = APIRouter(include_in_schema=False)

MEASURES = (1, 2, 3)
"""Rows for measures in the form."""


@router.get("/pruefung/{slug}")
def show(request: Request, db: ReadDb, person: Reviewer, slug: str, getan: str = "") -> Response:
    """Everything about one project on one page; ``getan`` is what has just been done."""
    return room(request, person, "desk_case.html", **_shown(db, person, slug), given={}, errors={}, done=words.done(getan))


def again(
    request: Request,
    db: Session,
    person: Staff,
    slug: str,
    status: int,
    given: dict[str, str],
    errors: dict[str, str],
) -> Response:
    """The page after a form that was refused, with what was entered. Raises NotFound."""
    return room(request, person, "desk_case.html", None, status, **_shown(db, person, slug), given=given, errors=errors, done="")


def _shown(db: Session, person: Staff, slug: str) -> dict[str, Any]:
    project = projects.one(db, slug)
    id_ = project.row.id or 0
    made = decisions.of_project(db, id_)
    waiting = next((decision for decision in made if decision.state == "proposed"), None)
    staff = everybody(db)
    return {
        "project": project,
        "entry": next((entry for entry in cases.queue(db) if entry.project_id == id_), None),
        "burst": holding.on_project(db, id_),
        "history": scores.history(db, id_),
        "checks": sensitive.shown(db, id_),
        "made": made,
        "waiting": waiting,
        "rights": rights(db, person, id_, waiting),
        "names": {one.id: one.name for one in staff},
        "trail": _trail(db, id_, made, staff),
        "rows": MEASURES,
    }


def _trail(db: Session, project_id: int, made: Iterable[Decision], staff: list[Staff]) -> list[tuple[Any, str, str]]:
    """Time, act and name of everything that was done about the project, newest first."""
    names = {one.key: one.name for one in staff}
    subjects = [f"project/{project_id}", *(f"decision/{decision.id}" for decision in made)]
    return [(event.at, event.action, names.get(event.staff_key, event.staff_key)) for event in audit.about(db, subjects)]
