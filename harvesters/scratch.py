"""Where a run keeps what it fetches: one folder per list, left behind by a run that was stopped so that the next one goes on there."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from datasets.errors import Interrupted, Unreachable
from datasets.settings import Settings

KEPT = 86_400
"""Seconds after which what was fetched is too old to go on with."""


@contextmanager
def folder(settings: Settings, dataset: str, alone: bool) -> Iterator[Path]:
    """A folder for one run, removed with its end.

    ``alone`` says that no other run of the list goes on meanwhile: then what a stopped one left is there, and what this one
    fetched stays where it is stopped or the server fails.
    """
    if not alone:
        with tempfile.TemporaryDirectory(prefix="dry-", dir=_home(settings)) as made:
            yield Path(made)
        return
    place = _home(settings) / dataset
    if place.exists() and _is_old(place):
        shutil.rmtree(place)
    place.mkdir(exist_ok=True)
    try:
        yield place
    except (Interrupted, Unreachable, KeyboardInterrupt, SystemExit):
        os.utime(place)
        raise
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    shutil.rmtree(place, ignore_errors=True)


def sweep(settings: Settings) -> None:
    """Removes what was left behind and will not be used any more."""
    for place in _home(settings).iterdir():
        if _is_old(place):
            shutil.rmtree(place, ignore_errors=True)


def _home(settings: Settings) -> Path:
    home = settings.home / "scratch"
    home.mkdir(parents=True, exist_ok=True)
    return home


def _is_old(place: Path) -> bool:
    return place.stat().st_mtime < time.time() - KEPT
