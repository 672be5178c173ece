"""Staff, their one-time sign-in links and their sessions; secrets are stored as hashes only."""

import datetime as dt
import secrets

from sqlmodel import Field, SQLModel

from datasets.tables.projects import one_of
from datasets.tables.types import Moment, now

ROLES = ("redaktion", "pruefung", "zweitpruefung", "leitung", "partner", "datenschutz", "auditor")


class Staff(SQLModel, table=True):
    """A person who works at the desk. ``key`` is what the audit log calls them: random, so the log names nobody."""

    __tablename__ = "staff"
    __table_args__ = (one_of("role", ROLES),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(default_factory=lambda: secrets.token_hex(8), unique=True)
    name: str
    email: str = Field(unique=True)
    """In lower case."""
    role: str
    unit: str = ""
    """Slug or name of the organisation that they work in: they decide on none of its projects."""
    password_hash: str | None = None
    active: bool = True
    language: str | None = None
    """One of those in which mails are written; none where the city's first will do."""
    told_on: dt.date | None = None
    """When they last got a mail about what waits at the desk."""
    created_at: dt.datetime = Field(default_factory=now, sa_type=Moment)


class SignInLink(SQLModel, table=True):
    """A link that signs one person in, once."""

    __tablename__ = "sign_in_link"

    hash: str = Field(primary_key=True)
    staff_id: int = Field(foreign_key="staff.id", index=True)
    made_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    expires_at: dt.datetime = Field(sa_type=Moment)
    used_at: dt.datetime | None = Field(default=None, sa_type=Moment)


class StaffSession(SQLModel, table=True):
    """Somebody is signed in: ends after 12 hours, or after 2 without a request."""

    __tablename__ = "staff_session"

    hash: str = Field(primary_key=True)
    staff_id: int = Field(foreign_key="staff.id", index=True)
    opened_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    seen_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    expires_at: dt.datetime = Field(sa_type=Moment)
