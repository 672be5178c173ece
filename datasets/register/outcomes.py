"""Reads of published decisions with their measures: what came of it, without any person."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from datasets.records import Text
from datasets.tables.outcomes import Measure, Outcome
from datasets.tables.projects import Project


@dataclass(frozen=True, slots=True)
class Promise:
    """One measure that was promised."""

    text: str
    owner: str
    due: dt.date | None
    state: str
    """open, done, dropped."""
    updated_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision in force, with its measures."""

    id: int
    project_slug: str
    project_title: Text
    decision: str
    text: str
    decided_on: dt.date
    review_on: dt.date | None
    promises: tuple[Promise, ...]


def of_project(session: Session, project_id: int) -> list[Decided]:
    """The decisions on a project that are in force, newest first."""
    return _decided(session, col(Outcome.project_id) == project_id, 0, 100)


def newest(session: Session, start: int = 0, size: int = 20) -> tuple[list[Decided], int]:
    """The decisions in force on all projects, newest first, from ``start`` on; and how many there are."""
    total = session.exec(select(func.count()).select_from(Outcome).where(col(Outcome.replaced_at).is_(None))).one()
    return _decided(session, col(Outcome.id).is_not(None), start, size), total


def promised(session: Session) -> dict[str, int]:
    """How many measures of decisions in force are open, done, dropped."""
    question = select(Measure.state, func.count()).join(Outcome, col(Outcome.id) == Measure.outcome_id)
    return dict(session.exec(question.where(col(Outcome.replaced_at).is_(None)).group_by(Measure.state)).all())


def _decided(session: Session, condition: ColumnElement[bool], start: int, size: int) -> list[Decided]:
    question = (
        select(Outcome, Project.slug, Project.title, Project.title_en)
        .join(Project, col(Project.id) == Outcome.project_id)
        .where(condition, col(Outcome.replaced_at).is_(None))
        .order_by(col(Outcome.decided_on).desc(), col(Outcome.id).desc())
    )
    rows = session.exec(question.offset(start).limit(size)).all()
    promises = _promises(session, [row.id for row, *_ in rows])
    return [
        Decided(
            id=int(row.id or 0),
            project_slug=slug,
            project_title=Text(de=title, en=title_en),
            decision=row.decision,
            text=row.text,
            decided_on=row.decided_on,
            review_on=row.review_on,
            promises=tuple(promises.get(row.id, ())),
        )
        for row, slug, title, title_en in rows
    ]


def _promises(session: Session, outcomes: list[int | None]) -> dict[int | None, list[Promise]]:
    found: dict[int | None, list[Promise]] = {}
    question = select(Measure).where(col(Measure.outcome_id).in_(outcomes))
    for row in session.exec(question.order_by(col(Measure.due).asc().nulls_last(), col(Measure.id))):
        found.setdefault(row.outcome_id, []).append(Promise(row.text, row.owner, row.due, row.state, row.updated_at))
    return found
