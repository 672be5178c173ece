"""Datasets, their releases, and the one number that changes whenever something public does."""

import datetime as dt
from typing import Any
from uuid import uuid4

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from datasets.tables.types import Json, Moment, now


class Dataset(SQLModel, table=True):
    """A dataset of the catalogue; ``record`` is its DatasetRecord as JSON."""

    __tablename__ = "dataset"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=lambda: str(uuid4()), unique=True)
    """The identifier for machines; never changes."""
    slug: str = Field(unique=True)
    title: str
    origin: str = Field(index=True)
    source: str = ""
    record: dict[str, Any] = Field(sa_type=Json)
    due_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    """Since when its rows may differ from its last release; None when they do not."""
    created_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    modified_at: dt.datetime = Field(default_factory=now, sa_type=Moment)


class Release(SQLModel, table=True):
    """One dated, immutable release; the newest that is not withdrawn is the current one."""

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("dataset_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=lambda: str(uuid4()), unique=True)
    dataset_id: int = Field(foreign_key="dataset.id", index=True)
    name: str
    """``YYYY-MM-DD`` or ``YYYY-MM-DD.n``."""
    created_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
    rows: int
    digest: str
    """Hash of rows, columns and metadata: an equal digest needs no new release."""
    record: dict[str, Any] = Field(sa_type=Json)
    """The DatasetRecord as it was."""
    files: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    """``{name, format, media_type, bytes, sha256}`` each."""
    run_id: int | None = Field(default=None, foreign_key="run.id")
    withdrawn_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    withdrawn_reason: str = ""
    removed_at: dt.datetime | None = Field(default=None, sa_type=Moment)
    """When its files went by the rule that says how long releases are kept; what is said of it stays."""


class CatalogueVersion(SQLModel, table=True):
    """One row: raised in every transaction that changes something public, so caches need no invalidation."""

    __tablename__ = "catalogue_version"

    id: int = Field(default=1, primary_key=True)
    number: int = 0


class SearchEntry(SQLModel, table=True):
    """The words of one findable thing, analysed: stems and folded words, space between."""

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("kind", "slug"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    slug: str
    title: str = ""
    body: str = ""
