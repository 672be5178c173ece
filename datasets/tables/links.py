"""Addresses that the catalogue points to, and whether they answered when they were last asked."""

import datetime as dt

from sqlmodel import Field, SQLModel

from datasets.tables.types import Moment


class Link(SQLModel, table=True):
    """One address; ``checked_at`` None means that nobody asked it yet."""

    __tablename__ = "link"

    id: int | None = Field(default=None, primary_key=True)
    url: str = Field(unique=True)
    status: int = 0
    """The last answer's; 0 where there was none."""
    answers: bool = False
    message: str = ""
    checked_at: dt.datetime | None = Field(default=None, sa_type=Moment, index=True)
    failing_since: dt.datetime | None = Field(default=None, sa_type=Moment)
