"""How often public pages were asked for, as it may be published: per day and kind of page, nothing below five."""

import datetime as dt

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel


class Usage(SQLModel, table=True):
    """GETs of one kind of page on one day that is over."""

    __tablename__ = "usage"
    __table_args__ = (UniqueConstraint("day", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    day: dt.date
    kind: str
    gets: int
