"""What is said of the city as a whole: quoted figures and quoted ranks."""

from decimal import Decimal

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from datasets.tables.types import Money


class Claim(SQLModel, table=True):
    """A figure that somebody states about the alliance; quoted with its source, never added up."""

    __tablename__ = "claim"
    __table_args__ = (UniqueConstraint("key", "as_of", "value", "source_url"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(index=True)
    value: Decimal = Field(sa_type=Money)
    unit: str = ""
    as_of: str = ""
    note: str = ""
    source_url: str


class Rank(SQLModel, table=True):
    """One quoted rank of one city in the Smart City Index."""

    __tablename__ = "rank"
    __table_args__ = (UniqueConstraint("year", "city", "category", "source_url"),)

    id: int | None = Field(default=None, primary_key=True)
    year: int
    city: str = Field(index=True)
    category: str
    rank: int
    points: Decimal | None = Field(default=None, sa_type=Money)
    cities_ranked: int | None = None
    sure: bool = True
    note: str = ""
    source_url: str
