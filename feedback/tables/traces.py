"""Traces that protect the vote and are destroyed within days: network sketches, their daily secrets, attempts."""

import datetime as dt

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from datasets.tables.types import Moment, now
from feedback.tables.ratings import Rating


class DailySecret(SQLModel, table=True):
    """The key of one day's sketches; when it is destroyed nobody can tell any more which network a sketch was."""

    __tablename__ = "daily_secret"

    day: dt.date = Field(primary_key=True)
    secret: bytes


class NetSketch(SQLModel, table=True):
    """From which network prefix a rating came: a keyed hash, never an address."""

    __tablename__ = "net_sketch"
    __table_args__ = (Index("ix_net_sketch_sketch_at", "sketch", "at"), Index("ix_net_sketch_at", "at"))

    id: int | None = Field(default=None, primary_key=True)
    rating_id: int | None = Field(default=None, foreign_key=f"{Rating.__tablename__}.id", ondelete="SET NULL", index=True)
    """Empty once its rating was erased: the limits must not forget that it was cast."""
    project_id: int
    sketch: str
    at: dt.datetime = Field(default_factory=now, sa_type=Moment)


class Attempt(SQLModel, table=True):
    """Somebody tried something that is limited: a sign-in, a change code."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_kind_sketch_at", "kind", "sketch", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    sketch: str
    at: dt.datetime = Field(default_factory=now, sa_type=Moment)
