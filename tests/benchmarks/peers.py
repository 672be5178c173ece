"""A real CKAN, Datasette and the bare server of ``../shared/peers``, with the rows and datasets that ours is given, too."""

import os
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasets import releases
from datasets.database import open_engine
from datasets.records import Column, DatasetRecord, Text
from datasets.settings import Settings
from tests.benchmarks import processes
from tests.benchmarks.installation import SERVER, Installation
from tests.conftest import SHARED

SCRIPTS = SHARED / "peers"
HOME = Path(os.environ.get("PEERS_HOME") or Path(tempfile.gettempdir()) / "peers")
RUNNING = {"ckan": ("ckan", "postgres", "redis", "solr-standin"), "datasette": ("datasette",), "floor": ("floor",)}
"""The peers, and the processes that each of them is."""
WORKERS = 2
"""As many processes as CKAN and the bare server have."""
CATALOGUE = 200
SLUG = "foerderungen"
SECONDS = 900
"""For what a peer's first start downloads and compiles, and for its load."""


@dataclass(frozen=True, slots=True)
class System:
    """A server that is asked: where it answers, and the files that name its processes."""

    base: str
    pids: tuple[Path, ...]

    @property
    def processor(self) -> float:
        """Seconds of a processor that its processes have used."""
        return sum(processes.processor_of(int(file.read_text().split()[0])) for file in self.pids)


def script(name: str) -> dict[str, Any]:
    """What a script of the peers defines."""
    return runpy.run_path(str(SCRIPTS / name), run_name="peers")


def missing() -> str:
    """Why there is nothing to compare with; empty where there is."""
    return "" if SCRIPTS.is_dir() else "../shared/peers is not there"


@contextmanager
def all_up() -> Iterator[tuple[dict[str, System], dict[str, str]]]:
    """The peers that answer, loaded, and why the others do not; those that this started are ended."""
    up: dict[str, System] = {}
    reasons: dict[str, str] = {}
    began = [name for name in RUNNING if not _file(name).exists()]
    try:
        for name, parts in RUNNING.items():
            said, base = _run(SCRIPTS / f"{name}-up.sh")
            if base.startswith("http"):
                up[name] = System(base, tuple(_file(part) for part in parts))
            else:
                reasons[name] = said[-200:]
        if "ckan" in up and "floor" in up:
            token = HOME / "ckan" / "token"
            _run(HOME / "ckan-venv/bin/python", SCRIPTS / "ckan_load.py", "--url", up["ckan"].base, "--token-file", token, "--csv", table())
        yield up, reasons
    finally:
        for name in began:
            _run(SCRIPTS / f"{name}-down.sh")


@contextmanager
def ours(folder: Path) -> Iterator[tuple[System, processes.Took]]:
    """A portal with the same rows and as many datasets, and what the import of the rows took."""
    installation = Installation(folder / "home")
    installation.command("datasets", "init")
    took = installation.command("datasets", "import", SLUG, str(table()), "--title", "Förderungen des Bundes")
    _fill(Settings.from_environment(installation.environment))
    with processes.server([*SERVER, "--workers", str(WORKERS)], installation.environment, "/healthz") as here:
        file = folder / "ours.pid"
        file.write_text(f"{here.pid}\n")
        yield System(here.base, (file,)), took


def table() -> Path:
    """The synthetic awards, which Datasette's and the bare server's start has made."""
    return next((HOME / "data").glob("funding-*.csv"))


def _fill(settings: Settings) -> None:
    """The catalogue that CKAN is given, with a small table in each dataset."""
    engine, described = open_engine(settings.database_url), script("ckan_load.py")["dataset"]
    for number in range(CATALOGUE):
        given = described(number, "bench-amt")
        facts = {"slug": given["name"], "title": Text(de=given["title"]), "description": Text(de=given["notes"])}
        facts |= {"keywords": tuple(tag["name"] for tag in given["tags"]), "licence": "dl-zero-de/2.0", "publisher": "Amt"}
        columns = (Column(name="id", type="integer", title=Text(de="Nummer")), Column(name="wert", title=Text(de="Wert")))
        record = DatasetRecord.model_validate(facts | {"columns": columns, "key": ("id",), "origin": "imported"})
        releases.publish(engine, settings, record, [(row, f"Wert {row}") for row in range(20)])
    engine.dispose()


def _file(part: str) -> Path:
    return HOME / "run" / f"{part}.pid"


def _run(*words: object) -> tuple[str, str]:
    """What it complained of, and the last line that it said. Its servers outlive it, so its output must be files."""
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as complained:
        environment = os.environ | {"PEERS_HOME": str(HOME), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [str(word) for word in words]
        subprocess.run(command, env=environment, check=False, stdout=said, stderr=complained, timeout=SECONDS)
        said.seek(0)
        complained.seek(0)
        return complained.read().strip(), said.read().strip().rpartition("\n")[2]


def run_script(name: str, *words: str) -> str:
    """Runs a script of the peers by this Python, which it shows its progress, and returns what it says."""
    command = [sys.executable, str(SCRIPTS / name), *words]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
