"""Comments and official replies that are published: texts without any person, a comment without its values."""

import datetime as dt

from sqlmodel import Field, SQLModel

from datasets.tables.types import Moment, now


class PublishedComment(SQLModel, table=True):
    """What somebody wrote beside a rating. Nothing finer than the month; ``key`` is random, so its order says nothing."""

    __tablename__ = "published_comment"

    key: str = Field(primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    text: str
    month: str
    """As ``2026-11``."""


class PublishedReply(SQLModel, table=True):
    """What an organisation answers to a comment, or to what is said of a project."""

    __tablename__ = "published_reply"

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    comment_key: str = ""
    """Empty where it answers no single comment."""
    text: str
    organisation: str
    published_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    corrected_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    """When its words were last changed."""
