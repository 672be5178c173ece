"""Reads of projects: the list with its filters, the newest, those that wait for ratings, and one project whole."""

import random
from dataclasses import dataclass

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from datasets import search
from datasets.errors import NotFound
from datasets.records import Text
from datasets.register import board as boards
from datasets.register import fundings, members, outcomes, scores
from datasets.register.board import FILTERS, SORTS, Board
from datasets.register.cards import Card, cards, classified
from datasets.register.fundings import Award
from datasets.register.members import Member
from datasets.tables.money import Funding
from datasets.tables.projects import Identifier, Project

RATED = ("running", "finished", "planned")
"""What people are asked to rate first."""


@dataclass(frozen=True, slots=True)
class ProjectQuestion:
    """What is asked of the list. Filters hold one code each, empty for any; ``page`` begins at 1."""

    q: str = ""
    topic: str = ""
    goal: str = ""
    status: str = ""
    district: str = ""
    funder: str = ""
    sort: str = ""
    """One of SORTS; empty is by title, hits in the title first where there is a ``q``."""
    page: int = 1
    size: int = 20


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of hits; ``facets`` counts for each filter what it would give under all the others."""

    items: tuple[Card, ...]
    total: int
    facets: dict[str, list[tuple[str, int]]]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class WholeProject:
    """Everything that is public about one project."""

    row: Project
    title: Text
    summary: Text
    lead: Member | None
    members: tuple[Member, ...]
    """All who take part, the lead too, by role."""
    topics: tuple[str, ...]
    goals: tuple[str, ...]
    districts: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]
    """Scheme and value."""
    awards: tuple[Award, ...]
    award: Award | None
    """The newest awarded sum."""
    scores: dict[str, scores.Published]
    """By dimension; a dimension without a score has too few votes."""
    outcomes: tuple[outcomes.Decided, ...]

    @property
    def slug(self) -> str:
        """What its address and its rating form name it by."""
        return self.row.slug


def listing(session: Session, question: ProjectQuestion) -> Listing:
    """One page of the projects that meet the question. A page beyond the last is the last."""
    board = boards.current(session)
    chosen = {name: board.masks[name].get(getattr(question, name), 0) for name in FILTERS if getattr(question, name)}
    in_title, found = _found(session, board, question.q)
    hits = _all(found, *chosen.values())
    facets = {name: _counts(board.masks[name], _all(found, *(mask for other, mask in chosen.items() if other != name))) for name in FILTERS}
    total = hits.bit_count()
    pages = max(1, -(-total // question.size))
    page = min(max(1, question.page), pages)
    ids = _ordered(board, hits, in_title, question.sort)[(page - 1) * question.size : page * question.size]
    return Listing(tuple(cards(session, ids)), total, facets, page, pages)


def newest(session: Session, n: int) -> list[Card]:
    """The projects that were entered last."""
    board = boards.current(session)
    return cards(session, board.in_order(board.everything, "newest")[:n])


def to_rate(session: Session, seed: str, n: int) -> list[Card]:
    """Projects to be rated, drawn by the seed (the day): no order that could tell how any of them was rated."""
    board = boards.current(session)
    mask = 0
    for status in RATED:
        mask |= board.masks["status"].get(status, 0)
    ids = board.in_order(mask, "title")
    return cards(session, random.Random(seed).sample(ids, min(n, len(ids))))  # noqa: S311  # a draw, no secret


@dataclass(frozen=True, slots=True)
class Named:
    """A project for those who need no more of it."""

    id: int
    slug: str
    title: Text


# Made once: every vote asks.
_NAMED = select(col(Project.id), col(Project.title), col(Project.title_en)).where(Project.slug == bindparam("slug"))


def named(session: Session, slug: str) -> Named:
    """One project. Raises NotFound."""
    session.flush()
    row = session.connection().execute(_NAMED, {"slug": slug}).first()
    if row is None:
        raise NotFound(f"There is no project {slug}.")
    return Named(row.id, slug, Text(de=row.title, en=row.title_en))


def one(session: Session, slug: str) -> WholeProject:
    """Everything about one project, one that its source no longer names too. Raises NotFound."""
    row = session.exec(select(Project).where(Project.slug == slug)).first()
    if row is None or row.id is None:
        raise NotFound(f"There is no project {slug}.")
    awards = fundings.awards(session, col(Funding.project_id) == row.id)
    codes = classified(session, [row.id])
    return WholeProject(
        row=row,
        title=Text(de=row.title, en=row.title_en),
        summary=Text(de=row.summary, en=row.summary_en, simple=row.summary_simple),
        lead=members.lead(session, row.lead_id),
        members=tuple(members.of_project(session, row.id)),
        topics=codes.get((row.id, "topic"), ()),
        goals=codes.get((row.id, "goal"), ()),
        districts=codes.get((row.id, "district"), ()),
        identifiers=tuple(_identifiers(session, row.id)),
        awards=tuple(awards),
        award=fundings.newest_awarded(awards),
        scores={score.dimension: score for score in scores.of_projects(session, [row.id])},
        outcomes=tuple(outcomes.of_project(session, row.id)),
    )


def _identifiers(session: Session, project_id: int) -> list[tuple[str, str]]:
    question = select(Identifier.scheme, Identifier.value).where(Identifier.owner == "project", Identifier.owner_id == project_id)
    return list(session.exec(question.order_by(Identifier.scheme, Identifier.value)))


def _found(session: Session, board: Board, q: str) -> tuple[int, int]:
    """Masks of the hits in the title and of all hits; without a question everything is found."""
    if not q.strip():
        return 0, board.everything
    hits = search.matching(session, "project", q)
    rows = session.execute(select(hits.c.slug, hits.c.in_title)).all()
    return board.of(slug for slug, in_title in rows if in_title), board.of(slug for slug, _ in rows)


def _all(first: int, *more: int) -> int:
    for mask in more:
        first &= mask
    return first


def _counts(masks: dict[str, int], others: int) -> list[tuple[str, int]]:
    """Codes with their number of projects, the most frequent first."""
    return sorted(((code, (mask & others).bit_count()) for code, mask in masks.items()), key=lambda pair: (-pair[1], pair[0]))


def _ordered(board: Board, hits: int, in_title: int, sort: str) -> list[int]:
    if sort in SORTS:
        return board.in_order(hits, sort)
    return board.in_order(hits & in_title, "title") + board.in_order(hits & ~in_title, "title")
