"""How often pages were asked for, as it is counted: without any trace of who asked."""

import datetime as dt

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel


class PageCount(SQLModel, table=True):
    """GETs of one kind of page on one day so far; goes when the day is published."""

    __tablename__ = "page_count"
    __table_args__ = (UniqueConstraint("day", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    day: dt.date
    kind: str
    gets: int = 0
