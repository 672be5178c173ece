"""The worker releases what is due and does the jobs that are open, reads what the schedule says, and ends when it is told."""

import datetime as dt
import signal
import subprocess
import sys
import threading
import time

import pytest
from sqlmodel import select

from datasets import catalogue, jobs, leases, releases, schedule
from datasets.database import open_engine, reading, transaction
from datasets.descriptions import FORMS, Descriptions
from datasets.settings import ROOT
from datasets.shelf import Shelf
from datasets.tables.runs import Job, Run
from datasets.tables.types import now
from datasets.tables.work import Schedule
from datasets.vocabularies import dcat
from harvesters import worker
from harvesters.duties import Shift
from harvesters.timetable import timetable
from tests.catalogues import small

PUBLISHING, READING = worker.LANES


def soon(condition, seconds=20.0):
    """Whether the condition becomes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def shift(engine, settings):
    """A worker that leads."""
    with leases.Keeper(settings.database_url, worker.LEASE) as keeper:
        assert soon(lambda: keeper.leads)
        fenced = open_engine(settings.database_url)
        keeper.fence(fenced)
        yield Shift(fenced, settings, keeper, threading.Event(), Shelf(fenced, fresh=0), Descriptions(settings))
        fenced.dispose()


def asked(engine, kind="harvest", subject="register"):
    with transaction(engine) as session:
        return jobs.enqueue(session, kind, subject).id


def the_jobs(engine, kind="harvest"):
    with reading(engine) as session:
        return [(job.state, job.message) for job in session.exec(select(Job).where(Job.kind == kind))]


def test_one_lane_releases_what_is_due_the_other_reads_what_was_asked_for(engine, settings, shift):
    with transaction(engine) as session:
        releases.enter_own(session, settings)
    asked(engine)
    assert worker.round_of(READING, shift)
    assert worker.round_of(PUBLISHING, shift)
    assert [(state, message[:5]) for state, message in the_jobs(engine)] == [("done", "done:")]
    with reading(engine) as session:
        assert catalogue.dataset(session, "projekte").current.rows == 29


def test_a_worker_without_a_job_describes_datasets_ahead_of_need(engine, settings, shift, monkeypatch):
    with transaction(engine) as session:
        releases.enter_own(session, settings)
    while worker.round_of(PUBLISHING, shift):
        pass
    monkeypatch.setattr(dcat, "dataset", lambda _portal, shown: pytest.fail(f"{shown.slug} is described anew"))
    view = Shelf(engine).view()
    assert "projekte" in view.entries
    for profile, ending in FORMS:
        assert all(Descriptions(settings).parts(view, view.in_order, profile, ending))


def test_describing_ahead_waits_for_jobs(engine, settings, shift, monkeypatch):
    small(engine, settings)
    done = []
    monkeypatch.setitem(PUBLISHING.duties, "pack", lambda shift, job: done.append(job.subject) or "")
    monkeypatch.setattr(Descriptions, "go_ahead", lambda self, view: done.append("step") or True)
    for subject in ("a/1", "b/1"):
        asked(engine, "pack", subject)
    for _ in range(3):
        assert worker.round_of(PUBLISHING, shift)
    assert done == ["a/1", "b/1", "step"]


def test_a_source_that_nobody_knows_fails_and_the_worker_goes_on(engine, shift):
    asked(engine, subject="nichts")
    worker.round_of(READING, shift)
    assert the_jobs(engine) == [("failed", "There is no source nichts.")]


def test_what_no_rule_foresees_fails_the_job_and_not_the_worker(engine, shift, monkeypatch):
    monkeypatch.setitem(READING.duties, "harvest", lambda shift, job: 1 / 0)
    asked(engine)
    assert worker.round_of(READING, shift)
    assert the_jobs(engine) == [("failed", "division by zero")]


def test_a_source_whose_time_has_come_is_read_and_gets_its_next_time(engine, settings, shift):
    with transaction(engine) as session:
        schedule.enter(session, [row for row in timetable(settings.city) if row.source == "register"])
        row = session.exec(select(Schedule)).one()
        row.due_at = now()
    assert worker.round_of(READING, shift)
    with reading(engine) as session:
        assert session.exec(select(Run.source)).all() == ["register"]
        assert session.exec(select(Schedule.due_at)).one() > now() + schedule.DAY / 2
    assert not worker.round_of(READING, shift)


def test_every_source_is_in_the_timetable_with_its_first_time(engine, settings):
    with transaction(engine) as session:
        schedule.enter(session, timetable(settings.city))
        rows = {row.source: row for row in schedule.schedule(session)}
    assert rows["foerderkatalog"].due_at > now() + schedule.FIRST / 2
    assert (rows["register"].is_local, rows["liste-der-vorhaben"].due_at) == (True, None)


def test_links_are_looked_for_again_and_again_but_not_twice(engine, shift):
    worker.round_of(READING, shift)
    worker.round_of(READING, shift)
    assert the_jobs(engine, "links") == [("open", "")]


def test_jobs_that_ended_long_ago_are_forgotten(engine, shift):
    with transaction(engine) as session:
        for kind, days in (("old", 91), ("new", 1)):
            session.add(Job(kind=kind, state="done", ended_at=now() - dt.timedelta(days=days)))
    worker.round_of(READING, shift)
    assert (the_jobs(engine, "old"), the_jobs(engine, "new")) == ([], [("done", "")])


def test_a_run_is_interrupted_at_a_safe_point_and_left_to_the_next_worker(engine, shift):
    asked(engine)
    shift.stopped.set()
    assert not worker.round_of(READING, shift)
    assert the_jobs(engine) == [("open", "")]
    with reading(engine) as session:
        run = session.exec(select(Run)).one()
        assert (run.state, run.message) == ("interrupted", "The worker was told to end; the next one goes on with this.")
    shift.stopped.clear()
    assert worker.round_of(READING, shift)
    with reading(engine) as session:
        assert session.exec(select(Run.state).order_by(Run.id)).all() == ["interrupted", "done"]


def test_a_new_release_is_pushed_where_that_is_set_and_only_then(engine, settings, shift):
    PUBLISHING.prepare(shift)
    with transaction(engine) as session:
        releases.enter_own(session, settings)
    worker.round_of(PUBLISHING, shift)
    assert the_jobs(engine, "push") == []
    object.__setattr__(settings, "ckan_url", "http://127.0.0.1:9")
    with transaction(engine) as session:
        jobs.enqueue(session, "harvest", "register")
    worker.round_of(READING, shift)
    worker.round_of(PUBLISHING, shift)
    assert len(the_jobs(engine, "push")) >= 4


def test_a_worker_ends_when_it_is_told(settings):
    stop = threading.Event()
    stop.set()
    worker.work(settings, stop)


def test_what_reaches_no_safe_point_in_time_is_left_and_cannot_commit_any_more(engine, settings, monkeypatch):
    inside, go_on, left = threading.Event(), threading.Event(), []

    def hang(shift, job):
        inside.set()
        go_on.wait(30)
        try:
            with transaction(shift.engine) as session:
                jobs.enqueue(session, "pack", "late")
        except Exception as error:  # noqa: BLE001  # it is what the test asks about
            left.append(type(error).__name__)
        return ""

    monkeypatch.setattr(worker, "PATIENCE", 0.2)
    monkeypatch.setitem(READING.duties, "harvest", hang)
    asked(engine)
    stop = threading.Event()
    working = threading.Thread(target=worker.work, args=(settings, stop))
    working.start()
    assert inside.wait(20)
    stop.set()
    working.join(20)
    assert (working.is_alive(), the_jobs(engine)) == (False, [("open", "")])
    go_on.set()
    assert soon(lambda: left)
    assert left == ["Interrupted"]
    assert the_jobs(engine, "pack") == []


def test_a_worker_process_does_its_job_says_that_it_lives_and_ends_cleanly(settings):
    environment = {"MEHRWERT_HOME": str(settings.home), "PATH": ""}
    command = [sys.executable, "-m", "harvesters"]
    healthy = [*command, "--healthy"]
    assert subprocess.run(healthy, env=environment, cwd=ROOT, capture_output=True, check=False).returncode == 1
    with subprocess.Popen([*command, "--work"], env=environment, cwd=ROOT, stderr=subprocess.PIPE) as process:
        engine = open_engine(settings.database_url)
        asked(engine)
        done = soon(lambda: the_jobs(engine)[0][0] == "done", 40.0)
        assert subprocess.run(healthy, env=environment, cwd=ROOT, capture_output=True, check=False).returncode == 0
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        said = process.stderr.read().decode()
    engine.dispose()
    assert done
    assert '"event": "run"' in said
    assert subprocess.run(healthy, env=environment, cwd=ROOT, capture_output=True, check=False).returncode == 1
