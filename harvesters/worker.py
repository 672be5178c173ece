"""The worker: publishes what is due in one lane, reads, pushes and checks links in another, while it leads; others stand by."""

import datetime as dt
import signal
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from sqlmodel import Session

from datasets import jobs, leases, releases, runs, schedule, withdrawing
from datasets.database import open_engine, transaction
from datasets.descriptions import Descriptions
from datasets.errors import Interrupted
from datasets.logs import configure
from datasets.schema import migrate
from datasets.settings import Settings
from datasets.shelf import Shelf
from datasets.tables.types import now
from harvesters.duties import PUBLISHING, READING, SOON, Duty, Shift, after_release, describe_ahead, enqueue_judging
from harvesters.timetable import timetable

log = structlog.get_logger("harvesters.worker")

LEASE = "harvesters"
PAUSE = 5.0
"""Seconds between two looks for work."""
AGAIN = dt.timedelta(hours=1)
"""Between two looks for links whose last check is too old, and between two pushes that mend whatever differs."""
FORGOTTEN = dt.timedelta(days=90)
"""Ended jobs are kept so long for who asks what became of them; what a run did stays in its own row."""
PATIENCE = 8.0
"""Seconds that a lane has to reach a safe point after the worker was told to end."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Work that never waits for that of another lane: a list that drips for half an hour holds up no release."""

    name: str
    prepare: Callable[[Shift], bool]
    """What is done in every round before a job is taken; True where there was something."""
    duties: dict[str, Duty]
    at_leisure: Callable[[Shift], bool] = lambda _shift: False
    """A small piece of work that can always wait, done in a round without a job; True where there is more of it."""


def work(settings: Settings, stop: threading.Event | None = None) -> None:
    """Works until SIGTERM or SIGINT (or ``stop``); what is running then ends at a safe point and is left to the next worker."""
    configure(20)
    stopped = stop or threading.Event()
    if stop is None:
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stopped.set())
    engine = open_engine(settings.database_url)
    migrate(engine)
    with transaction(engine) as session:
        schedule.enter(session, timetable(settings.city))
        jobs.enqueue(session, "links", due_at=now() + SOON)
        enqueue_judging(session, settings)
    with leases.Keeper(settings.database_url, LEASE) as keeper:
        log.info("worker started", holder=keeper.holder)
        keeper.fence(engine)
        shift = Shift(engine, settings, keeper, stopped, Shelf(engine), Descriptions(settings))
        threads = [threading.Thread(target=_walk, args=(lane, shift), name=lane.name, daemon=True) for lane in LANES]
        for thread in threads:
            thread.start()
        stopped.wait()
        for thread in threads:
            thread.join(PATIENCE)
        if any(thread.is_alive() for thread in threads):
            keeper.leave(lambda session: _put_down(session, keeper.holder))
            log.warning("left in the middle", holder=keeper.holder)
    engine.dispose()
    log.info("worker ended", holder=keeper.holder)


def _walk(lane: Lane, shift: Shift) -> None:
    while not shift.stopped.is_set():
        if not (shift.keeper.leads and round_of(lane, shift)):
            shift.stopped.wait(PAUSE)


def round_of(lane: Lane, shift: Shift) -> bool:
    """One look for work; True where there was some."""
    try:
        with transaction(shift.engine) as session:
            jobs.take_back(session, shift.keeper.holder)
        return lane.prepare(shift) | _do_job(lane, shift) or lane.at_leisure(shift)
    except Interrupted as error:
        log.info("interrupted", lane=lane.name, reason=str(error))
    except Exception:  # a worker outlives whatever one round meets
        log.exception("round failed", lane=lane.name)
    return False


def _do_job(lane: Lane, shift: Shift) -> bool:
    with transaction(shift.engine) as session:
        job = jobs.claim(session, shift.keeper.holder, lane.duties)
    if job is None:
        return False
    try:
        message, failed = lane.duties[job.kind](shift, job), False
    except Interrupted:
        with transaction(shift.engine) as session:
            jobs.put_back(session, int(job.id or 0))
        raise
    except Exception as error:  # noqa: BLE001  # it is said with the job; the worker goes on with the next one
        message, failed = str(error) or type(error).__name__, True
    with transaction(shift.engine) as session:
        jobs.finish(session, int(job.id or 0), message, failed)
    log.info("job", kind=job.kind, subject=job.subject, failed=failed, message=message)
    return True


def _put_down(session: Session, holder: str) -> None:
    """Leaves to the next worker what reached no safe point in time: whatever its thread still does, it cannot commit any more."""
    runs.interrupt_of(session, holder)
    jobs.take_back(session, "")


def _release(shift: Shift) -> bool:
    made = releases.publish_due(shift.engine, shift.settings)
    for slug, one in made.items():
        log.info("released", dataset=slug, release=one.name, rows=one.rows, new=one.is_new)
    for slug, name in withdrawing.let_go(shift.engine, shift.settings):
        log.info("no longer kept", dataset=slug, release=name)
    after_release(shift, [slug for slug, one in made.items() if one.is_new])
    return any(one.is_new for one in made.values())


def _look_for_due(shift: Shift) -> bool:
    with transaction(shift.engine) as session:
        runs.interrupt_dead(session, socket.gethostname())
        jobs.forget(session, now() - FORGOTTEN)
        for source in schedule.due(session, shift.settings.city):
            jobs.enqueue(session, "harvest", source)
        for kind in ("links", "push") if shift.settings.ckan_url else ("links",):
            if "" not in jobs.waiting(session, kind):
                jobs.enqueue(session, kind, due_at=now() + AGAIN)
    return False


LANES = (Lane("publishing", _release, PUBLISHING, describe_ahead), Lane("reading", _look_for_due, READING))
