"""Reads of published ideas: lists, one idea, counts per state, and what is like a title."""

import re
from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sql
from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from datasets import search
from datasets.errors import NotFound
from datasets.records import Text
from datasets.tables.ideas import IDEA_STATES, Idea
from datasets.tables.projects import Project

KIND = "idea"
"""As what the search knows an idea."""

WORDS = 6
"""So many words of a title are looked for; shorter ones than four letters say too little."""

LIKE = 5
IN_TITLE = 2
"""A word in a title tells as much as two in a text, and as much is needed: one common word in a text makes nothing alike."""

PATHS = {"project": "projekte", KIND: "ideen"}
_TELLING = re.compile(r"\w{4,}")


@dataclass(frozen=True, slots=True)
class IdeaQuestion:
    """What is asked of the list; empty answers ask for all. ``page`` counts from 1."""

    q: str = ""
    state: str = ""
    page: int = 1
    size: int = 12


@dataclass(frozen=True, slots=True)
class Ideas:
    """One page of ideas, and how many there are in each state to the same words."""

    items: tuple[Idea, ...]
    total: int
    states: tuple[tuple[str, int], ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Like:
    """Something that shares words with a title: its title and the path of its page."""

    title: Text
    path: str


def listing(session: Session, question: IdeaQuestion) -> Ideas:
    """One page, the newest first. A page beyond the last is the last."""
    asked = _asked(session, question.q)
    states = tuple(session.exec(select(Idea.state, func.count()).where(*asked).group_by(Idea.state)).all())
    if question.state:
        asked.append(col(Idea.state) == question.state)
    total = session.exec(select(func.count()).select_from(Idea).where(*asked)).one()
    pages = max(1, -(-total // question.size))
    page = min(max(1, question.page), pages)
    newest = select(Idea).where(*asked).order_by(col(Idea.published_on).desc(), col(Idea.id).desc())
    items = tuple(session.exec(newest.limit(question.size).offset((page - 1) * question.size)))
    return Ideas(items, total, states, page, pages)


def one(session: Session, number: int) -> Idea:
    """One idea. Raises NotFound."""
    found = session.get(Idea, number)
    if found is None:
        raise NotFound(f"There is no idea {number}.")
    return found


def counts(session: Session) -> dict[str, int]:
    """How many published ideas are in each state, zero where there is none."""
    return dict.fromkeys(IDEA_STATES, 0) | dict(session.exec(select(Idea.state, func.count()).group_by(Idea.state)).all())


def like(session: Session, title: str, but: int | None = None) -> tuple[Like, ...]:
    """Projects and ideas that share most words with a title; the idea with the number ``but`` is left out."""
    found: Counter[tuple[str, str]] = Counter()
    for word in list(dict.fromkeys(_TELLING.findall(title[:300])))[:WORDS]:
        for kind in ("project", KIND):
            found.update(_having(session, kind, word))
    found.pop((KIND, str(but)), None)
    alike = [pair for pair in found.items() if pair[1] >= IN_TITLE]
    best = [thing for thing, _shared in sorted(alike, key=lambda pair: (-pair[1], pair[0]))[:LIKE]]
    titles = _titles(session, best)
    return tuple(Like(titles[thing], f"/{PATHS[thing[0]]}/{thing[1]}") for thing in best if thing in titles)


def _having(session: Session, kind: str, word: str) -> dict[tuple[str, str], int]:
    """What holds the word, with how much that tells."""
    hits = search.matching(session, kind, word)
    best = sql.select(hits.c.slug, hits.c.in_title).order_by(hits.c.in_title.desc(), hits.c.slug).limit(LIKE * 4)
    return {(kind, slug): IN_TITLE if in_title else 1 for slug, in_title in session.execute(best)}


def _titles(session: Session, things: list[tuple[str, str]]) -> dict[tuple[str, str], Text]:
    slugs, numbers = [slug for kind, slug in things if kind != KIND], [int(slug) for kind, slug in things if kind == KIND]
    ideas = session.exec(select(Idea.id, Idea.title).where(col(Idea.id).in_(numbers)))
    projects = session.exec(select(Project.slug, Project.title, Project.title_en).where(col(Project.slug).in_(slugs)))
    known = {(KIND, str(number)): Text(de=title) for number, title in ideas}
    return known | {("project", slug): Text(de=title, en=title_en) for slug, title, title_en in projects}


def _asked(session: Session, q: str) -> list[ColumnElement[bool]]:
    if not q.strip():
        return []
    hits = search.hits(session, KIND, q, 1000)[0]
    return [col(Idea.id).in_([int(number) for number in hits])]
