"""When each source is read next, and which workers there are."""

import datetime as dt

from sqlmodel import Field, SQLModel

from datasets.tables.types import Moment, now


class Schedule(SQLModel, table=True):
    """One source of the installation as it says of itself, and when it is read next."""

    __tablename__ = "schedule"

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(unique=True)
    title: str
    title_en: str = ""
    publisher: str = ""
    licence: str = ""
    homepage: str = ""
    frequency: str = ""
    """A code of the EU frequency list."""
    is_local: bool = False
    """Whether it is a file of the installation, for which no hour is quiet."""
    due_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    """None: it is read by hand only."""
    failures: int = 0
    """Runs since the last good one that the source did not answer."""


class Worker(SQLModel, table=True):
    """One worker process that gives signs of life, whether it leads or stands by."""

    __tablename__ = "worker"

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(index=True)
    holder: str = Field(unique=True)
    host: str
    pid: int
    leads: bool = False
    started_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    beat_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
