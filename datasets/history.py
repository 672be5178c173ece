"""The releases of a dataset as a list: light rows, the withdrawn ones too."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from datasets.errors import Gone, NotFound
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


def past(session: Session, slug: str, limit: int | None = None) -> list[Past]:
    """Releases of a dataset, newest first, without their records; empty for an unknown one."""
    facts = (Release.name, Release.created_at, Release.rows, Release.files, Release.withdrawn_at, Release.withdrawn_reason)
    question = select(*map(col, facts)).join(Dataset, col(Dataset.id) == Release.dataset_id).where(col(Dataset.slug) == slug)
    rows = session.execute(question.order_by(col(Release.id).desc()).limit(limit))
    return [
        Past(name, created_at, count, tuple(files), (reason or "withdrawn") if withdrawn else "")
        for name, created_at, count, files, withdrawn, reason in rows
    ]


def absent(session: Session, slug: str) -> NotFound | Gone:
    """Why a dataset has no current release: it is unknown, was never released, or all its releases were withdrawn."""
    newest = past(session, slug, 1)
    if newest:
        return Gone(f"The releases of {slug} were withdrawn: {newest[0].withdrawn_reason}")
    return NotFound(f"There is no dataset {slug} with a release.")
