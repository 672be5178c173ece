"""A project as it stands in a list; any number of them with the same few queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from datasets.records import Text
from datasets.register import fundings, scores
from datasets.register.fundings import Award
from datasets.register.kept import kept
from datasets.tables.money import Funding
from datasets.tables.projects import Classification, Organisation, Project

MOST_KEPT = 5000
"""Cards of one version that stay in a process."""


@dataclass(frozen=True, slots=True)
class Card:
    """A project as it stands in a list."""

    id: int
    slug: str
    title: Text
    acronym: str
    summary: Text
    status: str
    start: str
    end: str
    lead: str
    topics: tuple[str, ...]
    goals: tuple[str, ...]
    districts: tuple[str, ...]
    award: Award | None
    """The newest awarded sum."""
    band: str
    """Of the published score; empty where there is none."""
    picture: str
    picture_alt: str


def cards(session: Session, ids: Sequence[int]) -> list[Card]:
    """The projects with these ids, in the order of the ids."""
    known: dict[int, Card] = kept(session, "cards", dict)
    found = {id_: known[id_] for id_ in ids if id_ in known}
    if missing := [id_ for id_ in ids if id_ not in found]:
        fresh = {card.id: card for card in _read(session, missing)}
        found |= fresh
        if len(known) < MOST_KEPT:
            # What the version says of a project stays so while it lasts.
            known.update(fresh)
    return [found[id_] for id_ in ids if id_ in found]


def _read(session: Session, ids: Sequence[int]) -> list[Card]:
    question = select(Project, Organisation.name).outerjoin(Organisation, col(Organisation.id) == col(Project.lead_id))
    rows = {row.id: (row, lead) for row, lead in session.exec(question.where(col(Project.id).in_(ids)))}
    codes = classified(session, ids)
    awarded = fundings.awards(session, col(Funding.project_id).in_(ids) & (col(Funding.amount_type) == "awarded"), limit=50 * len(ids))
    by_project: dict[int, list[Award]] = {}
    for award in awarded:
        by_project.setdefault(award.project_id or 0, []).append(award)
    bands = {score.project_id: score.band for score in scores.of_projects(session, ids, "overall")}
    return [_card(*rows[id_], codes, fundings.newest_awarded(by_project.get(id_, ())), bands.get(id_, "")) for id_ in ids if id_ in rows]


def classified(session: Session, ids: Sequence[int]) -> dict[tuple[int, str], tuple[str, ...]]:
    """Codes by project and scheme, the main one first."""
    question = select(Classification).where(col(Classification.project_id).in_(ids))
    found: dict[tuple[int, str], tuple[str, ...]] = {}
    for row in session.exec(question.order_by(col(Classification.position), col(Classification.code))):
        key = row.project_id, row.scheme
        found[key] = (*found.get(key, ()), row.code)
    return found


def _card(row: Project, lead: str | None, codes: dict[tuple[int, str], tuple[str, ...]], award: Award | None, band: str) -> Card:
    id_ = int(row.id or 0)
    return Card(
        id=id_,
        slug=row.slug,
        title=Text(de=row.title, en=row.title_en),
        acronym=row.acronym,
        summary=Text(de=row.summary, en=row.summary_en, simple=row.summary_simple),
        status=row.status,
        start=row.start,
        end=row.end,
        lead=lead or "",
        topics=codes.get((id_, "topic"), ()),
        goals=codes.get((id_, "goal"), ()),
        districts=codes.get((id_, "district"), ()),
        award=award,
        band=band,
        picture=row.picture,
        picture_alt=row.picture_alt,
    )
