"""What the shapes of a profile say of the description of a release."""

import datetime as dt

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from datasets.tables.types import Json, Moment, now


class Verdict(SQLModel, table=True):
    """The last judgement of one profile about one release."""

    __tablename__ = "verdict"
    __table_args__ = (UniqueConstraint("release_id", "profile"),)

    id: int | None = Field(default=None, primary_key=True)
    release_id: int = Field(foreign_key="release.id")
    profile: str
    edition: str
    """Of DCAT-AP.de, in which the description was written that was judged."""
    violations: int
    warnings: int
    messages: list[str] = Field(default_factory=list, sa_type=Json)
    """The first ones, as the shapes say them."""
    checked_by: str
    """Program and its version."""
    shapes: str
    """Sum over the files of the profile: with others it is judged anew."""
    checked_at: dt.datetime = Field(default_factory=now, sa_type=Moment)
