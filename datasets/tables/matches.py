"""What no identifier ties to the register: things of lists, what each of them may be, and what a person has said it is."""

import datetime as dt
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from datasets.tables.projects import one_of
from datasets.tables.types import Json, Moment, now

KINDS = ("project", "recipient", "organisation")
"""Is this award a project? Is this recipient that organisation? Are these two organisations one?"""
STATES = ("open", "unsure", "linked", "adopted", "rejected", "gone")
"""``gone``: its list no longer holds it, or an identifier has tied it."""


class Match(SQLModel, table=True):
    """Something of a list that may be something in the register. Only ``linked`` and ``adopted`` are facts."""

    __tablename__ = "match_case"
    __table_args__ = (UniqueConstraint("kind", "key"), one_of("kind", KINDS), one_of("state", STATES))

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    key: str
    """The same in every run: list and title, list and name, or slug."""
    dataset: str = Field(index=True)
    title: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    """What a person needs to see: recipients, funders, dates, an address."""
    best: float = Field(default=0.0, index=True)
    """The highest probability among its candidates."""
    state: str = Field(default="open", index=True)
    target: str = ""
    """Slug of what a person has said it is."""
    found_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    settled_at: dt.datetime | None = Field(default=None, sa_type=Moment)


class Candidate(SQLModel, table=True):
    """One thing in the register that a match may be; a guess of a program, never a fact."""

    __tablename__ = "match_candidate"
    __table_args__ = (UniqueConstraint("match_id", "target"),)

    id: int | None = Field(default=None, primary_key=True)
    match_id: int = Field(foreign_key="match_case.id", index=True)
    target: str
    """Slug of a project or an organisation."""
    title: str
    probability: float
    reasons: list[str] = Field(default_factory=list, sa_type=Json)
    refused: bool = False
    """A person has said that it is not this one."""
