"""Where votes are cast: a project, with what decides about the votes on it; one question each."""

from typing import Any

from sqlalchemy import ColumnElement, Executable, Select, bindparam
from sqlmodel import Session, select

from datasets.errors import NotFound
from datasets.records import Text
from datasets.register.projects import Named
from datasets.tables.projects import Project
from feedback.review import bursts
from feedback.rows import ask, columns
from feedback.voices.submission import Booth

PLANNED = ("idea", "planned")

_PROJECT = columns(Project)


def _where(column: ColumnElement[Any]) -> Select[Any]:
    facts: tuple[Any, ...] = (_PROJECT.id, _PROJECT.slug, _PROJECT.title, _PROJECT.title_en, _PROJECT.status, bursts.open_on(_PROJECT.id))
    question: Select[Any] = select(*facts).where(column == bindparam("wanted"))
    return question


_BY_ID, _BY_SLUG = _where(_PROJECT.id), _where(_PROJECT.slug)


def by_id(session: Session, project_id: int) -> Booth:
    """Raises NotFound."""
    return _booth(session, _BY_ID, project_id)


def by_slug(session: Session, slug: str) -> Booth:
    """Raises NotFound."""
    return _booth(session, _BY_SLUG, slug)


def _booth(session: Session, question: Executable, wanted: int | str) -> Booth:
    found = ask(session, question, wanted=wanted)
    if not found:
        raise NotFound(f"There is no project {wanted}.")
    project_id, slug, title, title_en, status, attacked = found[0]
    return Booth(Named(project_id, slug, Text(de=title, en=title_en)), status in PLANNED, bool(attacked))
