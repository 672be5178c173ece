"""Harvest runs, what they refused or warned of, jobs and leases."""

import datetime as dt
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from datasets.tables.projects import one_of
from datasets.tables.types import Json, Moment, now

STATES = ("running", "done", "unchanged", "refused", "failed", "interrupted")


class Run(SQLModel, table=True):
    """One attempt to read one source; written as ``running`` before the fetch, closed whatever happens."""

    __tablename__ = "run"
    __table_args__ = (one_of("state", STATES),)

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(index=True)
    dataset: str = Field(index=True)
    state: str = "running"
    started_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    ended_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    host: str = ""
    pid: int = 0
    holder: str = ""
    """Which worker's lease it runs under; empty for a command. When the lease is another's, the run is dead."""
    beat_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    url: str = ""
    sha256: str = ""
    fingerprint: str = Field(default="", index=True)
    """Of file, reader and city together: the same one need not be read again."""
    etag: str = ""
    last_modified: str = ""
    bytes: int = 0
    seen: int = 0
    accepted: int = 0
    rejected: int = 0
    masked: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    fundings: int = 0
    warnings: int = 0
    waiting: int = 0
    """Things of this list that wait for a person to say what they are, after the run."""
    release: str = ""
    message: str = ""


class RunRemark(SQLModel, table=True):
    """One rejection or warning of a run: where, what, why."""

    __tablename__ = "run_remark"
    __table_args__ = (one_of("level", ("rejection", "warning")),)

    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="run.id", index=True)
    level: str
    line: int
    field: str
    reason: str
    raw: str = ""


class Job(SQLModel, table=True):
    """A piece of work that a worker picks up; one open job per kind and subject."""

    __tablename__ = "job"
    __table_args__ = (
        one_of("state", ("open", "taken", "done", "failed")),
        Index(
            "ix_job_one_open", "kind", "subject", unique=True, sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(index=True)
    subject: str = ""
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    state: str = Field(default="open", index=True)
    due_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    holder: str = ""
    """Which worker took it; when another leads, it is open again."""
    attempts: int = 0
    message: str = ""
    created_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    ended_at: dt.datetime | None = Field(default=None, sa_type=Moment)


class Lease(SQLModel, table=True):
    """Who may do the work of that name until when; others stand by."""

    __tablename__ = "lease"
    __table_args__ = (UniqueConstraint("name"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    holder: str
    until: dt.datetime = Field(sa_type=Moment)
