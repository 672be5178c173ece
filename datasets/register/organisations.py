"""Reads of organisations: the partners of the alliance, and one organisation with its projects and fundings."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from datasets import search
from datasets.errors import NotFound
from datasets.register import fundings, members
from datasets.register.cards import Card, cards
from datasets.register.fundings import Award
from datasets.tables.money import Funding
from datasets.tables.projects import Identifier, Organisation, Participation, Project
from datasets.words import sort_key

AWARDS_SHOWN = 100
PROJECTS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class PartnerQuestion:
    """What is asked of the list of partners; ``page`` begins at 1."""

    q: str = ""
    kind: str = ""
    page: int = 1
    size: int = 60


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation of the alliance in a list."""

    slug: str
    name: str
    kind: str
    role: str
    """What it does in the alliance, in the source's words; often empty."""
    city: str
    projects: int


@dataclass(frozen=True, slots=True)
class Partners:
    """One page of partners; ``kinds`` counts under the question without its kind."""

    items: tuple[Partner, ...]
    total: int
    kinds: list[tuple[str, int]]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class WholeOrganisation:
    """Everything that is public about one organisation."""

    row: Organisation
    identifiers: tuple[tuple[str, str], ...]
    """Scheme and value."""
    projects: tuple[tuple[Card, tuple[str, ...]], ...]
    """With the organisation's roles."""
    awards: tuple[Award, ...]
    """The newest ones that name it as recipient."""
    awards_total: int


def partners(session: Session, question: PartnerQuestion) -> Partners:
    """One page of the alliance's partners by name. A page beyond the last is the last."""
    asked = _asked(session, question.q)
    kinds = list(session.exec(select(Organisation.kind, func.count()).where(*asked).group_by(col(Organisation.kind))))
    total = sum(count for kind, count in kinds if question.kind in {"", kind})
    pages = max(1, -(-total // question.size))
    page = min(max(1, question.page), pages)
    if question.kind:
        asked.append(col(Organisation.kind) == question.kind)
    projects = select(func.count(func.distinct(Participation.project_id))).where(Participation.organisation_id == Organisation.id)
    rows = select(Organisation, projects.correlate(Organisation).scalar_subquery()).where(*asked)
    rows = rows.order_by(search.plain_order(session, col(Organisation.normal_name)), col(Organisation.slug))
    found = session.exec(rows.limit(question.size).offset((page - 1) * question.size))
    items = tuple(Partner(row.slug, row.name, row.kind, row.partner_role, row.city, count) for row, count in found)
    return Partners(items, total, sorted(kinds, key=lambda pair: (-pair[1], pair[0])), page, pages)


def one(session: Session, slug: str) -> WholeOrganisation:
    """An organisation with its projects and fundings. Raises NotFound, for natural persons too."""
    row = session.exec(select(Organisation).where(Organisation.slug == slug)).first()
    if row is not None and row.same_as_id is not None:
        row = session.get(Organisation, row.same_as_id)
    if row is None or row.id is None or row.kind == "person":
        raise NotFound(f"There is no organisation {slug}.")
    roles = members.roles(session, row.id)
    led = select(Project.id).where((col(Project.lead_id) == row.id) | col(Project.id).in_(list(roles)), col(Project.gone_at).is_(None))
    ids = [int(id_ or 0) for id_ in session.exec(led.order_by(col(Project.id)).limit(PROJECTS_SHOWN))]
    found = sorted(cards(session, ids), key=lambda card: (sort_key(card.title.de), card.slug))
    meant = select(Organisation.id).where((col(Organisation.id) == row.id) | (col(Organisation.same_as_id) == row.id))
    received = col(Funding.recipient_id).in_(meant) & col(Funding.gone_at).is_(None)
    named = select(Identifier.scheme, Identifier.value).where(Identifier.owner == "organisation", col(Identifier.owner_id).in_(meant))
    return WholeOrganisation(
        row=row,
        identifiers=tuple(session.exec(named.order_by(Identifier.scheme, Identifier.value))),
        projects=tuple((card, roles.get(card.id, ("lead",))) for card in found),
        awards=tuple(fundings.awards(session, received, AWARDS_SHOWN)),
        awards_total=session.exec(select(func.count()).select_from(Funding).where(received)).one(),
    )


def _asked(session: Session, q: str) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = [col(Organisation.partner).is_(True)]
    if q.strip():
        hits = search.matching(session, "organisation", q)
        asked.append(col(Organisation.slug).in_(select(hits.c.slug)))
    return asked
