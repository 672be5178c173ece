"""The page of sources: what was read when, what came of it, what was refused and why."""

from collections import Counter
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from datasets import runs
from datasets.register import figures
from datasets.tables.runs import Run
from portal.deps import ReadDb
from portal.render import page

router = APIRouter(include_in_schema=False)

LOOKED_BACK = 1000
"""Runs; enough for many sources over weeks."""


@dataclass(frozen=True, slots=True)
class Line:
    """One list that is read: its newest run, its last good one, and why rows were refused."""

    newest: Run
    good: Run | None
    reasons: tuple[tuple[str, int], ...]
    """Field with reason, and how many of the kept remarks say so; never the raw value, which may name a person."""


@router.get("/transparenz")
def transparency(request: Request, db: ReadDb) -> HTMLResponse:
    """All lists by name."""
    return page(request, "transparency.html", lines=lines(db), snapshot=figures.last_snapshot(db))


def lines(db: Session) -> list[Line]:
    """One line per dataset that was ever read."""
    newest: dict[str, Run] = {}
    for run in runs.newest(db, LOOKED_BACK):
        newest.setdefault(run.dataset, run)
    return [Line(run, runs.last_good(db, name), _reasons(db, run)) for name, run in sorted(newest.items())]


def _reasons(db: Session, run: Run) -> tuple[tuple[str, int], ...]:
    if not run.rejected or run.id is None:
        return ()
    found = Counter(f"{remark.field}: {remark.reason}" for remark in runs.remarks(db, run.id, "rejection"))
    return tuple(found.most_common(5))
