"""What belongs to a burst of votes: windows that staff announced beforehand, and exclusions that wait for a second person."""

import datetime as dt

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from datasets.tables.projects import one_of
from datasets.tables.types import Json, Moment, now
from feedback.tables.cases import DECISION_STATES, STAFF_ID, ReviewCase

CASE_ID = f"{ReviewCase.__tablename__}.id"


class PlannedWindow(SQLModel, table=True):
    """Many votes are expected: a newsletter, an event. Registered before it begins; votes in it make no burst."""

    __tablename__ = "planned_window"
    __table_args__ = (Index("ix_planned_window_ends_at", "ends_at"),)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int | None = Field(default=None, foreign_key="project.id")
    """Empty for all projects."""
    starts_at: dt.datetime = Field(sa_type=Moment)
    ends_at: dt.datetime = Field(sa_type=Moment)
    channel: str
    """Where it is announced, as ``Newsletter des Amts``."""
    reason: str
    staff_id: int = Field(foreign_key=STAFF_ID)
    made_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    revoked_at: dt.datetime | None = Field(default=None, sa_type=Moment)


class Exclusion(SQLModel, table=True):
    """What one person proposes not to count and another confirms; one open proposal per case."""

    __tablename__ = "exclusion"
    __table_args__ = (
        one_of("state", DECISION_STATES),
        Index(
            "ix_exclusion_proposed",
            "case_id",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key=CASE_ID)
    reason: str
    """A public reason code."""
    note: str
    """For the desk: why."""
    whole: bool = False
    """All that were held when it was proposed: the last resort, for honest votes among them are lost too."""
    ratings: list[int] = Field(default_factory=list, sa_type=Json)
    first_id: int = Field(foreign_key=STAFF_ID)
    second_id: int | None = Field(default=None, foreign_key=STAFF_ID)
    state: str = "proposed"
    answer: str = ""
    """Why it was rejected."""
    proposed_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    decided_at: dt.datetime | None = Field(default=None, sa_type=Moment)
