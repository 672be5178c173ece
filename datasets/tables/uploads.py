"""Files for the register that somebody handed in: what they would change, until a person confirms or discards it."""

import datetime as dt
from typing import Any

from sqlmodel import Field, SQLModel

from datasets.tables.projects import one_of
from datasets.tables.types import Json, Moment, now

UPLOAD_STATES = ("waiting", "ready", "confirmed", "applied", "refused", "discarded")


class Upload(SQLModel, table=True):
    """One file; who handed it in stands in the audit log and not here."""

    __tablename__ = "upload"
    # A number must never come to mean another file.
    __table_args__ = (one_of("state", UPLOAD_STATES), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    name: str
    """As the file was called where it came from."""
    stored: str
    """Its random name in the inbox; empty once the file is removed."""
    sha256: str
    bytes: int
    complete: bool = False
    """Whether what the file does not name is gone."""
    state: str = Field(default="waiting", index=True)
    message: str = ""
    """Why it was refused, or why it must be confirmed again."""
    forms: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    """``{table, form, seen, accepted, rejected}`` of each table in the file."""
    changes: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    """``{kind, key, field, old, new}`` each, as the history would remember it."""
    remarks: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    """``{level, table, line, field, reason, raw}`` of each rejected row and each warning."""
    digest: str = ""
    """Of file, register and changes as they were shown: only this is what a person confirms."""
    records: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    """What was applied, so that a later read of the city's folder does not take it back."""
    run_id: int | None = Field(default=None, foreign_key="run.id")
    created_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    ended_at: dt.datetime | None = Field(default=None, sa_type=Moment)
