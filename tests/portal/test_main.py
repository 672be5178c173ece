import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from typer.testing import CliRunner

from datasets.settings import ROOT, Settings
from portal.__main__ import app
from portal.metrics import token


def test_the_token_of_the_metrics_is_printed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEHRWERT_HOME", str(settings.home))
    assert CliRunner().invoke(app, ["--metrics-token"]).output.strip() == token(settings.secret())


def test_a_wrong_setting_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEHRWERT_BASE_URL", "ftp://here")
    result = CliRunner().invoke(app, [])
    assert (result.exit_code, result.output.count("\n")) == (1, 1)
    assert "MEHRWERT_BASE_URL" in result.output


def test_a_database_without_schema_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEHRWERT_HOME", str(tmp_path))
    result = CliRunner().invoke(app, [])
    assert (result.exit_code, "python -m datasets init" in result.output) == (1, True)


@pytest.mark.slow
def test_it_serves_and_ends_when_told_without_a_line_about_a_visitor(tmp_path: Path) -> None:
    environment = os.environ | {"MEHRWERT_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-m", "datasets", "init"], cwd=ROOT, env=environment, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "portal", "--port", str(port)]
    with subprocess.Popen(words, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as server:
        assert _answer(f"http://127.0.0.1:{port}/healthz") == b"ok\n"
        server.send_signal(signal.SIGTERM)
        _, said = server.communicate(timeout=20)
    assert server.returncode in {0, -signal.SIGTERM}
    assert "healthz" not in said


def _answer(url: str) -> bytes:
    for _ in range(200):
        try:
            with urllib.request.urlopen(url) as answer:  # noqa: S310 loopback
                return bytes(answer.read())
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} does not answer")
