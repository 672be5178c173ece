"""One file per own dataset: its metadata, data dictionary and rows; found by its name, registered nowhere."""

import datetime as dt
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, cast, func
from sqlmodel import Session, select

from datasets.city import City
from datasets.records import Cell, Column, DatasetRecord, Text


@dataclass(frozen=True, slots=True)
class Own:
    """An own dataset: what it is, and its rows in the order of its columns, read from the register."""

    record: DatasetRecord
    rows: Callable[[Session], Iterator[tuple[Cell, ...]]]
    turned: Callable[[Session, dt.date, dt.date], bool] = lambda session, since, day: False
    """Whether its rows differ on a day from what they were on an earlier one without anybody having changed anything."""
    begins: Callable[[Session], dt.date | None] = lambda session: None
    """The first day that its rows speak of, where they speak of days."""

    def described(self, session: Session) -> DatasetRecord:
        """The record with the first day that the rows speak of now."""
        return self.record.model_copy(update={"temporal_start": self.begins(session)})


def all_own(city: City) -> dict[str, Own]:
    """Every own dataset by slug; each module of this folder has ``own(city)``."""
    modules = (importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__))
    found = [module.own(city) for module in modules]
    return {one.record.slug: one for one in sorted(found, key=lambda one: one.record.slug)}


def first(session: Session, *columns: Any) -> dt.date | None:
    """The earliest day in these columns; a text of a year or a month begins with it."""
    found = [
        session.execute(select(func.min(column)).where(column.is_not(None), cast(column, String) != "")).scalar() for column in columns
    ]
    days = [_day(value) for value in found if value is not None]
    return min(days, default=None)


def _day(value: dt.date | str | int) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    return value if isinstance(value, dt.date) else dt.date.fromisoformat((f"{value}-01-01")[:10])


def column(name: str, de: str, en: str, kind: str = "string", unit: str = "", more: tuple[str, str] = ("", "")) -> Column:
    """A column of an own dataset; ``more`` is its description in German and English."""
    return Column.model_validate(
        {"name": name, "type": kind, "unit": unit, "title": Text(de=de, en=en), "description": Text(de=more[0], en=more[1])}
    )


def described(city: City, **values: Any) -> DatasetRecord:
    """The metadata of an own dataset: what it shares with all others, and ``values`` of its own."""
    shared = {
        "licence": city.licence,
        "publisher": city.publisher,
        "contact_name": city.office.name,
        "contact_email": city.office.email,
        "source_url": city.office.url,
        "frequency": "CONT",
        "origin": "own",
    }
    return DatasetRecord(**shared | values)
