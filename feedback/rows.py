"""Inserting a row that somebody else may have inserted at the same moment, on SQLite and PostgreSQL alike."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session


def insert_new(session: Session, table: Any, values: dict[str, Any], returning: Any) -> Any:
    """Inserts one row unless any of its unique keys is taken; the asked column of the new row, or None.

    Where another transaction holds the key, PostgreSQL waits for its end; so after None the row of the other
    can be read. SQLite has one writer at a time.
    """
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing().returning(returning)
    return session.execute(statement).scalar_one_or_none()
