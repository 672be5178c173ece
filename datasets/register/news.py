"""Reads of what changed last in the register."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import Session, col, select

from datasets.records import Text
from datasets.tables.projects import Project


@dataclass(frozen=True, slots=True)
class Changed:
    """A project whose facts changed; ratings change none."""

    slug: str
    title: Text
    summary: Text
    status: str
    created_at: dt.datetime
    updated_at: dt.datetime


def projects(session: Session, n: int) -> list[Changed]:
    """The projects that changed last, the newest first."""
    question = select(Project).where(col(Project.gone_at).is_(None)).order_by(col(Project.updated_at).desc(), col(Project.slug)).limit(n)
    return [
        Changed(
            slug=row.slug,
            title=Text(de=row.title, en=row.title_en),
            summary=Text(de=row.summary, en=row.summary_en),
            status=row.status,
            created_at=row.created_at,
            updated_at=row.updated_at,
        )
        for row in session.exec(question)
    ]
