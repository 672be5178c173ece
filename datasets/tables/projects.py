"""Projects and organisations: who does what, in which part of the city, under which names."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from datasets.tables.types import Json, Moment, now

STATUSES = ("idea", "planned", "running", "finished", "stopped")
ROLES = ("lead", "partner", "funder", "supporter")


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """A CHECK that allows only these texts; no native enums, which leave their type behind on PostgreSQL."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})", name=f"{column}_known")


class Organisation(SQLModel, table=True):
    """An organisation; a partner where it belongs to the alliance."""

    __tablename__ = "organisation"

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    name: str
    normal_name: str = Field(index=True)
    """Name without case, accents and legal form, for matching together with the municipality key."""
    kind: str = "other"
    partner: bool = Field(default=False, index=True)
    partner_role: str = ""
    city: str = ""
    municipality_key: str = ""
    website: str | None = None
    aliases: list[str] = Field(default_factory=list, sa_type=Json)
    source_url: str | None = None
    source: str = "register"
    same_as_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    """The organisation that a person took this one for; its own row stays, so that it can be undone."""
    updated_at: dt.datetime = Field(default_factory=now, sa_type=Moment)


class Project(SQLModel, table=True):
    """A project, a planned one too. Sums are fundings, not columns: they differ by type and date."""

    __tablename__ = "project"
    __table_args__ = (one_of("status", STATUSES), one_of("origin", ("register", "adopted")))

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    title: str
    title_en: str = ""
    acronym: str = ""
    summary: str = ""
    summary_en: str = ""
    summary_simple: str = ""
    status: str = Field(index=True)
    lead_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    start: str = ""
    end: str = ""
    page: str | None = None
    picture: str = ""
    picture_alt: str = ""
    picture_licence: str = ""
    note: str = ""
    origin: str = "register"
    """``register``, or ``adopted`` where a person made it from a funding."""
    source_urls: list[str] = Field(default_factory=list, sa_type=Json)
    created_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    updated_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    gone_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    """Since when its source no longer names it; it stays readable."""


class Classification(SQLModel, table=True):
    """A project carries a topic of the alliance, a goal of the city or lies in a district."""

    __tablename__ = "classification"
    __table_args__ = (UniqueConstraint("project_id", "scheme", "code"), one_of("scheme", ("topic", "goal", "district")))

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    scheme: str
    code: str = Field(index=True)
    position: int = 0
    """0 is the main one."""


class Participation(SQLModel, table=True):
    """An organisation takes part in a project."""

    __tablename__ = "participation"
    __table_args__ = (UniqueConstraint("project_id", "organisation_id", "role"), one_of("role", ROLES))

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    role: str
    source_url: str | None = None


class Identifier(SQLModel, table=True):
    """A name that somebody else gave to a project, an organisation or a funding; one owner each."""

    __tablename__ = "identifier"
    __table_args__ = (UniqueConstraint("owner", "scheme", "value"), one_of("owner", ("project", "organisation", "funding")))

    id: int | None = Field(default=None, primary_key=True)
    owner: str
    owner_id: int = Field(index=True)
    scheme: str
    value: str


class Change(SQLModel, table=True):
    """One field of one thing in the register changed in a run: the history."""

    __tablename__ = "change"

    id: int | None = Field(default=None, primary_key=True)
    run_id: int | None = Field(default=None, foreign_key="run.id", index=True)
    kind: str
    key: str = Field(index=True)
    field: str
    old: Any = Field(default=None, sa_type=Json)
    new: Any = Field(default=None, sa_type=Json)
    at: dt.datetime = Field(default_factory=now, sa_type=Moment)
