"""Who wants a mail when there is news: the address is sealed, and gone with the subscription."""

import datetime as dt

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from datasets.tables.projects import one_of
from datasets.tables.types import Moment, now

SUBSCRIPTION_STATES = ("asked", "active")

LANGUAGES = ("de", "en")
"""In which mails are written."""


class Subscription(SQLModel, table=True):
    """One address and one subject; ``asked`` until its owner has confirmed it."""

    __tablename__ = "subscription"
    __table_args__ = (one_of("state", SUBSCRIPTION_STATES), Index("ix_subscription_due_at", "due_at"))

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    """What stands in the links of its mails."""
    project_id: int | None = Field(default=None, foreign_key="project.id")
    """Empty: the decisions on all projects."""
    mark: str = Field(unique=True)
    """Keyed hash of address and subject: the same wish is one row."""
    address: str
    """Sealed with the installation's secret."""
    language: str = "de"
    state: str = "asked"
    made_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    told_until: dt.datetime = Field(default_factory=now, sa_type=Moment)
    """Up to which moment its owner has the news."""
    due_at: dt.datetime | None = Field(default_factory=now, sa_type=Moment)
    """When the next mail may be sent; empty while none is."""
    attempts: int = 0
    handed_over: bool = False
    """A mail is being handed to the mail server; what is found so after a crash may have arrived, and is not sent again."""
