"""One open job per kind and subject; each is done once, and what a dead worker held is taken up again."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

from sqlmodel import select

from datasets import jobs
from datasets.database import transaction
from datasets.tables.runs import Job, Lease
from datasets.tables.types import now


def test_the_same_job_is_open_once(session):
    assert jobs.enqueue(session, "harvest", "a").id == jobs.enqueue(session, "harvest", "a").id
    assert jobs.enqueue(session, "harvest", "b").id != jobs.enqueue(session, "harvest", "a").id


def test_each_job_is_claimed_once_by_however_many(engine):
    with transaction(engine) as session:
        for number in range(20):
            jobs.enqueue(session, "harvest", str(number))

    def claim(_):
        with transaction(engine) as session:
            job = jobs.claim(session)
            return job and job.id

    with ThreadPoolExecutor(4) as pool:
        claimed = list(pool.map(claim, range(24)))
    assert sorted(job for job in claimed if job) == list(range(1, 21))


def test_a_job_whose_lease_ran_out_is_claimed_again(session):
    jobs.enqueue(session, "harvest", "a")
    first = jobs.claim(session)
    assert jobs.claim(session) is None
    first.lease_until = now() - dt.timedelta(seconds=1)
    again = jobs.claim(session)
    assert (again.id, again.attempts) == (first.id, 2)


def test_a_job_of_tomorrow_waits(session):
    jobs.enqueue(session, "harvest", "a", due_at=now() + dt.timedelta(days=1))
    assert jobs.claim(session) is None


def test_a_finished_job_says_how_it_went(session):
    job = jobs.enqueue(session, "harvest", "a")
    jobs.claim(session)
    jobs.finish(session, job.id, "refused: no", failed=True)
    assert [(row.state, row.message) for row in session.exec(select(Job))] == [("failed", "refused: no")]


def test_one_leads_and_the_other_takes_over_when_the_lease_ends(session):
    assert jobs.lead(session, "harvesters", "a")
    assert not jobs.lead(session, "harvesters", "b")
    assert jobs.lead(session, "harvesters", "a")
    session.exec(select(Lease)).one().until = now() - dt.timedelta(seconds=1)
    assert jobs.lead(session, "harvesters", "b")


def test_who_leaves_lets_the_next_one_in_at_once(session):
    jobs.lead(session, "harvesters", "a")
    jobs.release_lead(session, "harvesters", "a")
    assert jobs.lead(session, "harvesters", "b")
