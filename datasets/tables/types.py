"""Column types that mean the same on SQLite and PostgreSQL: moments in UTC, money in cents, JSON."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import JSON, BigInteger, DateTime, Dialect
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

# Every constraint has a name on both databases, so that a later migration can speak of it.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

CENT = Decimal("0.01")

Json = JSON().with_variant(JSONB(), "postgresql")


def now() -> dt.datetime:
    """The moment in UTC, with its zone."""
    return dt.datetime.now(dt.UTC)


class Moment(TypeDecorator[dt.datetime]):
    """A moment in UTC. SQLite forgets zones, so naive values are refused on the way in and UTC is added on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Refuses a naive value with ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone: {value!r}")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Always UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Money(TypeDecorator[Decimal]):
    """An amount kept as whole cents: SQLite has no decimals, and sums in SQL must be exact on both."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Rounds half up to cents."""
        return None if value is None else int(value.quantize(CENT, ROUND_HALF_UP).scaleb(2))

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Back to a Decimal with two places."""
        return None if value is None else Decimal(value).scaleb(-2)
