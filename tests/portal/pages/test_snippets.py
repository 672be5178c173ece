"""The code that a dataset's page shows is run as it stands there."""

import subprocess
import sys
from pathlib import Path

import pytest
from fastapi import FastAPI

from portal.pages.snippets import snippets
from tests.published import a_published


def run(server: str, name: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    code = dict(snippets(server, "liste"))[name]
    words = [sys.executable, "-c", code] if name.startswith("Python") else ["sh", "-c", code]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["curl", "curl: JSON", "Python: ckanapi", "Python: pandas", "Python: DuckDB"])
def test_code_of_a_page_runs(server: str, app: FastAPI, tmp_path: Path, name: str) -> None:
    a_published(app)
    folder = tmp_path / "somewhere"
    folder.mkdir()
    done = run(server, name, folder)
    if "No module named" in done.stderr or done.returncode == 127:
        pytest.skip(f"{name} is not installed")
    assert done.returncode == 0, done.stderr
    said = done.stdout + "".join(path.read_text("utf-8", "ignore") for path in folder.iterdir())
    assert "Radweg, neu" in said or "betrag" in said
