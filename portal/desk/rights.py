"""What somebody may do about a project now, and why not: asked before a button is shown; the act itself asks again."""

from dataclasses import dataclass

from sqlmodel import Session

from feedback.people.staff import MAY
from feedback.review import conflicts
from feedback.tables.cases import Decision
from feedback.tables.people import Staff


@dataclass(frozen=True, slots=True)
class Rights:
    """Each is the code of what stands against it, empty where it may be done."""

    propose: str
    confirm: str
    reject: str
    withdraw: str


def rights(session: Session, person: Staff, project_id: int, waiting: Decision | None) -> Rights:
    """``waiting`` is the open proposal on the project."""
    conflict = conflicts.why_not(session, person, project_id)
    own = "own" if waiting is not None and waiting.first_id == person.id else ""
    may_propose, may_confirm = (_role(person, act) for act in ("propose", "confirm"))
    return Rights(
        propose=may_propose or conflict or ("waiting" if waiting else ""),
        confirm=may_confirm or own or conflict,
        reject=may_confirm or own,
        withdraw="" if own else "role",
    )


def _role(person: Staff, act: str) -> str:
    return "" if person.role in MAY[act] else "role"
