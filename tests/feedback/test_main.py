import datetime as dt
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from datasets.database import open_engine, transaction
from datasets.schema import migrate
from datasets.settings import ROOT
from tests.builders import a_project
from tests.feedback.voters import votes


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a project that six people have rated."""
    engine = open_engine(f"sqlite:///{tmp_path / 'mehrwert.sqlite'}")
    migrate(engine)
    with transaction(engine) as session:
        votes(session, a_project(session), [5, 4, 4, 5, 3, 5], dt.datetime.now(dt.UTC))
    engine.dispose()
    return tmp_path


def _environment(home: Path, **more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "MEHRWERT_HOME": str(home), "TERM": "dumb"} | more


def _run(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "feedback", *words]
    return subprocess.run(command, cwd=ROOT, env=_environment(home, **more), capture_output=True, text=True, timeout=60, check=False)


def _said(home: Path, *words: str, **more: str) -> dict[str, Any]:
    done = _run(home, *words, "--json", **more)
    assert (done.returncode, done.stderr) == (0, "")
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_publish_releases_a_file_that_recompute_agrees_with(home: Path) -> None:
    said = _said(home, "publish")
    assert (said["shown"], said["withheld"]) == (1, 6)
    file = home / "releases" / "buergernutzen" / said["release"] / "buergernutzen.csv"
    assert _said(home, "recompute", str(file)) == {"figures": 1, "differences": []}
    again = _said(home, "publish")
    assert (again["snapshot"], again["changed"], again["release"]) == (said["snapshot"], 0, said["release"])
    spoilt = home / "spoilt.csv"
    spoilt.write_text(file.read_text().replace(",3.8,", ",4.8,"))
    done = _run(home, "recompute", str(spoilt))
    assert done.returncode == 1
    assert "score is '4.800000', not '3.800000'" in done.stderr


def test_staff_add_prints_a_link_and_staff_link_another(home: Path) -> None:
    words = ("--name", "Ada", "--email", "ada@example.org", "--role", "leitung", "--unit", "Amt 10")
    said = _said(home, "staff", "add", *words, PORT="8123")
    assert said["link"].startswith("http://127.0.0.1:8123/anmelden/")
    assert (said["name"], said["email"], said["role"], said["unit"]) == ("Ada", "ada@example.org", "leitung", "Amt 10")
    other = _said(home, "staff", "link", "--email", "ada@example.org", MEHRWERT_BASE_URL="https://example.org")
    assert other["link"].startswith("https://example.org/anmelden/")
    again = _run(home, "staff", "add", *words)
    assert (again.returncode, again.stdout, again.stderr.count("\n")) == (1, "", 1)


def test_verify_audit_tells_a_whole_log_from_a_broken_one(home: Path) -> None:
    words = ("--name", "Ada", "--email", "ada@example.org", "--role", "leitung")
    _said(home, "staff", "add", *words)
    assert _said(home, "verify-audit")["broken"] is None
    (home / "audit-head").write_text("0" * 64)
    done = _run(home, "verify-audit")
    assert (done.returncode, done.stderr.startswith("The audit log is broken at event 2")) == (1, True)


def test_retention_counts_without_changing_in_a_dry_run(home: Path) -> None:
    told = [_said(home, "retention", "--dry-run") for _ in range(2)]
    assert told[0] == told[1]
    assert {"links_to_browsers", "network_sketches", "daily_secrets"} <= set(told[0])


@pytest.mark.parametrize("words", [("recompute", "nothing.csv"), ("staff", "add", "--name", "A", "--email", "a", "--role", "leitung")])
def test_what_cannot_be_done_is_said_in_one_sentence(home: Path, words: tuple[str, ...]) -> None:
    done = _run(home, *words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)


def test_the_worker_ends_cleanly_when_told_to(home: Path) -> None:
    command = [sys.executable, "-m", "feedback", "--work"]
    worker = subprocess.Popen(command, cwd=ROOT, env=_environment(home), stderr=subprocess.PIPE, text=True)
    assert worker.stderr is not None
    while "snapshot" not in worker.stderr.readline():
        assert worker.poll() is None
    worker.send_signal(signal.SIGTERM)
    _, told = worker.communicate(timeout=20)
    assert (worker.returncode, "worker ended" in told) == (0, True)
