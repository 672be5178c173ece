"""The worker: looks for bursts of votes, makes snapshots, forgets what is due, while it holds the lease; others stand by."""

import datetime as dt
import os
import secrets
import signal
import socket
import threading
from dataclasses import dataclass

import structlog
from sqlalchemy import Engine

from datasets import jobs, releases
from datasets.database import open_engine, reading, transaction
from datasets.logs import configure
from datasets.schema import migrate
from datasets.settings import Settings
from datasets.tables.types import now
from feedback import publish, visits
from feedback.follow.round import deliver
from feedback.review import audit, bursts, digest, sensitive, watch, windowed
from feedback.trust import retention
from feedback.voices import contacts

log = structlog.get_logger("feedback.worker")

LEASE = "feedback"
PAUSE = 5.0
"""Seconds between two rounds, and so from a vote to the look at it; the lease lasts 60."""

SOONEST = dt.timedelta(minutes=1)
LOOKS = 24
"""How often the gate is asked while a figure must stay as it is: with the default of 24 hours, once an hour."""

SWEEPS = dt.timedelta(hours=1)

REMINDS = dt.timedelta(minutes=15)
"""How often it is looked whether something waits for staff who got no mail today."""

LOOKS_AT_ALL = dt.timedelta(hours=1)
"""How often every project with votes in the last day is looked at; in between those with new ones."""

OVERLAP = dt.timedelta(seconds=30)
"""A vote is dated when it comes in and seen when it is stored: so long a transaction may take."""


@dataclass(slots=True)
class Clock:
    """When each duty was last done; None: not since the start."""

    published: dt.datetime | None = None
    swept: dt.datetime | None = None
    looked: dt.datetime | None = None
    looked_at_all: dt.datetime | None = None
    reminded: dt.datetime | None = None
    frozen: frozenset[int] | None = None
    """Projects that were being checked when the gate was last asked."""


def work(settings: Settings, stop: threading.Event | None = None) -> None:
    """Works until SIGTERM or SIGINT (or ``stop``)."""
    configure(20)
    stopped = stop or threading.Event()
    if stop is None:
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stopped.set())
    engine = open_engine(settings.database_url)
    migrate(engine)
    with transaction(engine) as session:
        contacts.seal_rows(session, settings.secret())
    holder, clock = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}", Clock()
    log.info("worker started", holder=holder)
    while not stopped.is_set():
        _round(engine, settings, holder, clock)
        stopped.wait(PAUSE)
    with transaction(engine) as session:
        jobs.release_lead(session, LEASE, holder)
    engine.dispose()
    log.info("worker ended", holder=holder)


def every(snapshot_hours: float) -> dt.timedelta:
    """How often the gate is asked."""
    return max(SOONEST, dt.timedelta(hours=snapshot_hours) / LOOKS)


def _round(engine: Engine, settings: Settings, holder: str, clock: Clock) -> None:
    """What is due now, if this worker leads."""
    try:
        with transaction(engine) as session:
            if not jobs.lead(session, LEASE, holder):
                return
        moment = now()
        if _is_due(clock.swept, SWEEPS, moment):
            _sweep(engine)
            clock.swept = moment
        _look(engine, clock, moment)
        with reading(engine) as session:
            frozen = bursts.frozen(session)
        if _is_due(clock.published, every(settings.snapshot_hours), moment) or frozen != clock.frozen:
            _publish(engine, settings)
            clock.published, clock.frozen = moment, frozen
        deliver(engine, settings)
        if _is_due(clock.reminded, REMINDS, moment):
            digest.remind(engine, settings, moment)
            clock.reminded = moment
        with reading(engine) as session:
            audit.keep_head(session, settings.home)
    except Exception:  # a worker outlives whatever one round meets
        log.exception("round failed")


def _look(engine: Engine, clock: Clock, moment: dt.datetime) -> None:
    """Every project once an hour; at once those that somebody has just voted on. Without new votes nothing is written."""
    at_all = _is_due(clock.looked_at_all, LOOKS_AT_ALL, moment)
    since = None if at_all or clock.looked is None else clock.looked - OVERLAP
    with reading(engine) as session:
        wanted = bool(windowed.busy(session, moment, since))
    if wanted:
        with transaction(engine) as session:
            found = watch.look(session, moment, since)
        if found.opened or found.held:
            log.warning("burst of votes", opened=found.opened, held=found.held)
    if at_all:
        with transaction(engine) as session:
            sensitive.look(session, moment)
        clock.looked_at_all = moment
    clock.looked = moment


def _is_due(last: dt.datetime | None, span: dt.timedelta, moment: dt.datetime) -> bool:
    return last is None or moment - last >= span


def _sweep(engine: Engine) -> None:
    with transaction(engine) as session:
        counts = retention.sweep(session) | {"days": visits.close_days(session, now())}
    log.info("retention", **counts)


def _publish(engine: Engine, settings: Settings) -> None:
    with transaction(engine) as session:
        releases.enter_own(session, settings)
        made = publish.publish(session, settings)
    log.info("snapshot", snapshot=made.snapshot, shown=made.shown, withheld=made.withheld, changed=made.changed)
    if made.changed:
        releases.publish_due(engine, settings, publish.DATASETS)
