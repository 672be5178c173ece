"""Reads of what is said of the city as a whole: quoted figures and quoted ranks, each with its source."""

from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session, col, select

from datasets.tables.places import Claim, Rank


@dataclass(frozen=True, slots=True)
class Quoted:
    """A figure that somebody states about the alliance."""

    key: str
    value: Decimal
    unit: str
    as_of: str
    note: str
    source_url: str


@dataclass(frozen=True, slots=True)
class QuotedRank:
    """One rank of one city in the Smart City Index, as a source quotes it."""

    year: int
    city: str
    category: str
    rank: int
    points: Decimal | None
    cities_ranked: int | None
    sure: bool
    note: str
    source_url: str


def claims(session: Session, key: str = "") -> list[Quoted]:
    """Quoted figures by key, the newest first; only those of one key where it is given."""
    question = select(Claim).order_by(col(Claim.key), col(Claim.as_of).desc(), col(Claim.id))
    rows = session.exec(question.where(Claim.key == key) if key else question)
    return [Quoted(row.key, row.value, row.unit, row.as_of, row.note, row.source_url) for row in rows]


def ranks(session: Session) -> list[QuotedRank]:
    """All quoted ranks, the newest year first, within it by category and rank."""
    rows = session.exec(select(Rank).order_by(col(Rank.year).desc(), col(Rank.category), col(Rank.rank), col(Rank.city), col(Rank.id)))
    return [QuotedRank(**{name: getattr(row, name) for name in QuotedRank.__slots__}) for row in rows]
