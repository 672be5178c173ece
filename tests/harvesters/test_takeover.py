"""Two workers on one PostgreSQL: one works; killed in the middle of a run, the other completes it, once, from where it stood."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter

import pytest
from sqlmodel import col, select

from datasets import jobs
from datasets.database import open_engine, reading, transaction
from datasets.settings import ROOT
from datasets.tables.elsewhere import Elsewhere
from datasets.tables.runs import Job, Lease, Run
from tests.harvesters.portals import answering

PACKAGES = 10
HELD = 4
"""The page that is not answered while the first worker lives."""


class Portal:
    """A CKAN that gives two packages at once and stops in the middle until it is let go on."""

    def __init__(self):
        self.asked, self.reached, self.go_on = Counter(), threading.Event(), threading.Event()

    def said(self, asked):
        start = int(asked.query["start"][0])
        self.asked[start] += 1
        if start == HELD:
            self.reached.set()
            self.go_on.wait(120)
        packages = [{"id": f"id-{n:03}", "name": f"paket-{n}", "title": f"Paket {n}"} for n in range(start, min(start + 2, PACKAGES))]
        return {"success": True, "result": {"count": PACKAGES, "results": packages}}


def a_city_with(settings, folder, url):
    """The city of the tests with one portal."""
    made = folder / "city"
    shutil.copytree(settings.city.folder, made)
    file = made / "city.toml"
    own = file.read_text("utf-8").split("[[portals]]")[0]
    file.write_text(f'{own}\n[[portals]]\nslug = "probe"\nkind = "ckan"\nname = "Probe"\nurl = "{url}"\n', "utf-8")
    return made


def start(settings, url, city, log):
    environment = {
        "MEHRWERT_HOME": str(settings.home),
        "MEHRWERT_DATABASE_URL": url,
        "MEHRWERT_CITY": str(city),
        "PATH": os.environ["PATH"],
    }
    with log.open("w") as said:
        return subprocess.Popen([sys.executable, "-m", "harvesters", "--work"], env=environment, cwd=ROOT, stderr=said)


def soon(condition, seconds):
    """Seconds until the condition holds; fails where it does not in time."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds
        time.sleep(0.1)
    return time.monotonic() - began


@pytest.mark.slow
@pytest.mark.postgresql
def test_the_other_worker_takes_over_within_a_minute_and_nothing_is_done_twice(settings, postgresql_url, tmp_path, fake_site):
    portal = Portal()
    city = a_city_with(settings, tmp_path, fake_site(answering(portal.said)))
    engine = open_engine(postgresql_url)

    def ask(question):
        with reading(engine) as session:
            return session.exec(question).all()

    workers = [start(settings, postgresql_url, city, tmp_path / f"{name}.log") for name in ("first", "second")]
    try:
        soon(lambda: ask(select(Lease.holder)), 60)
        with transaction(engine) as session:
            jobs.enqueue(session, "harvest", "ckan")
        assert portal.reached.wait(60)
        [(holder, pid)] = ask(select(Run.holder, Run.pid))
        assert ask(select(Lease.holder)) == [holder]
        os.kill(pid, signal.SIGKILL)
        killed = time.monotonic()
        soon(lambda: ask(select(Lease.holder)) != [holder], 60)
        taken = time.monotonic() - killed
        portal.go_on.set()
        soon(lambda: "done" in ask(select(Run.state)), 60)
        completed = time.monotonic() - killed
    finally:
        portal.go_on.set()
        for worker in workers:
            worker.terminate()
        codes = sorted(worker.wait(30) for worker in workers)
    print(json.dumps({"taken over after": round(taken, 1), "completed after": round(completed, 1)}))  # noqa: T201  # figures of this run
    assert codes == [-signal.SIGKILL, 0]
    assert ask(select(Run.state).order_by(col(Run.id))) == ["interrupted", "done"]
    assert ask(select(Job.state, Job.attempts).where(Job.kind == "harvest")) == [("done", 2)]
    titles = ask(select(Elsewhere.title).order_by(Elsewhere.title))
    assert titles == [f"Paket {n}" for n in range(PACKAGES)]
    # The pages that the first one had read were not asked for again.
    assert portal.asked == {0: 1, 2: 1, HELD: 2, 6: 1, 8: 1}
    engine.dispose()
