"""The memory of the gate: what each published figure is, and what happened to the ratings in it."""

import datetime as dt
from typing import Any

from sqlmodel import Field, SQLModel

from datasets.tables.projects import one_of
from datasets.tables.types import Json, Moment
from feedback.tables.ratings import BASES


class GateState(SQLModel, table=True):
    """One figure of a project, question and basis, from its first publication on.

    Which answers are in it is marked at the answers themselves; ``unmarked`` counts those in it that were erased since.
    """

    __tablename__ = "gate_state"
    __table_args__ = (one_of("basis", BASES),)

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    dimension: str = Field(primary_key=True)
    basis: str = Field(primary_key=True)
    figures: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    """As they were last published; empty while the figure is taken off."""
    state: str = "too_few"
    tables: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    """What every table of who voted that was told beside it was made of; only counts of ten votes and more."""
    unmarked: int = 0
    changed_at: dt.datetime = Field(sa_type=Moment)
    """When the figure was last published, replaced or taken off."""
