"""Published scores: what passed the gate, and nothing that did not."""

import datetime as dt
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from datasets.tables.projects import one_of
from datasets.tables.types import Json, Moment, now


class Snapshot(SQLModel, table=True):
    """A dated set of scores with the hash of its canonical rows and the head of the audit chain."""

    __tablename__ = "snapshot"

    id: int | None = Field(default=None, primary_key=True)
    made_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    shown: int = 0
    withheld: int = 0
    sha256: str = ""
    audit_head: str = ""


class Score(SQLModel, table=True):
    """The published figure of a project and dimension; ``replaced_at`` None is the one in force."""

    __tablename__ = "score"
    __table_args__ = (
        one_of("state", ("too_few", "first", "solid", "review")),
        Index(
            "ix_score_in_force",
            "project_id",
            "dimension",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    snapshot_id: int = Field(foreign_key="snapshot.id", index=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    dimension: str
    state: str
    figures: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    """Columns of the dataset ``buergernutzen`` by name; empty where the state is ``too_few``."""
    made_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    replaced_at: dt.datetime | None = Field(default=None, sa_type=Moment)
