"""Datasets that other portals hold: what they say of them, one row per portal and dataset."""

import datetime as dt
from typing import Any
from uuid import uuid4

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from datasets.tables.types import Json, Moment, now


class Elsewhere(SQLModel, table=True):
    """One dataset as one portal describes it; ``record`` is its ElsewhereRecord as JSON."""

    __tablename__ = "elsewhere"
    __table_args__ = (UniqueConstraint("dataset", "portal", "same"), Index(None, "same", "gone_at"))

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=lambda: str(uuid4()), unique=True)
    source: str
    dataset: str
    """Which list of the source named it; what a complete run of that list no longer names is gone."""
    portal: str
    identifier: str
    same: str
    """Equal for the same dataset in two portals: identifier and host of the files."""
    leads: bool = Field(default=False, index=True)
    """Whether this is the row that is shown; the others of the same dataset are places where it is also found."""
    title: str
    sorted_by: str = Field(index=True)
    record: dict[str, Any] = Field(sa_type=Json)
    modified: str = ""
    """As the portal states it: ``2020``, ``2020-09`` or ``2020-09-07``."""
    gone_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    updated_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
