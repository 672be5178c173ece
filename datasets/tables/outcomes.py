"""What came of it: published decisions and measures, without any person."""

import datetime as dt

from sqlmodel import Field, SQLModel

from datasets.tables.types import Moment, now


class Outcome(SQLModel, table=True):
    """A decision on a project that two people agreed on, as it is shown to everybody."""

    __tablename__ = "outcome"

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    decision: str
    """continue, adjust, sharpen, recommend_stop, no_action, data_weak."""
    text: str
    snapshot_id: int | None = Field(default=None, foreign_key="snapshot.id")
    decided_on: dt.date
    review_on: dt.date | None = None
    published_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    replaced_at: dt.datetime | None = Field(default=None, sa_type=Moment)


class Measure(SQLModel, table=True):
    """What was promised with a decision, by which organisation, until when."""

    __tablename__ = "measure"

    id: int | None = Field(default=None, primary_key=True)
    outcome_id: int = Field(foreign_key="outcome.id", index=True)
    text: str
    owner: str = ""
    due: dt.date | None = None
    state: str = "open"
    """open, done, dropped."""
    updated_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
