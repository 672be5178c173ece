"""All own data in one zip: a folder per dataset with the files of its current release, made once for each state of the catalogue."""

import contextlib
import fcntl
import hashlib
import json
import secrets
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from datasets.formats.bundle import PACKED, copied, entry
from datasets.formats.files import sha256, sync
from datasets.settings import Settings
from datasets.shelf import Entry

JOB = "everything"
"""Kind of the job that makes the zip ahead of the first asker."""
NAME = "alles.zip"
README = """\
{title}

Alle eigenen Datensätze in ihrer aktuellen Ausgabe, je ein Ordner. datapackage.json beschreibt Spalten und Typen.
All own datasets in their current release, a folder each. datapackage.json describes columns and types.

{listed}
"""


@dataclass(frozen=True, slots=True)
class Bundle:
    """The zip as it lies on the disk."""

    path: Path
    bytes: int
    sha256: str


def bundle(settings: Settings, entries: Mapping[str, Entry]) -> Bundle:
    """The zip of these datasets' current releases; made where it is not there yet, by one process while others wait."""
    own = [found for found in entries.values() if found.origin == "own"]
    name = _digest(own)
    home = _home(settings)
    home.mkdir(parents=True, exist_ok=True)
    if (known := _known(home / name)) is not None:
        return known
    with (home / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _known(home / name) or _made(settings, home / name, own)


def forget(settings: Settings) -> None:
    """Removes what was made: what is withdrawn must not stay in it."""
    for file in _home(settings).glob("*.zip*"):
        file.unlink(missing_ok=True)


def _home(settings: Settings) -> Path:
    return settings.home / "everything"


def _digest(own: list[Entry]) -> str:
    told = [(found.slug, found.release, found.files) for found in own]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:24] + ".zip"


def _known(path: Path) -> Bundle | None:
    try:
        return Bundle(path, path.stat().st_size, path.with_suffix(".zip.sha256").read_text())
    except FileNotFoundError:
        return None


def _made(settings: Settings, path: Path, own: list[Entry]) -> Bundle:
    """The same releases give the same bytes; memory does not grow with them."""
    draft = path.with_name(f".draft-{secrets.token_hex(6)}")
    try:
        with zipfile.ZipFile(draft, "w") as whole:
            whole.writestr(entry("README.txt", zipfile.ZIP_DEFLATED), _readme(settings, own).encode())
            for found in sorted(own, key=lambda found: found.slug):
                _add(whole, settings.releases / found.slug / found.release, found)
        sync(draft)
        total = sha256(draft)
        for old in path.parent.glob("*.zip*"):
            old.unlink(missing_ok=True)
        path.with_suffix(".zip.sha256").write_text(total)
        draft.rename(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            draft.unlink()
    return Bundle(path, path.stat().st_size, total)


def _add(whole: zipfile.ZipFile, folder: Path, found: Entry) -> None:
    for name, kind, _size in sorted(found.files):
        if kind != "zip":
            packed = zipfile.ZIP_STORED if Path(name).suffix in PACKED else zipfile.ZIP_DEFLATED
            copied(whole, folder / name, entry(f"{found.slug}/{name}", packed))


def _readme(settings: Settings, own: list[Entry]) -> str:
    listed = "\n".join(
        f"{found.slug}/  {found.title.de} ({found.release}, {found.licence})" for found in sorted(own, key=lambda found: found.slug)
    )
    return README.format(title=settings.city.alliance, listed=listed)
