"""Review cases, decisions and declared interests; what is published of them becomes an outcome in the register."""

import datetime as dt
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from datasets.tables.outcomes import Outcome
from datasets.tables.projects import one_of
from datasets.tables.scores import Snapshot
from datasets.tables.types import Json, Moment, now
from feedback.tables.people import Staff

CASE_STATES = ("open", "working", "closed")
DECISIONS = ("continue", "adjust", "sharpen", "recommend_stop", "no_action", "data_weak")
DECISION_STATES = ("proposed", "confirmed", "rejected", "withdrawn")

# Keys point to tables by name; the metadata knows them because their modules are imported here.
STAFF_ID = f"{Staff.__tablename__}.id"
SNAPSHOT_ID = f"{Snapshot.__tablename__}.id"
OUTCOME_ID = f"{Outcome.__tablename__}.id"


class ReviewCase(SQLModel, table=True):
    """A reason to look at a project; one open case per project and trigger."""

    __tablename__ = "review_case"
    __table_args__ = (
        one_of("state", CASE_STATES),
        Index(
            "ix_review_case_open",
            "project_id",
            "trigger",
            unique=True,
            sqlite_where=text("state <> 'closed'"),
            postgresql_where=text("state <> 'closed'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    trigger: str
    """``burst``, ``low``, ``too_few``, ``review_due`` …"""
    state: str = "open"
    alarms: int = 1
    """How many detectors agree; a burst with two holds new ratings and freezes what is published."""
    detectors: str = ""
    """Their names, by spaces."""
    since: dt.datetime | None = Field(default=None, sa_type=Moment)
    """Where the window begins in which they saw something."""
    assignee_id: int | None = Field(default=None, foreign_key=STAFF_ID)
    opened_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    due_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    closed_at: dt.datetime | None = Field(default=None, sa_type=Moment)


class Decision(SQLModel, table=True):
    """What one person proposes on a project and another confirms or rejects; never changed afterwards."""

    __tablename__ = "decision"
    __table_args__ = (
        one_of("decision", DECISIONS),
        one_of("state", DECISION_STATES),
        Index(
            "ix_decision_proposed",
            "project_id",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    case_id: int | None = Field(default=None, foreign_key="review_case.id")
    replaces_id: int | None = Field(default=None, foreign_key="decision.id")
    """The confirmed decision that this one corrects."""
    decision: str
    reasoning: str
    """For the desk; at least 100 characters."""
    text: str
    """For everybody."""
    measures: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    """``{text, owner, due}`` each, ``due`` as ISO date or null."""
    review_on: dt.date | None = None
    snapshot_id: int | None = Field(default=None, foreign_key=SNAPSHOT_ID)
    """The published figures that it rests on."""
    first_id: int = Field(foreign_key=STAFF_ID)
    second_id: int | None = Field(default=None, foreign_key=STAFF_ID)
    state: str = "proposed"
    answer: str = ""
    """Why it was rejected."""
    outcome_id: int | None = Field(default=None, foreign_key=OUTCOME_ID)
    proposed_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    decided_at: dt.datetime | None = Field(default=None, sa_type=Moment)


class Interest(SQLModel, table=True):
    """Somebody of the staff has an interest of their own in a project and decides nothing on it."""

    __tablename__ = "interest"

    staff_id: int = Field(foreign_key=STAFF_ID, primary_key=True)
    project_id: int = Field(foreign_key="project.id", primary_key=True)
    reason: str = ""
    declared_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
