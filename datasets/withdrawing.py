"""Releases taken back: withdrawn with a reason, or let go by the rule that says how long they are kept; their names stay taken."""

import datetime as dt
import shutil
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from datasets import catalogue, descriptions, everything, jobs
from datasets.database import reading, transaction
from datasets.errors import NotFound, Refused
from datasets.settings import Settings
from datasets.tables.catalogue import Dataset, Release
from datasets.tables.types import now

LONGEST_REASON = 1000


def withdraw(engine: Engine, settings: Settings, slug: str, name: str, reason: str, *, erase: bool = False) -> str:
    """Takes a release back: every address of it says why, the dataset falls back to the last good one.

    ``erase`` removes the files, too, and then there is no way back. Returns the name of the release that is current now,
    empty where none is left. Raises NotFound, and Refused without a reason.
    """
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Refused(f"A release is withdrawn with a reason of 1 to {LONGEST_REASON} characters that everybody may read.")
    with transaction(engine) as session:
        release = _release(session, slug, name)
        release.withdrawn_at, release.withdrawn_reason = release.withdrawn_at or now(), " ".join(reason.split())
        _changed(session, slug, release)
    everything.forget(settings)
    descriptions.forget(settings, slug)
    if erase:
        _remove(settings.releases / slug / name)
    return _current(engine, slug)


def undo(engine: Engine, settings: Settings, slug: str, name: str) -> str:
    """Gives a withdrawn release back. Raises NotFound, and Refused where it is not withdrawn or its files are gone."""
    with transaction(engine) as session:
        release = _release(session, slug, name)
        if release.withdrawn_at is None:
            raise Refused(f"Release {name} of {slug} is not withdrawn.")
        if not (settings.releases / slug / name / "index.sqlite").is_file():
            raise Refused(f"The files of release {name} of {slug} are gone; publish the dataset anew.")
        release.withdrawn_at, release.withdrawn_reason = None, ""
        _changed(session, slug, release)
    everything.forget(settings)
    return _current(engine, slug)


def due(session: Session, keep_days: int, moment: dt.datetime) -> list[tuple[str, str]]:
    """Slugs and names of the releases that the rule lets go.

    Kept are: all of the last ``keep_days`` days, the current one, and of each month the first. 0 keeps all.
    """
    if keep_days <= 0:
        return []
    facts = (Dataset.slug, Release.name, Release.created_at, Release.withdrawn_at, Release.removed_at)
    rows = session.exec(select(*facts).join(Dataset, col(Dataset.id) == Release.dataset_id).order_by(col(Dataset.id), col(Release.id)))  # type: ignore[call-overload]  # more columns than its overloads know
    return [found for _, releases in groupby(rows, key=lambda row: row[0]) for found in _beyond(list(releases), keep_days, moment)]


def let_go(engine: Engine, settings: Settings, moment: dt.datetime | None = None, *, dry: bool = False) -> list[tuple[str, str]]:
    """Removes what the rule lets go; its row stays, with the sums, and says so. First the row, then the files: no address ever lies."""
    with reading(engine) as session:
        found = due(session, settings.keep_days, moment or now())
    if dry:
        return found
    for slug, name in found:
        with transaction(engine) as session:
            release = _release(session, slug, name)
            release.removed_at = now()
            _changed(session, slug, release)
        _remove(settings.releases / slug / name)
    return found


def _beyond(
    releases: list[tuple[str, str, dt.datetime, dt.datetime | None, dt.datetime | None]], keep_days: int, moment: dt.datetime
) -> Iterator[tuple[str, str]]:
    standing = [release for release in releases if release[3] is None and release[4] is None]
    months = set[str]()
    for slug, name, created_at, *_ in standing[:-1]:
        first = name[:7] not in months
        months.add(name[:7])
        if not first and created_at < moment - dt.timedelta(days=keep_days):
            yield slug, name


def _release(session: Session, slug: str, name: str) -> Release:
    question = select(Release).join(Dataset, col(Dataset.id) == Release.dataset_id).where(Dataset.slug == slug, Release.name == name)
    found = session.exec(question).first()
    if found is None:
        raise NotFound(f"Dataset {slug} has no release {name}.")
    return found


def _changed(session: Session, slug: str, release: Release) -> None:
    session.add(release)
    catalogue.touch(session, slug)
    jobs.enqueue(session, everything.JOB)
    catalogue.raise_version(session)


def _current(engine: Engine, slug: str) -> str:
    with reading(engine) as session:
        shown = catalogue.dataset(session, slug)
    return shown.current.name if shown.current else ""


def _remove(folder: Path) -> None:
    """Under another name first: what is half removed must not look like a release."""
    if folder.is_dir():
        draft = folder.with_name(f".draft-gone-{folder.name}")
        folder.rename(draft)
        shutil.rmtree(draft)
