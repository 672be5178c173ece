"""How often pages were asked for: counts of all processes added up, and days that are over handed to the open data."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from datasets import catalogue
from datasets.database import insert_many
from datasets.tables.usage import Usage
from feedback.statistics.states import SHOWN_FROM
from feedback.tables.visits import PageCount

DATASET = "portal-nutzung"
LATE = dt.timedelta(hours=1)
"""What a process may still hand in of a day that is over."""

Counts = Mapping[tuple[dt.date, str], int]
"""Day and kind of page -> GETs."""


def add(session: Session, counts: Counts) -> None:
    """Adds what one process counted since it last did so."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    for (day, kind), gets in sorted(counts.items()):
        statement = dialect.insert(PageCount).values(day=day, kind=kind, gets=gets)
        added = {"gets": col(PageCount.gets) + statement.excluded.gets}
        session.execute(statement.on_conflict_do_update(index_elements=["day", "kind"], set_=added))


def close_days(session: Session, moment: dt.datetime) -> int:
    """Hands on the days that are over: cells of five and more; the others are forgotten. Returns how many were handed on."""
    over = select(PageCount).where(PageCount.day < (moment - LATE).date()).order_by(col(PageCount.day), col(PageCount.kind))
    found = session.exec(over).all()
    # A day that was handed on stays as it was: what comes too late is forgotten.
    closed = set(session.exec(select(col(Usage.day)).where(col(Usage.day).in_({one.day for one in found}))))
    rows = [{"day": one.day, "kind": one.kind, "gets": one.gets} for one in found if one.gets >= SHOWN_FROM and one.day not in closed]
    insert_many(session, Usage, rows)
    if found:
        session.execute(delete(PageCount).where(col(PageCount.id).in_([one.id for one in found])))
    if rows:
        catalogue.mark_due(session, DATASET)
    return len(rows)
