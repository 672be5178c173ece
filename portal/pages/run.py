"""One run of a source: its figures, what was refused, and each change; as a page, as JSON and as CSV."""

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Engine
from sqlmodel import Session

from datasets import readings, runs
from datasets.database import reading
from datasets.formats.jsonl import encode
from datasets.own.laeufe import COUNTS
from datasets.register.changes import Told
from datasets.settings import Settings
from datasets.tables.runs import Run
from datasets.vocabularies.licences import licence
from portal.deps import Conf, ReadDb
from portal.pages import change_words, dataset_words, run_words
from portal.pages.questions import Address, number
from portal.render import page
from portal.streaming import Streamed

router = APIRouter(include_in_schema=False)

SIZE = 100
"""Changes on one page."""
REMARKS = 200
"""Rejected rows and warnings that the page shows; all are counted."""
COLUMNS = ("what", "kind", "key", "field", "old", "new")
FACTS = ("id", "source", "dataset", "state", "started_at", "ended_at", "url", "sha256", "bytes", "release", "message")


@router.get("/transparenz/{run:int}")
def show(request: Request, db: ReadDb, settings: Conf, run: int, seite: str = "") -> HTMLResponse:
    """The page; changes a hundred at a time."""
    words = {"told": change_words, "words": run_words, "about": dataset_words, "licence_of": licence}
    return page(request, "run.html", None, 200, **_shown(db, settings, readings.one(db, run), number(seite)), **words)


def _shown(db: Session, settings: Settings, run: Run, at: int) -> dict[str, Any]:
    items, more = readings.page_of(readings.told(db, settings, run), at, SIZE)
    return {
        "run": run,
        "source": readings.facts(db, run),
        "pair": readings.pair(db, run),
        "items": items,
        "more": more,
        "number": at,
        "asked": Address(f"/transparenz/{run.id}", ()),
        "rejected": runs.remarks(db, int(run.id or 0), "rejection", REMARKS),
        "warned": runs.remarks(db, int(run.id or 0), "warning", REMARKS),
        "counts": COUNTS,
    }


@router.get("/transparenz/{run:int}.json")
def as_json(request: Request, db: ReadDb, settings: Conf, run: int) -> Streamed:
    """Figures and changes, sent while they are found."""
    found = readings.one(db, run)
    return Streamed(_json(request.app.state.engine, settings, found), media_type="application/json")


@router.get("/transparenz/{run:int}.csv")
def as_csv(request: Request, db: ReadDb, settings: Conf, run: int) -> Streamed:
    """The changes, sent while they are found."""
    found = readings.one(db, run)
    headers = {"Content-Disposition": f'attachment; filename="lauf-{run}.csv"'}
    return Streamed(_csv(request.app.state.engine, settings, found), media_type="text/csv; charset=utf-8", headers=headers)


def _json(engine: Engine, settings: Settings, run: Run) -> Iterator[str]:
    facts = {name: getattr(run, name) for name in (*FACTS, *(name for name, _, _ in COUNTS))}
    yield f'{{"run":{encode({name: _plain(value) for name, value in facts.items()})},\n"changes":['
    start = "\n"
    for change in _told(engine, settings, run):
        yield start + encode({name: _plain(value) for name, value in asdict(change).items()})
        start = ",\n"
    yield "]}\n"


def _csv(engine: Engine, settings: Settings, run: Run) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.DictWriter(line, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for change in _told(engine, settings, run):
        writer.writerow({name: "" if value is None else _cell(value) for name, value in asdict(change).items()})
        yield line.getvalue()
        line.seek(0)
        line.truncate()
    yield line.getvalue()


def _told(engine: Engine, settings: Settings, run: Run) -> Iterator[Told]:
    # A session of its own: the route's is closed when the answer begins.
    with reading(engine) as session:
        yield from readings.told(session, settings, run)


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, bool | int | float | list | dict) else str(value)


def _cell(value: object) -> str:
    return encode(value) if isinstance(value, bool | list | dict) else str(value)
