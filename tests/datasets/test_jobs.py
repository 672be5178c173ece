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


def test_what_a_worker_held_that_no_longer_leads_is_open_again(session):
    jobs.enqueue(session, "harvest", "a")
    first = jobs.claim(session, "old")
    assert jobs.claim(session, "new") is None
    assert jobs.take_back(session, "old") == 0
    assert jobs.take_back(session, "new") == 1
    again = jobs.claim(session, "new")
    assert (again.id, again.attempts, again.holder) == (first.id, 2, "new")


def test_a_job_that_each_worker_dies_over_is_given_up(session):
    jobs.enqueue(session, "harvest", "a")
    for number in range(jobs.ATTEMPTS):
        assert jobs.claim(session, str(number)) is not None
        jobs.take_back(session, "next")
    assert [(job.state, job.message[:8]) for job in session.exec(select(Job))] == [("failed", "Given up")]


def test_an_interrupted_job_goes_back_and_counts_as_never_tried(session):
    job = jobs.enqueue(session, "harvest", "a")
    jobs.claim(session, "old")
    jobs.put_back(session, job.id)
    assert (jobs.claim(session, "new").id, job.attempts) == (job.id, 1)


def test_what_was_asked_for_anew_meanwhile_is_done_once(session):
    jobs.enqueue(session, "harvest", "a")
    first = jobs.claim(session, "old")
    second = jobs.enqueue(session, "harvest", "a")
    jobs.put_back(session, first.id)
    assert (first.state, second.state) == ("done", "open")
    assert jobs.claim(session, "old").id == second.id
    third = jobs.enqueue(session, "harvest", "a")
    jobs.take_back(session, "new")
    assert (second.state, third.state) == ("failed", "open")


def test_asking_sooner_brings_a_job_forward(session):
    later = jobs.enqueue(session, "harvest", "a", due_at=now() + dt.timedelta(days=1))
    assert jobs.enqueue(session, "harvest", "a").id == later.id
    assert jobs.claim(session).id == later.id


def test_only_jobs_of_the_asked_kinds_are_taken(session):
    jobs.enqueue(session, "pack", "a")
    assert jobs.claim(session, "me", ["harvest"]) is None
    assert jobs.claim(session, "me", ["harvest", "pack"]) is not None


def test_waiting_shows_what_is_taken_before_what_is_open(session):
    jobs.enqueue(session, "harvest", "a")
    jobs.claim(session, "me")
    jobs.enqueue(session, "harvest", "a")
    jobs.enqueue(session, "harvest", "b")
    assert {subject: job.state for subject, job in jobs.waiting(session, "harvest").items()} == {"a": "taken", "b": "open"}


def test_old_jobs_are_forgotten(session):
    job = jobs.enqueue(session, "harvest", "a")
    jobs.finish(session, job.id)
    jobs.forget(session, now() - dt.timedelta(days=1))
    assert len(session.exec(select(Job)).all()) == 1
    jobs.forget(session, now() + dt.timedelta(days=1))
    assert session.exec(select(Job)).all() == []


def test_two_who_ask_at_once_get_one_job(engine):
    def ask(_):
        with transaction(engine) as session:
            return jobs.enqueue(session, "harvest", "a").id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ask, range(12)))) == 1


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
