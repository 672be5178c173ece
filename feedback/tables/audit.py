"""The audit log: append-only, each event chained to the one before by its hash."""

import datetime as dt
from typing import Any

from sqlalchemy import Column, Integer
from sqlmodel import Field, SQLModel

from datasets.tables.types import Json, Moment


class AuditEvent(SQLModel, table=True):
    """Somebody of the staff, or the system itself, did something; no name and no words of a citizen in it."""

    __tablename__ = "audit_event"

    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    """1, 2, 3 … without a gap."""
    at: dt.datetime = Field(sa_type=Moment)
    staff_key: str
    action: str
    subject: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    previous: str = Field(unique=True)
    """Hash of the event before: two events cannot follow the same one."""
    hash: str = Field(unique=True)
