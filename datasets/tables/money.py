"""Fundings: one award of one funder to one recipient, as one source states it."""

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from datasets.tables.projects import one_of
from datasets.tables.types import Json, Moment, Money, now

AMOUNT_TYPES = (
    "claimed", "applied", "announced", "awarded", "eligible", "total_cost", "own_share", "union_contribution", "disbursed",
)  # fmt: skip


class Funding(SQLModel, table=True):
    """A sum with its type and date; sums of different types are never added."""

    __tablename__ = "funding"
    __table_args__ = (UniqueConstraint("dataset", "key"), one_of("amount_type", AMOUNT_TYPES))

    id: int | None = Field(default=None, primary_key=True)
    source: str
    dataset: str = Field(index=True)
    """The list that states it; ``register`` for the city's own register."""
    key: str
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    title: str = ""
    recipient_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    recipient_name: str = ""
    funder: str = Field(index=True)
    programme: str = ""
    amount: Decimal | None = Field(default=None, sa_type=Money)
    currency: str = "EUR"
    amount_type: str
    amount_raw: str = ""
    approximate: bool = False
    as_of: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    municipality_key: str = ""
    note: str = ""
    source_url: str | None = None
    external_ids: list[list[str]] = Field(default_factory=list, sa_type=Json)
    """Scheme and value of each; several fundings may carry the same one."""
    raw: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    retrieved_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    sha256: str = ""
    """Of the file that it was read from."""
    updated_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    gone_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    """Since when its list no longer holds it; never erased."""
