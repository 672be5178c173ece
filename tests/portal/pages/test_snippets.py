"""The code that a dataset's page shows is run as it stands there."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi import FastAPI

from portal.pages.snippets import NAMED, snippets
from tests.published import a_published


def run(server: str, name: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    code = dict(snippets(server, "liste"))[name]
    node = ["node", "--input-type=module", "-e", code]
    words = {"Python": [sys.executable, "-c", code], "JavaScript": node}.get(name.partition(":")[0], ["sh", "-c", code])
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in NAMED if name.startswith(("curl", "Python", "JavaScript"))])
def test_code_of_a_page_runs(server: str, app: FastAPI, tmp_path: Path, name: str) -> None:
    a_published(app)
    folder = tmp_path / "somewhere"
    folder.mkdir()
    if name == "JavaScript" and shutil.which("node") is None:
        pytest.skip("node is not installed")
    done = run(server, name, folder)
    assert done.returncode == 0, done.stderr
    said = done.stdout + "".join(path.read_text("utf-8", "ignore") for path in folder.iterdir())
    assert "Radweg, neu" in said or "betrag" in said


@pytest.mark.parametrize("name", ["R", "Excel, Power BI: Power Query"])
def test_code_that_nobody_here_can_run_names_the_file_and_its_form(name: str) -> None:
    code = dict(snippets("https://example.org", "liste"))[name]
    assert "https://example.org/daten/liste/aktuell/liste.csv" in code
    assert "$" not in code
    assert "UTF-8" in code or "65001" in code
