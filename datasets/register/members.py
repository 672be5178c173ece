"""Who takes part in a project, and in which projects an organisation takes part."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from datasets.tables.projects import ROLES, Organisation, Participation


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation in a project."""

    slug: str
    name: str
    kind: str
    role: str
    """One of ROLES."""
    partner: bool
    """Whether it belongs to the alliance."""
    website: str | None
    source_url: str | None


def of_project(session: Session, project_id: int) -> list[Member]:
    """All who take part, by role and name."""
    question = select(Organisation, Participation).join(Participation, col(Participation.organisation_id) == col(Organisation.id))
    rows = session.exec(question.where(Participation.project_id == project_id).order_by(col(Organisation.normal_name)))
    found = [_member(row, part.role, part.source_url) for row, part in rows]
    return sorted(found, key=lambda member: ROLES.index(member.role))


def lead(session: Session, organisation_id: int | None) -> Member | None:
    """The organisation that answers for a project, None where no source names one."""
    row = None if organisation_id is None else session.get(Organisation, organisation_id)
    return None if row is None else _member(row, "lead", row.source_url)


def roles(session: Session, organisation_id: int) -> dict[int, tuple[str, ...]]:
    """The projects in which an organisation takes part, by id, with its roles."""
    question = select(Participation.project_id, Participation.role).where(Participation.organisation_id == organisation_id)
    found: dict[int, tuple[str, ...]] = {}
    for project, role in session.exec(question.order_by(col(Participation.id))):
        found[project] = (*found.get(project, ()), role)
    return found


def _member(row: Organisation, role: str, source_url: str | None) -> Member:
    return Member(row.slug, row.name, row.kind, role, row.partner, row.website, source_url)
