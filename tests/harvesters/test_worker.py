"""The worker releases what is due and does the jobs that are open; a second one stands by."""

import signal
import subprocess
import sys
import threading
import time

from sqlmodel import select

from datasets import catalogue, jobs, releases
from datasets.database import open_engine, reading, transaction
from datasets.settings import ROOT
from datasets.tables.runs import Job, Run
from harvesters import worker


def soon(condition, seconds=20.0):
    """Whether the condition becomes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_a_round_releases_what_is_due_and_does_a_job(engine, settings):
    with transaction(engine) as session:
        releases.enter_own(session, settings)
        jobs.enqueue(session, "harvest", "register")
    assert worker._round(engine, settings, "me")
    assert worker._round(engine, settings, "me")
    with reading(engine) as session:
        found = {job.kind: job for job in session.exec(select(Job))}
        assert (found["harvest"].state, found["harvest"].message[:5]) == ("done", "done:")
        # What was released asks for the zip of all own data.
        assert "everything" in found
        assert catalogue.dataset(session, "projekte").current.rows == 29


def test_a_job_that_nobody_knows_fails_and_the_worker_goes_on(engine, settings):
    with transaction(engine) as session:
        jobs.enqueue(session, "harvest", "nichts")
    worker._round(engine, settings, "me")
    with reading(engine) as session:
        assert [(job.state, job.message) for job in session.exec(select(Job))] == [("failed", "There is no source nichts.")]


def test_the_second_worker_stands_by(engine, settings):
    worker._round(engine, settings, "first")
    with transaction(engine) as session:
        jobs.enqueue(session, "harvest", "register")
    assert not worker._round(engine, settings, "second")
    with reading(engine) as session:
        assert session.exec(select(Run)).all() == []


def test_a_worker_ends_when_it_is_told(settings):
    stop = threading.Event()
    stop.set()
    worker.work(settings, stop)


def test_a_worker_process_ends_cleanly_on_sigterm(settings):
    environment = {"MEHRWERT_HOME": str(settings.home), "PATH": ""}
    command = [sys.executable, "-m", "harvesters", "--work"]
    with subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.PIPE) as process:
        engine = open_engine(settings.database_url)
        with transaction(engine) as session:
            job = jobs.enqueue(session, "harvest", "register").id
        done = soon(lambda: _state(engine, job) == "done")
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    engine.dispose()
    assert done


def _state(engine, job):
    with reading(engine) as session:
        return session.get_one(Job, job).state
