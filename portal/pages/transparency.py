"""The page of sources: what was read when, under which licence, what came of it, what was refused and why."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from datasets import readings, runs
from datasets.register import figures
from datasets.vocabularies.licences import licence
from portal.deps import ReadDb
from portal.pages import dataset_words, run_words
from portal.render import page

router = APIRouter(include_in_schema=False)

NEWEST = 25
"""Runs in the list of all; the others are in the dataset."""


@router.get("/transparenz")
def transparency(request: Request, db: ReadDb) -> HTMLResponse:
    """All lists by their source."""
    lines = readings.listing(db)
    context = {
        "lines": lines,
        "unread": readings.unread(db),
        "newest": [run for run in runs.newest(db, NEWEST) if run.state != "running"],
        "snapshot": figures.last_snapshot(db),
    }
    return page(request, "transparency.html", words=run_words, about=dataset_words, licence_of=licence, **context)  # type: ignore[arg-type]
