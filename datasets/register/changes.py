"""Reads of the history: what a run did to the register, and what a load would do, tried and taken back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, col, func, select

from datasets.records import RegisterRecord
from datasets.register import loading
from datasets.register.writing import ADDED, GONE, Loaded, Origin
from datasets.tables.projects import Change, Organisation, Project
from datasets.tables.runs import Run

REGISTER = ("register", "register-upload")
"""Lists whose runs change the register itself; others add fundings to it."""
_NAMES: dict[str, type[SQLModel]] = {"project_id": Project, "lead_id": Organisation, "recipient_id": Organisation}


@dataclass(frozen=True, slots=True)
class Told:
    """One change as people read it; ``what`` is added, changed or gone."""

    kind: str
    key: str
    what: str
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a load would do. ``mark`` is the newest change of the register that it was tried on."""

    loaded: Loaded
    changes: tuple[Told, ...]
    mark: int


def of_run(session: Session, run_id: int, offset: int = 0, limit: int | None = None) -> list[Told]:
    """What a run did, in the order in which it did it."""
    question = select(Change).where(Change.run_id == run_id).order_by(col(Change.id)).offset(offset)
    return [_told(session, row) for row in session.exec(question if limit is None else question.limit(limit))]


def every_of_run(session: Session, run_id: int, batch: int = 500) -> Iterator[Told]:
    """All of it, in batches, so that any number can be sent."""
    offset = 0
    while found := of_run(session, run_id, offset, batch):
        yield from found
        offset += len(found)


def count(session: Session, run_id: int) -> int:
    """How many changes of a run the history holds."""
    return session.exec(select(func.count()).where(Change.run_id == run_id)).one()


def mark(session: Session) -> int:
    """The newest change of the register itself; 0 before the first."""
    question = select(func.max(Change.id)).outerjoin(Run, col(Run.id) == col(Change.run_id))
    return session.exec(question.where(col(Change.run_id).is_(None) | col(Run.dataset).in_(REGISTER))).one() or 0


def rehearse(engine: Engine, records: list[RegisterRecord], origin: Origin) -> Rehearsal:
    """Loads, looks, and takes everything back. Raises Refused as the load does."""
    with Session(engine) as session:
        try:
            return tried(session, records, origin)
        finally:
            session.rollback()


def tried(session: Session, records: list[RegisterRecord], origin: Origin) -> Rehearsal:
    """Loads inside the session's transaction and says what that did; the caller commits or takes it back."""
    before, known = session.exec(select(func.max(Change.id))).one() or 0, mark(session)
    loaded = loading.load(session, records, origin)
    rows = session.exec(select(Change).where(col(Change.id) > before).order_by(col(Change.id))).all()
    return Rehearsal(loaded, tuple(_told(session, row) for row in rows), known)


def names(session: Session) -> tuple[set[str], set[str]]:
    """Slugs of all projects and of all organisations, for what a row may refer to."""
    return set(session.exec(select(Project.slug))), set(session.exec(select(Organisation.slug)))


def _told(session: Session, row: Change) -> Told:
    if row.field == ADDED:
        return Told(row.kind, row.key, "added", "", None, row.new)
    if row.field == GONE and row.new is not None:
        # Not the moment: told twice, a change must be the same.
        return Told(row.kind, row.key, "gone", "", row.old, None)
    old, new = (_named(session, row.field, value) for value in (row.old, row.new))
    return Told(row.kind, row.key, "changed", row.field.removesuffix("_id"), old, new)


def _named(session: Session, field: str, value: Any) -> Any:
    """A reference by its slug: numbers tell nobody anything, and differ from one try to the next."""
    table = _NAMES.get(field)
    found = session.get(table, value) if table is not None and isinstance(value, int) else None
    return value if found is None else getattr(found, "slug", value)
