"""Rows into one immutable release on disk, atomically: written in a draft folder, synced, renamed, then made current by one row."""

import datetime as dt
import fcntl
import hashlib
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from datasets import catalogue, everything, history, jobs, packing
from datasets.catalogue import Edition
from datasets.database import reading, transaction
from datasets.errors import NotFound, Refused
from datasets.formats import index
from datasets.formats.differences import Difference, differences
from datasets.formats.files import File, sha256, sync
from datasets.own import Own, all_own
from datasets.records import Cell, DatasetRecord
from datasets.settings import Settings
from datasets.tables.types import now

log = structlog.get_logger("datasets.releases")

NAME = re.compile(r"\d{4}-\d{2}-\d{2}(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Draft:
    """A folder beside the releases of a dataset that nobody sees yet."""

    home: Path
    """Folder of all releases of the dataset."""
    folder: Path

    @property
    def index(self) -> Path:
        """The query index to be."""
        return self.folder / "index.sqlite"

    @property
    def rows(self) -> Path:
        """A copy of the rows to write files from while the index is built."""
        return self.folder / ".rows.sqlite"


@dataclass(frozen=True, slots=True)
class Made:
    """A release whose folder is in place and whose row is not yet written; or the one that is current still."""

    record: DatasetRecord
    name: str
    rows: int
    digest: str
    files: tuple[File, ...]
    difference: Difference
    is_new: bool


@contextmanager
def drafting(settings: Settings, slug: str) -> Iterator[Draft]:
    """A draft of a dataset, alone until the block ends; what was not put in place by then is removed."""
    home = settings.releases / slug
    home.mkdir(parents=True, exist_ok=True)
    with (home / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        draft = Draft(home, home / f".draft-{secrets.token_hex(6)}")
        draft.folder.mkdir()
        try:
            yield draft
        finally:
            shutil.rmtree(draft.folder, ignore_errors=True)


def current(session: Session, slug: str) -> Edition | None:
    """The current release of a dataset; None where there is none."""
    try:
        return catalogue.dataset(session, slug).current
    except NotFound:
        return None


def make(engine: Engine, draft: Draft, record: DatasetRecord, moment: dt.datetime | None = None) -> Made:
    """Files of the draft's index, put in place under a new name; or the current release where nothing differs.

    Raises Refused for what was withdrawn: it does not come back by itself.
    """
    with reading(engine) as session:
        last, taken = current(session, record.slug), catalogue.release_names(session, record.slug)
        withdrawn = history.withdrawn_digests(session, record.slug)
    before = None if last is None else draft.home / last.name / "index.sqlite"
    rows, digest = index.read_schema(draft.index).rows, _digest(draft.index, record)
    difference = differences(before, draft.index) if before and before.exists() else Difference(rows, 0, 0, 0)
    if last is not None and last.digest == digest and (draft.home / last.name).is_dir():
        return Made(record, last.name, last.rows, digest, last.files, difference, is_new=False)
    if digest in withdrawn:
        raise Refused(f"These very rows of {record.slug} were withdrawn: {withdrawn[digest]}")
    _remove_leftovers(draft, taken)
    name = _next_name((moment or now()).date(), taken)
    files = _write(draft, record, name, rows)
    _put_in_place(draft, name)
    return Made(record, name, rows, digest, files, difference, is_new=True)


def _write(draft: Draft, record: DatasetRecord, name: str, rows: int) -> tuple[File, ...]:
    """Files and query index at the same time: building the index is SQLite's work alone, so that Python is free."""
    shutil.copyfile(draft.index, draft.rows)
    with ThreadPoolExecutor(1) as pool:
        building = pool.submit(index.complete, draft.index)
        files = packing.pack(draft.folder, record, name, rows, draft.rows)
        building.result()
    draft.rows.unlink()
    return files


def enter(session: Session, made: Made, run_id: int | None = None) -> None:
    """Makes a release current; in the transaction that changes the register with it."""
    dataset_id = catalogue.put(session, made.record)
    if not made.is_new:
        return
    values = {
        "name": made.name,
        "rows": made.rows,
        "digest": made.digest,
        "record": made.record.model_dump(mode="json"),
        "files": [asdict(file) for file in made.files],
        "run_id": run_id,
    }
    catalogue.add_release(session, dataset_id, values)
    packing.enqueue(session, made.name, made.record, made.rows)
    if made.record.origin == "own":
        jobs.enqueue(session, everything.JOB)
    catalogue.raise_version(session)


def publish(engine: Engine, settings: Settings, record: DatasetRecord, rows: Iterable[Sequence[Cell]]) -> Made:
    """Publishes rows as a release of a dataset, unless nothing differs."""
    with drafting(settings, record.slug) as draft:
        writer = index.open_index(draft.index, record.columns, record.key)
        writer.add_all(rows)
        writer.finish()
        made = make(engine, draft, record)
        with transaction(engine) as session:
            enter(session, made)
    return made


def publish_own(engine: Engine, settings: Settings, own: Own) -> Made:
    """Releases an own dataset if it differs, and takes its mark off unless it was set anew meanwhile."""
    with reading(engine) as session:
        since = dict(catalogue.due(session)).get(own.record.slug)
    with reading(engine) as session:
        made = _unless_withdrawn(engine, settings, own, session)
    with transaction(engine) as session:
        catalogue.mark_published(session, own.record.slug, since)
    return made


def _unless_withdrawn(engine: Engine, settings: Settings, own: Own, session: Session) -> Made:
    """What was withdrawn waits until the register differs from it; the last good release stays."""
    try:
        return publish(engine, settings, own.described(session), own.rows(session))
    except Refused:
        last = current(session, own.record.slug)
        if last is None:
            raise
        log.warning("withdrawn rows are not published again", dataset=own.record.slug)
        return Made(own.record, last.name, last.rows, last.digest, last.files, Difference(0, 0, last.rows, 0), is_new=False)


def publish_due(engine: Engine, settings: Settings, slugs: Iterable[str] = ()) -> dict[str, Made]:
    """Releases those own datasets that are marked (or named), each whole by itself. Raises NotFound for an unknown name."""
    own = all_own(settings.city)
    with reading(engine) as session:
        wanted = list(slugs) or [*dict.fromkeys([*dict(catalogue.due(session)), *_turned(session, own)])]
    if unknown := [slug for slug in wanted if slug not in own]:
        raise NotFound(f"{unknown[0]} is not an own dataset; there are {', '.join(own)}.")
    return {slug: publish_own(engine, settings, own[slug]) for slug in wanted}


def _turned(session: Session, own: dict[str, Own]) -> list[str]:
    """Own datasets whose rows became others because a day has passed."""
    found = {slug: edition for slug in own if (edition := current(session, slug)) is not None}
    return [slug for slug, edition in found.items() if own[slug].turned(session, edition.created_at.date(), now().date())]


def enter_own(session: Session, settings: Settings) -> None:
    """Enters every own dataset into the catalogue; a new one is marked as due."""
    for own in all_own(settings.city).values():
        catalogue.put(session, own.described(session))


def sweep(engine: Engine, settings: Settings) -> int:
    """Removes drafts and folders without a row that killed processes left behind; those being made now are left alone."""
    removed = 0
    for home in [path for path in settings.releases.glob("*") if path.is_dir()]:
        with (home / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            with reading(engine) as session:
                taken = catalogue.release_names(session, home.name)
            removed += _remove_leftovers(Draft(home, home / ".none"), taken)
    return removed


def _remove_leftovers(draft: Draft, taken: set[str]) -> int:
    left = [path for path in draft.home.iterdir() if path != draft.folder and path.is_dir() and _is_left_over(path.name, taken)]
    for path in left:
        shutil.rmtree(path)
    return len(left)


def _is_left_over(name: str, taken: set[str]) -> bool:
    return name.startswith(".draft-") or (NAME.fullmatch(name) is not None and name not in taken)


def _next_name(day: dt.date, taken: set[str]) -> str:
    if day.isoformat() not in taken:
        return day.isoformat()
    number = 1
    while f"{day.isoformat()}.{number}" in taken:
        number += 1
    return f"{day.isoformat()}.{number}"


def _digest(path: Path, record: DatasetRecord) -> str:
    """Of the metadata and of every row in its order."""
    digest = hashlib.sha256(record.model_dump_json().encode())
    connection = index.connect(path)
    try:
        for (row,) in connection.execute("SELECT _hash FROM rows ORDER BY _id"):
            digest.update(row)
    finally:
        connection.close()
    return digest.hexdigest()


def _put_in_place(draft: Draft, name: str) -> None:
    """Syncs every file and both folders around one rename: after a power cut the release is whole or absent."""
    for file in draft.folder.iterdir():
        sync(file)
        file.chmod(0o444)
    sync(draft.folder)
    draft.folder.rename(draft.home / name)
    sync(draft.home)


def verify(engine: Engine, settings: Settings) -> list[str]:
    """A sentence for each file of a release that is missing or differs from its sum."""
    with reading(engine) as session:
        known = {shown.slug: catalogue.releases(session, shown.slug) for shown in catalogue.all_datasets(session)}
    editions = [
        (slug, edition) for slug, found in known.items() for edition in found if not edition.is_removed and not edition.withdrawn_reason
    ]
    return [problem for slug, edition in editions for problem in _wrong_files(settings.releases / slug, slug, edition)]


def _wrong_files(home: Path, slug: str, edition: Edition) -> Iterator[str]:
    for file in edition.files:
        path = home / edition.name / file.name
        if not path.is_file():
            yield f"{slug} {edition.name}: {file.name} is missing."
        elif sha256(path) != file.sha256:
            yield f"{slug} {edition.name}: {file.name} differs from its sum."
