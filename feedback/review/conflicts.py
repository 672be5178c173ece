"""Who may not decide on a project: people of the unit that leads it, and whoever has declared an interest in it."""

import datetime as dt

from sqlmodel import Session, col, or_, select

from datasets.errors import Refused
from datasets.register.names import normal_name
from datasets.tables.projects import Organisation, Participation, Project
from datasets.tables.types import now
from feedback.review import audit
from feedback.tables.cases import Interest
from feedback.tables.people import Staff


def declare(session: Session, person: Staff, project_id: int, reason: str = "", moment: dt.datetime | None = None) -> None:
    """Writes down that this person has an interest of their own in the project; it is never taken back."""
    staff_id = int(person.id or 0)
    if session.get(Interest, (staff_id, project_id)) is None:
        session.add(Interest(staff_id=staff_id, project_id=project_id, reason=reason.strip(), declared_at=moment or now()))
        session.flush()
        audit.append(session, person.key, "interest.declare", f"project/{project_id}", {}, moment)


def why_not(session: Session, person: Staff, project_id: int) -> str:
    """``unit`` or ``interest`` where the person may not decide on the project; empty where they may."""
    if session.get(Interest, (int(person.id or 0), project_id)) is not None:
        return "interest"
    return "unit" if leads(session, person, project_id) else ""


def leads(session: Session, person: Staff, project_id: int) -> bool:
    """Whether the person's unit leads the project."""
    return bool(person.unit) and normal_name(person.unit) in _leading(session, project_id)


def led(session: Session, person: Staff) -> set[int]:
    """The projects that the person's unit leads."""
    unit = normal_name(person.unit) if person.unit else ""
    own = [one.id for one in session.exec(select(Organisation)) if unit and unit in _spellings(one)]
    leads_now = select(Participation.project_id).where(Participation.role == "lead", col(Participation.organisation_id).in_(own))
    answers_for = select(Project.id).where(col(Project.lead_id).in_(own))
    return {int(id_ or 0) for question in (leads_now, answers_for) for id_ in session.exec(question)}


def refuse_conflict(session: Session, person: Staff, project_id: int) -> None:
    """Raises Refused with the reason."""
    reason = why_not(session, person, project_id)
    if reason == "interest":
        raise Refused("You have declared an interest in this project; somebody else must decide.")
    if reason == "unit":
        raise Refused(f"{person.unit} leads this project; somebody of another unit must decide.")


def _leading(session: Session, project_id: int) -> set[str]:
    """Every spelling of the organisations that lead the project."""
    as_lead = select(Participation.organisation_id).where(Participation.project_id == project_id, Participation.role == "lead")
    answers_for = select(Project.lead_id).where(Project.id == project_id)
    leading = session.exec(select(Organisation).where(or_(col(Organisation.id).in_(as_lead), col(Organisation.id).in_(answers_for)))).all()
    return {name for one in leading for name in _spellings(one)}


def _spellings(one: Organisation) -> set[str]:
    return {normal_name(name) for name in (one.slug, one.name, *one.aliases)}
