"""Funding programmes: who gives money for what, who may apply, and until when."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from datasets.tables.projects import one_of
from datasets.tables.types import Json, Moment, Money, now

LEVELS = ("", "eu", "bund", "land", "kommune", "stiftung", "privat")


class Programme(SQLModel, table=True):
    """A programme or one call of it. Whether it is open is no column: that is worked out from its dates on the day of asking."""

    __tablename__ = "programme"
    __table_args__ = (UniqueConstraint("dataset", "key"), one_of("level", LEVELS), one_of("stated", ("", "open", "closed")))

    id: int | None = Field(default=None, primary_key=True)
    source: str
    dataset: str = Field(index=True)
    """The list that names it."""
    key: str
    title: str
    summary: str = ""
    funder: str
    level: str
    applicants: list[str] = Field(default_factory=list, sa_type=Json)
    """Codes of who may apply."""
    who: str = ""
    """Who may apply, in words."""
    topics: list[str] = Field(default_factory=list, sa_type=Json)
    opens: dt.date | None = None
    deadline: dt.date | None = None
    deadline_text: str = ""
    stated: str = ""
    """What the source says where it gives no dates: ``open`` at any time, or ``closed``."""
    amount_text: str = ""
    amount_max: Decimal | None = Field(default=None, sa_type=Money)
    rate_max: Decimal | None = Field(default=None, sa_type=Money)
    """Highest share of the cost, in percent."""
    url: str | None = None
    source_url: str
    retrieved: dt.date | None = None
    updated_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    gone_at: dt.datetime | None = Field(default=None, sa_type=Moment)
