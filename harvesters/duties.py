"""What a job of each kind does: read a source, complete a release, push to another portal, check links, have releases judged."""

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import Session

from datasets import everything, jobs, leases, packing, remote, schedule
from datasets.database import transaction
from datasets.descriptions import Descriptions
from datasets.errors import Interrupted, NotFound
from datasets.register import matches
from datasets.settings import Settings
from datasets.shelf import Shelf
from datasets.tables.runs import Job
from datasets.tables.types import now
from harvesters import handed_in, links, match, run, verdicts
from harvesters.order import Order, Report
from harvesters.sources import all_sources


@dataclass(frozen=True, slots=True)
class Shift:
    """What all lanes of a worker share."""

    engine: Engine
    """Fenced: it commits only while this worker leads."""
    settings: Settings
    keeper: leases.Keeper
    stopped: threading.Event
    shelf: Shelf
    descriptions: Descriptions

    def check(self) -> None:
        """Raises Interrupted where long work is to end at this point."""
        if self.stopped.is_set():
            raise Interrupted("The worker was told to end; the next one goes on with this.")
        self.keeper.check()


Duty = Callable[[Shift, Job], str]

SOON = dt.timedelta(minutes=1)
"""Until addresses that are new are asked: the portal may still be starting."""

WORST = ("unchanged", "done", "refused", "failed")
"""Of several lists of one source the worst state says when it is read next."""


def harvest(shift: Shift, job: Job) -> str:
    """Reads a source, and says when it is read next."""
    source = all_sources().get(job.subject)
    if source is None:
        raise NotFound(f"There is no source {job.subject}.")
    reports: list[Report] = []
    state = "failed"
    try:
        for slug in source.slugs(shift.settings.city):
            order = Order(dataset=slug, check=shift.check, holder=shift.keeper.holder)
            reports.append(run.harvest(shift.engine, shift.settings, source, order))
            if reports[-1].state == "interrupted":
                raise Interrupted(reports[-1].message)
        state = max((one.state for one in reports), key=WORST.index)
    finally:
        if not reports or reports[-1].state != "interrupted":
            with transaction(shift.engine) as session:
                schedule.plan(session, shift.settings.city, source.name, state)
    return "; ".join(f"{one.state}: {one.message or f'{one.accepted} rows'}" for one in reports)


def pack(shift: Shift, job: Job) -> str:
    """Adds XLSX and zip to a large release."""
    slug, release = job.subject.rsplit("/", 1)
    return f"{len(packing.complete(shift.engine, shift.settings, slug, release))} files"


def push(shift: Shift, job: Job) -> str:
    """Brings one dataset in the other portal to its newest release, or all of them where none is named."""
    pushed = remote.push(shift.engine, shift.settings, [job.subject] if job.subject else (), check=shift.check)
    return "; ".join(f"{one.dataset}: {one.summary}" for one in pushed)


def check_links(shift: Shift, _job: Job) -> str:
    """Asks addresses whose last check is too old."""
    return links.check(shift.engine, shift.settings, shift.check)


def judge(shift: Shift, _job: Job) -> str:
    """Holds descriptions against the shapes."""
    return verdicts.judge(shift.engine, shift.settings, shift.check)


def after_release(shift: Shift, slugs: list[str]) -> None:
    """What new releases give rise to: their addresses are new, and another portal lacks their rows."""
    if not slugs:
        return
    with transaction(shift.engine) as session:
        jobs.enqueue(session, "links", due_at=now() + SOON)
        enqueue_judging(session, shift.settings)
        for slug in slugs if shift.settings.ckan_url else ():
            jobs.enqueue(session, "push", slug)


def enqueue_judging(session: Session, settings: Settings) -> None:
    """Where shapes are named, whatever they have not judged is."""
    if settings.shapes is not None:
        jobs.enqueue(session, "shapes")


def look_for_matches(shift: Shift, _job: Job) -> str:
    """Candidates anew, by the decisions and rows of now."""
    with transaction(shift.engine) as session:
        match.refresh(session, shift.settings.city)
        waiting = sum(count for (_, state), count in matches.counts(session).items() if state == "open")
    return f"{waiting} wait for a person"


def _on_files(work: Callable[[Engine, Settings, Job], str]) -> Duty:
    """What is done with a file that was handed in knows nothing of a worker."""
    return lambda shift, job: work(shift.engine, shift.settings, job)


def bundle(shift: Shift, _job: Job) -> str:
    """The zip of all own data."""
    return f"{everything.bundle(shift.settings, Shelf(shift.engine).view().entries).bytes} bytes"


def describe_ahead(shift: Shift) -> bool:
    """Some descriptions in RDF that a reader of the catalogue would have to wait for; True where there may be more to do."""
    return shift.descriptions.go_ahead(shift.shelf.view())


FILES: dict[str, Duty] = {kind: _on_files(duty) for kind, duty in handed_in.KINDS.items()}
PUBLISHING: dict[str, Duty] = {"pack": pack, "match": look_for_matches, everything.JOB: bundle} | FILES
READING: dict[str, Duty] = {"harvest": harvest, "push": push, "links": check_links, "shapes": judge}
"""Duties of the two lanes by the kind of job; their sentence is kept with the job."""
