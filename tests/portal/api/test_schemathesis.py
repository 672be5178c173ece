"""What nobody thought of, asked by schemathesis of every address that /openapi.json describes, against a real server."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from fastapi import FastAPI

from tests.published import a_published, many_rows

CASES = 2000
"""At least so many; the command sends what the description gives cause for."""
WORDS = {
    "names": ["liste", "projekte"],
    "columns": ["name", "id desc", "_id", "betrag"],
    "words": ["Zeile", "tags:Geld", "*:*", "title:Liste"],
    "orders": ["name asc", "metadata_modified desc", "title_string asc"],
}
BOUND = {
    "path.slug": "names", "path.name": "files", "path.release": "releases", "path.first": "releases", "path.second": "releases",
    "path.resource": "resources", "path.resource_id": "resources", "query.resource_id": "resources", "query.id": "ids",
    "query.sort": "columns", "query.fields": "columns", "query.q": "words", "body.id": "ids", "body.resource_id": "resources",
    "body.q": "words", "body.fields": "columns",
}  # fmt: skip
# Whether a value is there or fits depends on the data: a well-formed question may be refused as one that does not.
REFUSALS = [200, 206, 302, 303, 304, 400, 403, 404, 409, 410, 416, 422]


def configuration(server: str) -> str:
    """What there is to be asked for, so that not every question is about nothing."""
    package = requests.get(f"{server}/api/action/package_show?id=liste", timeout=30).json()["result"]
    listed = requests.get(f"{server}/daten/liste/ausgaben.json", timeout=30).json()
    resources = [*(resource["id"] for resource in package["resources"]), "liste"]
    known = WORDS | {
        "releases": [release["release"] for release in listed],
        "files": [file["name"] for file in listed[0]["files"]],
        "resources": resources,
        "ids": ["liste", package["id"], "stadtamt", "gove", "Geld", resources[0]],
    }
    lines = [f"[dictionaries.{name}]\nvalues = {json.dumps(values)}" for name, values in known.items()]
    lines += ["[parameters]", *(f'"{name}" = {{ dictionary = "{bound}", probability = 0.8 }}' for name, bound in BOUND.items())]
    return "\n".join([*lines, "[checks.positive_data_acceptance]", f"expected-statuses = {REFUSALS}", ""])


def ask(server: str, folder: Path, *words: str) -> tuple[int, str]:
    """How many cases were asked, and what the command said; fails where it found something."""
    (folder / "schemathesis.toml").write_text(configuration(server))
    command = [str(Path(sys.executable).parent / "schemathesis"), "--config-file", "schemathesis.toml", "run", f"{server}/openapi.json"]
    options = ["--checks", "all", "--seed", "1", "--max-redirects", "0", "--continue-on-failure", "--no-color", *words]
    done = subprocess.run(
        command + options,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
    )
    found = re.search(r"([\d,]+) generated", done.stdout)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert found, done.stdout
    return int(found[1].replace(",", "")), done.stdout


@pytest.fixture(autouse=True)
def _published(app: FastAPI) -> None:
    a_published(app, many_rows(30), slug="projekte")
    a_published(app, many_rows(30), keywords=("Geld",))
    a_published(app, many_rows(31), keywords=("Geld",))


@pytest.mark.slow
def test_no_question_ends_in_a_fault_or_in_an_answer_that_is_not_described(server: str, tmp_path: Path) -> None:
    cases, said = ask(server, tmp_path, "--max-examples", "3")
    assert cases >= CASES, said
