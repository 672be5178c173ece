"""A real CKAN for tests: the one that runs already, else one that is started by the scripts beside the project and ended afterwards."""

import fcntl
import os
import shutil
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import SHARED, absent

RUNNING = ("http://127.0.0.1:18080", Path(tempfile.gettempdir()) / "peers" / "ckan" / "token")
"""Where the scripts put it by default."""
OWN = {"PG": "54339", "REDIS": "63799", "SOLR": "18993", "CKAN": "18090"}
"""Ports of our own, so that one that somebody else starts meanwhile is another one."""
NEEDED = ("redis-server", "gcc", "pg_config", "curl")
SECONDS = 900
"""For downloading and compiling it, where that is needed."""


@dataclass(frozen=True, slots=True)
class Ckan:
    """Where it is, and the token of somebody who may do everything there."""

    url: str
    token: str


@contextmanager
def a_ckan() -> Iterator[Ckan]:
    """A CKAN that answers. Skips where the scripts are absent; where something it needs is, skips or fails as ``absent`` says."""
    url, token = RUNNING
    if token.exists() and _answers(url):
        yield Ckan(url, token.read_text().strip())
        return
    scripts = SHARED / "peers"
    if not scripts.is_dir():
        pytest.skip("../shared/peers is not there")
    if missing := [name for name in NEEDED if shutil.which(name) is None]:
        absent(f"a real CKAN needs {', '.join(missing)} (packages redis-server gcc libpq-dev curl)")
    home = Path(tempfile.gettempdir()) / f"mehrwert-peers-{os.getuid()}"
    home.mkdir(exist_ok=True)
    own = {"PEERS_HOME": str(home)} | {f"PEERS_{name}_PORT": port for name, port in OWN.items()}
    with (home / "lock").open("w") as lock:
        # One test run at a time has it; what was compiled stays for the next.
        fcntl.flock(lock, fcntl.LOCK_EX)
        with (home / "up.log").open("w") as log:
            # Its servers outlive the script, so its output must be a file: a pipe would stay open.
            up = subprocess.run([scripts / "ckan-up.sh"], env=os.environ | own, check=False, stdout=log, stderr=log, timeout=SECONDS)
        try:
            if up.returncode:
                absent(f"a real CKAN could not be started: {(home / 'up.log').read_text()[-300:]}")
            yield Ckan(f"http://127.0.0.1:{OWN['CKAN']}", (home / "ckan" / "token").read_text().strip())
        finally:
            subprocess.run([scripts / "ckan-down.sh"], env=os.environ | own, check=False, capture_output=True, timeout=120)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/api/3/action/status_show", timeout=20) as answer:  # noqa: S310  # loopback
            return bool(answer.status == 200)
    except OSError:
        return False
