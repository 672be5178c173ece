"""What staff said of things of lists that may be things in the register: who, when, why, and what it changed."""

import datetime as dt
from typing import Any

from sqlmodel import Field, SQLModel

from datasets.tables.matches import Match
from datasets.tables.projects import one_of
from datasets.tables.types import Json, Moment, now
from feedback.tables.people import Staff

VERDICTS = ("link", "adopt", "reject", "unsure")
# Keys point to tables by name; the metadata knows them because their modules are imported here.
MATCH_ID = f"{Match.__tablename__}.id"
STAFF_ID = f"{Staff.__tablename__}.id"


class MatchDecision(SQLModel, table=True):
    """One verdict of one person; it stays when it is undone."""

    __tablename__ = "match_decision"
    __table_args__ = (one_of("verdict", VERDICTS),)

    id: int | None = Field(default=None, primary_key=True)
    match_id: int = Field(foreign_key=MATCH_ID, index=True)
    verdict: str
    target: str = ""
    reason: str = ""
    batch: str = Field(default="", index=True)
    """The form that it came in, with others."""
    effects: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    """What it changed in the register, with the value before and after: undoing puts back exactly that."""
    before: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    """How the match stood."""
    staff_id: int = Field(foreign_key=STAFF_ID)
    decided_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    undone_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    undone_by_id: int | None = Field(default=None, foreign_key=STAFF_ID)
