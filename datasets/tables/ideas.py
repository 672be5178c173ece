"""Ideas for projects that staff have published, without any person."""

import datetime as dt

from sqlmodel import Field, SQLModel

from datasets.tables.projects import one_of
from datasets.tables.types import Moment, now

IDEA_STATES = ("published", "in_review", "adopted", "declined")


class Idea(SQLModel, table=True):
    """One idea as everybody reads it."""

    __tablename__ = "idea"
    # An address must never come to mean another idea because the newest was taken off.
    __table_args__ = (one_of("state", IDEA_STATES), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    title: str
    what: str
    for_whom: str = ""
    district: str = ""
    """Slug of a district; empty where the place is none or not known."""
    place: str = ""
    benefit: str = ""
    state: str = Field(default="published", index=True)
    answer: str = ""
    """Why it is in this state."""
    project: str = ""
    """Slug of the project that it became or joined."""
    supporters: int | None = None
    """As it was told last; empty below 5."""
    published_on: dt.date
    updated_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
