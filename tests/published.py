"""Datasets that are published for a test: one call makes a release on the disk and in the catalogue of a portal."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import update
from sqlmodel import col

from datasets import catalogue, releases
from datasets.database import transaction
from datasets.records import Cell, Column, Text
from datasets.releases import Made
from datasets.settings import Settings
from datasets.tables.catalogue import Release
from datasets.tables.types import now
from portal.app import create_app
from tests.builders import a_dataset_record

ROWS: tuple[tuple[Cell, ...], ...] = ((1, "Brücke", 1234.5), (2, "Radweg, neu", None), (3, 'Schule "Nord"', 1e-05))


def a_published(app: FastAPI, rows: Iterable[Sequence[Cell]] = ROWS, **values: Any) -> Made:
    """A release of a dataset of three columns: ``id`` (the key), ``name``, ``betrag``; called ``liste`` unless said."""
    record = a_dataset_record(**{"slug": "liste"} | values)
    return releases.publish(app.state.engine, app.state.settings, record, rows)


def many_rows(number: int) -> list[tuple[Cell, ...]]:
    """So many rows of those columns; every third has no sum."""
    return [(at, f"Zeile {at % 10}", None if at % 3 == 0 else at / 4) for at in range(1, number + 1)]


def withdraw(app: FastAPI, name: str, reason: str) -> None:
    """Withdraws every release of that name."""
    with transaction(app.state.engine) as session:
        session.execute(update(Release).where(col(Release.name) == name).values(withdrawn_at=now(), withdrawn_reason=reason))
        catalogue.raise_version(session)


def all_types() -> tuple[Column, ...]:
    """A column of each type, named after it."""
    kinds = ("string", "integer", "number", "boolean", "date", "datetime", "year")
    return tuple(Column(name=kind, type=kind, title=Text(de=kind.title())) for kind in kinds)


@contextmanager
def a_portal(folder: Path, template: Path) -> Iterator[FastAPI]:
    """A portal of its own in a folder, for tests that only read: ``template`` is an SQLite file with the schema."""
    shutil.copyfile(template, folder / "mehrwert.sqlite")
    app = create_app(Settings.from_environment({"MEHRWERT_HOME": str(folder)}), fresh=0)
    yield app
    app.state.engine.dispose()
