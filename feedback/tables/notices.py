"""Notices: somebody says that a fact is wrong or missing, or that a content is unlawful; all of it private."""

import datetime as dt

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from datasets.tables.projects import one_of
from datasets.tables.types import Moment, now

KINDS = ("error", "illegal")
SUBJECTS = ("", "project", "organisation", "dataset")
NOTICE_STATES = ("open", "answered", "closed")
GROUNDS = ("", "insult", "hate", "privacy", "copyright", "child_abuse", "threat", "other")


class Notice(SQLModel, table=True):
    """One notice. Name and mail address are for the answer alone and are erased 90 days after it was closed."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_state_created", "state", "created_at"),
        one_of("kind", KINDS),
        one_of("subject_kind", SUBJECTS),
        one_of("ground", GROUNDS),
        one_of("state", NOTICE_STATES),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    subject_kind: str = ""
    subject: str = ""
    """Slug of what it is about; empty where it is about nothing that has one."""
    ground: str = ""
    """Why a content is unlawful; empty for an error."""
    text: str
    address: str = ""
    """Where the content stands."""
    good_faith: bool = False
    name: str = ""
    email: str = ""
    state: str = "open"
    answer: str = ""
    """What whoever holds the receipt code reads."""
    doubt: str = ""
    """Why it may come from a machine: ``trap`` or ``limit``; it is read all the same, after the others."""
    code_hash: str = Field(unique=True)
    nonce: str = Field(unique=True)
    """Of the rendered form: the same form sent twice is one notice."""
    created_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    answered_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    closed_at: dt.datetime | None = Field(default=None, sa_type=Moment)
