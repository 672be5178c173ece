"""The job that has every current release judged by the shapes that the installation names, one release after the other."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine

from datasets import verdicts
from datasets.database import reading, transaction
from datasets.errors import SettingsWrong
from datasets.settings import Settings
from datasets.verdicts import Found
from datasets.vocabularies import dcat, rdf
from datasets.vocabularies.dcat_dataset import PROFILES, Portal

NOWHERE = "http://localhost"
"""The portal's address in descriptions where nobody knows it: no shape asks for a certain one."""


class Judge(Protocol):
    """One profile, as harvesters/shapes.py makes it."""

    @property
    def name(self) -> str: ...

    @property
    def digest(self) -> str: ...

    @property
    def edition(self) -> str: ...

    def judge(self, description: bytes) -> Found: ...


def judge(engine: Engine, settings: Settings, go_on: Callable[[], None] = lambda: None) -> str:
    """Judges what waits; ``go_on`` raises Interrupted where it is to end, and what was judged by then is kept."""
    if settings.shapes is None:
        return "no shapes are named"
    profiles = _read(settings.shapes)
    with reading(engine) as session:
        waiting = verdicts.waiting(session, {one.name: one.digest for one in profiles})
    wrong = 0
    for shown in waiting:
        go_on()
        base = settings.asked_url or NOWHERE
        written = {name: rdf.written(dcat.document(Portal(base, settings.city, name), [shown]), "nt") for name in PROFILES}
        found = [profile.judge(written[profile.edition]) for profile in profiles]
        wrong += any(one.violations for one in found)
        with transaction(engine) as session:
            verdicts.keep(session, shown.current.uid if shown.current else "", found)
    return f"{len(waiting)} releases judged, {wrong} violate a profile"


def _read(folder: Path) -> list[Judge]:
    try:
        found: list[Judge] = importlib.import_module("harvesters.shapes").profiles(folder)
    except ModuleNotFoundError as error:
        raise SettingsWrong(f"MEHRWERT_SHAPES needs the Python package {error.name}: install pyshacl, or leave the setting out.") from None
    return found
