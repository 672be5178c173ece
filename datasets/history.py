"""The releases of a dataset as a list: light rows, the withdrawn ones too."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from datasets.errors import Gone, NotFound
from datasets.records import DatasetRecord
from datasets.tables.catalogue import Dataset, Release


@dataclass(frozen=True, slots=True)
class Past:
    """One line of the list; ``files`` as the catalogue keeps them: name, format, media_type, bytes, sha256."""

    name: str
    created_at: dt.datetime
    rows: int
    files: tuple[Mapping[str, Any], ...]
    withdrawn_reason: str
    """Why it was withdrawn; empty where it was not."""
    withdrawn_at: dt.datetime | None = None
    removed_at: dt.datetime | None = None

    @property
    def is_there(self) -> bool:
        """Whether its files can be had."""
        return not self.withdrawn_reason and self.removed_at is None


@dataclass(frozen=True, slots=True)
class Event:
    """A release that was made or, with a reason, withdrawn."""

    slug: str
    uid: str
    record: DatasetRecord
    release: str
    at: dt.datetime
    reason: str = ""


def past(session: Session, slug: str, limit: int | None = None) -> list[Past]:
    """Releases of a dataset, newest first, without their records; empty for an unknown one."""
    facts = (
        Release.name, Release.created_at, Release.rows, Release.files, Release.withdrawn_reason, Release.withdrawn_at, Release.removed_at,
    )  # fmt: skip
    question = select(*map(col, facts)).join(Dataset, col(Dataset.id) == Release.dataset_id).where(col(Dataset.slug) == slug)
    rows = session.execute(question.order_by(col(Release.id).desc()).limit(limit))
    return [
        Past(name, created_at, count, tuple(files), (reason or "withdrawn") if withdrawn else "", withdrawn, removed)
        for name, created_at, count, files, reason, withdrawn, removed in rows
    ]


def events(session: Session, limit: int, slug: str = "") -> list[Event]:
    """The newest releases and withdrawals, of one dataset or of all."""
    facts = (Dataset.slug, Dataset.uid, Release.record, Release.name, Release.created_at, Release.withdrawn_at, Release.withdrawn_reason)
    question = select(*map(col, facts)).join(Dataset, col(Dataset.id) == Release.dataset_id)
    if slug:
        question = question.where(col(Dataset.slug) == slug)
    latest = func.coalesce(Release.withdrawn_at, Release.created_at)
    rows = session.execute(question.order_by(latest.desc(), col(Release.id).desc()).limit(limit)).all()
    found = [event for row in rows for event in _events(*row)]
    return sorted(found, key=lambda event: (event.at, event.release), reverse=True)[:limit]


def withdrawn_digests(session: Session, slug: str) -> dict[str, str]:
    """What was withdrawn, by its content, with the reason: it must not come back by itself."""
    question = select(col(Release.digest), col(Release.withdrawn_reason)).join(Dataset, col(Dataset.id) == Release.dataset_id)
    rows = session.execute(question.where(col(Dataset.slug) == slug, col(Release.withdrawn_at).is_not(None)))
    return {digest: reason for digest, reason in rows}  # noqa: C416 rows are no tuples to the type checker


def _events(
    slug: str, uid: str, record: dict[str, Any], name: str, created_at: dt.datetime, withdrawn_at: dt.datetime | None, reason: str
) -> Iterator[Event]:
    described = DatasetRecord.model_validate(record)
    yield Event(slug, uid, described, name, created_at)
    if withdrawn_at is not None:
        yield Event(slug, uid, described, name, withdrawn_at, reason or "withdrawn")


def absent(session: Session, slug: str) -> NotFound | Gone:
    """Why a dataset has no current release: it is unknown, was never released, or all its releases were withdrawn."""
    newest = past(session, slug, 1)
    if newest:
        return Gone(f"The releases of {slug} were withdrawn: {newest[0].withdrawn_reason}")
    return NotFound(f"There is no dataset {slug} with a release.")
