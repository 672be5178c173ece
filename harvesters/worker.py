"""The worker: runs what is due, publishes what changed, does jobs, while it holds the lease; others stand by."""

import os
import secrets
import signal
import socket
import threading
from collections.abc import Callable

import structlog
from sqlalchemy import Engine

from datasets import everything, jobs, packing, releases, runs, withdrawing
from datasets.database import open_engine, transaction
from datasets.errors import MehrwertError, NotFound
from datasets.logs import configure
from datasets.register import matches
from datasets.schema import migrate
from datasets.settings import Settings
from datasets.shelf import Shelf
from datasets.tables.runs import Job
from harvesters import handed_in, match, run
from harvesters.sources import all_sources

log = structlog.get_logger("harvesters.worker")

LEASE = "harvesters"
PAUSE = 5.0
"""Seconds between two looks for work."""


def work(settings: Settings, stop: threading.Event | None = None) -> None:
    """Works until SIGTERM or SIGINT (or ``stop``): each round is one lease check, due releases and at most one job."""
    configure(20)
    stopped = stop or threading.Event()
    if stop is None:
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stopped.set())
    engine = open_engine(settings.database_url)
    migrate(engine)
    holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    log.info("worker started", holder=holder)
    while not stopped.is_set():
        if not _round(engine, settings, holder):
            stopped.wait(PAUSE)
    with transaction(engine) as session:
        jobs.release_lead(session, LEASE, holder)
    log.info("worker ended", holder=holder)


def _round(engine: Engine, settings: Settings, holder: str) -> bool:
    """One look for work; True where there was some."""
    try:
        with transaction(engine) as session:
            if not jobs.lead(session, LEASE, holder):
                return False
            runs.interrupt_dead(session, socket.gethostname())
        made = releases.publish_due(engine, settings)
        for slug, one in made.items():
            log.info("released", dataset=slug, release=one.name, rows=one.rows, new=one.is_new)
        for slug, name in withdrawing.let_go(engine, settings):
            log.info("no longer kept", dataset=slug, release=name)
        return _do_job(engine, settings) or any(one.is_new for one in made.values())
    except Exception:  # a worker outlives whatever one round meets
        log.exception("round failed")
        return False


def _do_job(engine: Engine, settings: Settings) -> bool:
    with transaction(engine) as session:
        job = jobs.claim(session)
    if job is None:
        return False
    try:
        message, failed = KINDS[job.kind](engine, settings, job), False
    except (MehrwertError, KeyError, OSError) as error:
        message, failed = str(error), True
    with transaction(engine) as session:
        jobs.finish(session, int(job.id or 0), message, failed)
    log.info("job", kind=job.kind, subject=job.subject, failed=failed, message=message)
    return True


def _harvest(engine: Engine, settings: Settings, job: Job) -> str:
    source = all_sources().get(job.subject)
    if source is None:
        raise NotFound(f"There is no source {job.subject}.")
    report = run.harvest(engine, settings, source)
    return f"{report.state}: {report.message or f'{report.accepted} rows'}"


def _pack(engine: Engine, settings: Settings, job: Job) -> str:
    slug, release = job.subject.rsplit("/", 1)
    return f"{len(packing.complete(engine, settings, slug, release))} files"


def _match(engine: Engine, settings: Settings, _job: Job) -> str:
    with transaction(engine) as session:
        match.refresh(session, settings.city)
        waiting = sum(count for (_, state), count in matches.counts(session).items() if state == "open")
    return f"{waiting} wait for a person"


def _everything(engine: Engine, settings: Settings, _job: Job) -> str:
    return f"{everything.bundle(settings, Shelf(engine).view().entries).bytes} bytes"


OWN: dict[str, Callable[[Engine, Settings, Job], str]] = {"harvest": _harvest, "match": _match, "pack": _pack, everything.JOB: _everything}
KINDS = OWN | handed_in.KINDS
"""What a job of a kind does; its sentence is kept with the job."""
