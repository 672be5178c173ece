"""Workers beside the portal end with it, and one that ends by itself is started again, later each time."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.children import children, stop

Started = list[subprocess.Popen[bytes]]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    """Every process that is started, in its order."""
    found: Started = []
    popen = subprocess.Popen

    def start(words: list[str]) -> subprocess.Popen[bytes]:
        found.append(popen(words))
        return found[-1]

    monkeypatch.setattr("subprocess.Popen", start)
    return found


def a_module(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> str:
    (folder / "worker_of_a_test.py").write_text(text)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    return "worker_of_a_test"


def soon(condition: Callable[[], bool], seconds: float = 20.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not condition():
        time.sleep(0.02)
    return condition()


def test_they_end_with_the_portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: Started) -> None:
    name = a_module(tmp_path, monkeypatch, "import time\ntime.sleep(60)\n")
    with children((name, name)):
        assert [child.poll() for child in started] == [None, None]
    assert [child.returncode for child in started] == [-signal.SIGTERM] * 2


def test_one_that_ends_early_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: Started) -> None:
    monkeypatch.setattr("portal.children.FIRST", 0.05)
    name = a_module(tmp_path, monkeypatch, "raise SystemExit(3)\n")
    with children((name,)):
        assert soon(lambda: len(started) >= 3)
    assert {child.returncode for child in started[:-1]} == {3}


def test_it_waits_longer_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: Started) -> None:
    monkeypatch.setattr("portal.children.FIRST", 30.0)
    name = a_module(tmp_path, monkeypatch, "raise SystemExit(3)\n")
    began = time.monotonic()
    with children((name,)):
        assert soon(lambda: started[0].poll() == 3)
        time.sleep(0.2)
    assert len(started) == 1
    assert time.monotonic() - began < 25


def test_one_that_does_not_listen_is_ended_all_the_same() -> None:
    script = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        child.terminate()
        stop(child, 0.1)
    assert child.returncode == -signal.SIGKILL
