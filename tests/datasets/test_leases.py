"""One worker leads, the other stands by; who lost the lease commits nothing more, however sure it is of itself."""

import datetime as dt
import socket
import time

import pytest
from sqlmodel import select

from datasets import jobs, leases
from datasets.database import open_engine, reading, transaction
from datasets.errors import Interrupted
from datasets.leases import Keeper
from datasets.tables.runs import Job, Lease
from datasets.tables.types import now


@pytest.fixture
def url(engine):
    return engine.url.render_as_string(hide_password=False)


@pytest.fixture
def fenced(url):
    """An engine for the work of a keeper."""
    made = open_engine(url)
    yield made
    made.dispose()


def soon(condition, seconds=10.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end and not condition():
        time.sleep(0.02)
    return condition()


def a_keeper(url, seconds=2.0):
    return Keeper(url, "harvesters", dt.timedelta(seconds=seconds), beat=0.1)


def lose(engine):
    """Another worker takes the lease, as it would from one that gave no sign of life."""
    with transaction(engine) as session:
        lease = session.exec(select(Lease)).one()
        lease.holder, lease.until = "another", now() + dt.timedelta(seconds=60)
        session.add(lease)


def test_a_lease_outlives_its_span_as_long_as_its_keeper_lives(url):
    with a_keeper(url, 0.5) as first, a_keeper(url, 0.5) as second:
        assert soon(lambda: first.leads or second.leads)
        leading, waiting = (first, second) if first.leads else (second, first)
        time.sleep(1.5)
        assert (leading.leads, waiting.leads) == (True, False)


def test_who_ends_lets_the_other_lead_at_once(url):
    with a_keeper(url, 30) as second:
        with a_keeper(url, 30) as first:
            assert soon(lambda: first.leads or second.leads)
        assert soon(lambda: second.leads, 2.0)


def test_who_leads_commits(url, fenced, engine):
    with a_keeper(url) as keeper:
        keeper.fence(fenced)
        assert soon(lambda: keeper.leads)
        with transaction(fenced) as session:
            jobs.enqueue(session, "harvest", "a")
    with reading(engine) as session:
        assert len(session.exec(select(Job)).all()) == 1


def test_who_lost_the_lease_in_the_middle_of_a_transaction_does_not(url, fenced, engine):
    with a_keeper(url) as keeper:
        keeper.fence(fenced)
        assert soon(lambda: keeper.leads)
        lose(engine)
        with pytest.raises(Interrupted), transaction(fenced) as session:
            jobs.enqueue(session, "harvest", "a")
    with reading(engine) as session:
        assert session.exec(select(Job)).all() == []


def test_who_lost_the_lease_is_told_at_the_next_safe_point(url, engine):
    with a_keeper(url) as keeper:
        assert soon(lambda: keeper.leads)
        keeper.check()
        lose(engine)
        assert soon(lambda: not keeper.leads)
        with pytest.raises(Interrupted):
            keeper.check()


def test_reading_needs_no_lease(url, fenced, engine):
    with a_keeper(url) as keeper:
        keeper.fence(fenced)
        assert soon(lambda: keeper.leads)
        lose(engine)
        with reading(fenced) as session:
            assert session.exec(select(Job)).all() == []


def test_workers_are_seen_while_they_live(url, engine):
    with a_keeper(url) as keeper:
        assert soon(lambda: keeper.leads)
        with reading(engine) as session:
            assert [(one.leads, one.host) for one in leases.workers(session, "harvesters")] == [(True, socket.gethostname())]
        assert leases.is_healthy(engine, "harvesters", socket.gethostname())
        assert not leases.is_healthy(engine, "harvesters", "another-machine")
    assert not leases.is_healthy(engine, "harvesters", socket.gethostname())


def test_a_worker_that_gave_no_sign_of_life_for_a_minute_is_not_healthy(engine, frozen):
    with transaction(engine) as session:
        leases._tell(session, "harvesters", "me", True)
    assert leases.is_healthy(engine, "harvesters", socket.gethostname())
    frozen.shift(61)
    assert not leases.is_healthy(engine, "harvesters", socket.gethostname())
