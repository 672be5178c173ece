"""Official replies as they are drafted at the desk; what is published of them is a copy in the register."""

import datetime as dt

from sqlmodel import Field, SQLModel

from datasets.tables.comments import PublishedReply
from datasets.tables.projects import one_of
from datasets.tables.types import Moment, now
from feedback.tables.people import Staff

REPLY_STATES = ("draft", "published", "rejected", "withdrawn")

# Keys point to tables by name; the metadata knows them because their modules are imported here.
STAFF_ID = f"{Staff.__tablename__}.id"
REPLY_ID = f"{PublishedReply.__tablename__}.id"


class ReplyDraft(SQLModel, table=True):
    """What a partner or somebody of the office proposes to answer in public, and what became of that."""

    __tablename__ = "reply_draft"
    __table_args__ = (one_of("state", REPLY_STATES),)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    comment_key: str = ""
    """Of a published comment; empty where it answers no single one."""
    text: str
    organisation: str
    """Who speaks."""
    state: str = Field(default="draft", index=True)
    answer: str = ""
    """Why it was rejected."""
    author_id: int = Field(foreign_key=STAFF_ID)
    decided_by: int | None = Field(default=None, foreign_key=STAFF_ID)
    reply_id: int | None = Field(default=None, foreign_key=REPLY_ID)
    created_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    decided_at: dt.datetime | None = Field(default=None, sa_type=Moment)
