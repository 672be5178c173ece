"""Ratings: one row per voice, its answers beside it, its comment apart; all of it private."""

import datetime as dt

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from datasets.tables.projects import one_of
from datasets.tables.types import Moment, now

DIMENSIONS = ("overall", "everyday", "life", "for_all", "climate", "trust")
CHANNELS = ("web", "kiosk", "paper", "code")
FAMILIARITIES = ("use", "heard", "no")
STANDINGS = ("counted", "held", "excluded", "withdrawn")
BASES = ("experience", "expectation")
COMMENT_STATES = ("unread", "held", "hidden", "shown")


class Rating(SQLModel, table=True):
    """One voice on one project. ``id`` never leaves the package; what identifies the browser is hashed and expires."""

    __tablename__ = "rating"
    __table_args__ = (
        UniqueConstraint("project_id", "token_hash"),
        Index("ix_rating_project_changed", "project_id", "status", "changed_at"),
        one_of("channel", CHANNELS),
        one_of("status", STANDINGS),
        one_of("basis", BASES),
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    token_hash: str | None = None
    """HMAC of cookie and project, so that one browser's ratings cannot be joined; NULL after 90 days."""
    code_hash: str | None = Field(default=None, unique=True)
    nonce: str | None = Field(default=None, unique=True)
    """Of the rendered form: the same form sent twice is one rating, with and without cookies."""
    channel: str = "web"
    familiarity: str = ""
    district: str = ""
    age: str = ""
    basis: str = "experience"
    """``expectation`` where the project was planned when it was rated, or the voter does not know it."""
    status: str = "counted"
    reason: str = ""
    """Why it is held (a risk) or excluded (a public reason code); empty while it counts."""
    risk: int = 0
    created_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    changed_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    """When its answers were last given; the windows of 90 days and 24 months begin here."""
    judged_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    """When staff last held, released or excluded it."""


class RatingValue(SQLModel, table=True):
    """One answer of a rating.

    ``shown_*`` remember how it entered the figure that was last published, so that the gate can count what differs;
    they are empty for an answer that is in none.
    """

    __tablename__ = "rating_value"
    __table_args__ = (one_of("dimension", DIMENSIONS), CheckConstraint("value BETWEEN 1 AND 5", name="value_on_the_scale"))

    rating_id: int = Field(foreign_key="rating.id", ondelete="CASCADE", primary_key=True)
    dimension: str = Field(primary_key=True)
    value: int | None = None
    dont_know: bool = False
    shown_basis: str | None = None
    shown_value: int | None = None


class Comment(SQLModel, table=True):
    """What a voter wrote beside a rating; what is public of it is a copy in the register, without its values."""

    __tablename__ = "comment"
    __table_args__ = (one_of("state", COMMENT_STATES), Index("ix_comment_state_written", "state", "written_at"))

    rating_id: int = Field(foreign_key="rating.id", ondelete="CASCADE", primary_key=True)
    text: str
    state: str = "unread"
    """``unread``: nobody looked, nothing was found; ``held``: a detector found something; ``hidden`` and ``shown`` by staff."""
    doubts: str = ""
    """What the detectors found, by spaces."""
    reason: str = ""
    """Why it is hidden: a public code."""
    statement: str = ""
    """What staff tell its author beside the code."""
    copy_key: str | None = Field(default=None, unique=True)
    """Key of the published copy; empty while there is none."""
    written_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    judged_at: dt.datetime | None = Field(default=None, sa_type=Moment)
