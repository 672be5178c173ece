"""Ideas as they came in, with the contact that is never published, and who supports a published one: hashes that expire."""

import datetime as dt

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from datasets.tables.ideas import IDEA_STATES, Idea
from datasets.tables.projects import one_of
from datasets.tables.types import Json, Moment, now

PROPOSAL_STATES = ("new", *IDEA_STATES)

# Keys point to tables by name; the metadata knows them because their modules are imported here.
IDEA_ID = f"{Idea.__tablename__}.id"


class IdeaProposal(SQLModel, table=True):
    """What somebody proposed, in their own words. Name and mail address are erased 90 days after it was decided."""

    __tablename__ = "idea_proposal"
    __table_args__ = (Index("ix_idea_proposal_state_created", "state", "created_at"), one_of("state", PROPOSAL_STATES))

    id: int | None = Field(default=None, primary_key=True)
    title: str
    what: str
    for_whom: str = ""
    district: str = ""
    place: str = ""
    benefit: str = ""
    name: str = ""
    email: str = ""
    state: str = "new"
    idea_id: int | None = Field(default=None, foreign_key=IDEA_ID, unique=True)
    """The published idea; empty while it is new, and where its text is not shown."""
    doubt: str = ""
    """Why it may come from a machine: ``trap`` or ``limit``; it is read all the same, after the others."""
    nonce: str = Field(unique=True)
    """Of the rendered form: the same form sent twice is one proposal."""
    code_hash: str | None = Field(default=None, unique=True)
    """Of the code by which its author follows it and has it deleted."""
    created_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    closed_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    """When it was adopted or declined."""


class IdeaTold(SQLModel, table=True):
    """Every number of supporters that was ever public of an idea, so that two of them never differ by a single person."""

    __tablename__ = "idea_told"

    idea_id: int = Field(foreign_key=IDEA_ID, ondelete="CASCADE", primary_key=True)
    counts: list[int] = Field(default_factory=list, sa_type=Json)
    changed_at: dt.datetime = Field(sa_type=Moment)
    """When a number was last told, replaced or taken off."""


class IdeaSupport(SQLModel, table=True):
    """Somebody supports a published idea: a hash of cookie and idea, NULL after 90 days."""

    __tablename__ = "idea_support"
    __table_args__ = (UniqueConstraint("idea_id", "token_hash"),)

    id: int | None = Field(default=None, primary_key=True)
    idea_id: int = Field(foreign_key=IDEA_ID)
    token_hash: str | None = None
    at: dt.datetime = Field(default_factory=now, sa_type=Moment)
