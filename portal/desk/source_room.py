"""Sources at the desk: when each was read and is read next, what a run refused and why, and a button that asks for a run now."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from datasets import jobs, leases, runs, schedule
from datasets.errors import NotFound, Refused
from datasets.records import Text
from datasets.tables.runs import Job, Run
from datasets.tables.work import Schedule
from feedback.people import staff
from feedback.people.staff import MAY
from feedback.review import audit
from portal.deps import Db, ReadDb
from portal.desk import source_words
from portal.desk.room import room
from portal.language import gettext as _
from portal.language import link
from portal.render import never_kept
from portal.signin.deps import Reviewer

router = APIRouter(include_in_schema=False)

PATH = "/pruefung/quellen"
WORKER = "harvesters"
"""The kind of worker that reads sources."""
LISTED = 200
"""Runs, and remarks of one run, that a page shows; the dataset of runs has all."""


@dataclass(frozen=True, slots=True)
class Line:
    """One source: its times, its newest run, and the job that waits or is being done."""

    source: Schedule
    newest: Run | None
    good: Run | None
    job: Job | None

    @property
    def title(self) -> Text:
        """What it is called."""
        return Text(de=self.source.title, en=self.source.title_en)


@router.get(PATH)
def show(request: Request, db: ReadDb, person: Reviewer, getan: str = "") -> Response:
    """All sources, the next one first, and the newest runs."""
    found = runs.newest(db, LISTED)
    context: dict[str, Any] = {
        "lines": _lines(db, found),
        "runs": found,
        "workers": leases.workers(db, WORKER),
        "may": person.role in MAY["harvest"],
        "asked": getan,
    }
    return room(request, person, "desk_sources.html", **context, told=source_words)


@router.get(PATH + "/laeufe/{number:int}")
def show_run(request: Request, db: ReadDb, person: Reviewer, number: int) -> Response:
    """One run with the rows that it refused and what it warned of."""
    run = runs.one(db, number)
    rejections, warnings = (runs.remarks(db, number, level, LISTED) for level in ("rejection", "warning"))
    reasons = Counter(f"{remark.field}: {remark.reason}" for remark in rejections).most_common()
    context: dict[str, Any] = {"run": run, "rejections": rejections, "warnings": warnings, "reasons": reasons}
    return room(request, person, "desk_run.html", **context, told=source_words)


@router.post(PATH + "/{name}/jetzt")
def run_now(request: Request, db: Db, person: Reviewer, name: str) -> Response:
    """A row that the worker picks up; one that waits already is brought forward."""
    staff.require(person, "harvest")
    source = next((one for one in schedule.schedule(db) if one.source == name), None)
    if source is None:
        raise NotFound(f"There is no source {name}.")
    if source.due_at is None:
        raise Refused(_("Diese Quelle hat hier keine Adresse, sie wird aus einer Datei gelesen."))
    jobs.enqueue(db, "harvest", name)
    audit.append(db, person.key, "harvest.ask", f"source/{name}", {})
    return never_kept(RedirectResponse(link(f"{PATH}?getan={name}", request.state.language), 303))


def _lines(db: Session, found: list[Run]) -> list[Line]:
    waiting = jobs.waiting(db, "harvest")
    newest = {run.source: run for run in reversed(found)}
    good = {run.source: run for run in reversed(found) if run.state in {"done", "unchanged"}}
    return [
        Line(source, newest.get(source.source), good.get(source.source), waiting.get(source.source)) for source in schedule.schedule(db)
    ]
