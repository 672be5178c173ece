"""Reads and writes of datasets and releases, and the catalogue version that tells caches what is new."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import func, inspect, update
from sqlmodel import Session, col, select

from datasets import search
from datasets.database import upsert
from datasets.errors import Gone, NotFound
from datasets.formats.files import File
from datasets.records import DatasetRecord
from datasets.tables.catalogue import CatalogueVersion, Dataset, Release
from datasets.tables.types import now

Row = TypeVar("Row", Dataset, Release)
_STANDING = (col(Release.withdrawn_at).is_(None), col(Release.removed_at).is_(None))


@dataclass(frozen=True, slots=True)
class Edition:
    """One release as it is shown."""

    uid: str
    name: str
    created_at: dt.datetime
    rows: int
    digest: str
    record: DatasetRecord
    files: tuple[File, ...]
    withdrawn_reason: str = ""
    is_removed: bool = False
    """Whether its files went by the rule that says how long releases are kept."""

    def file(self, name: str) -> File:
        """The file of that name; NotFound names those there are."""
        for file in self.files:
            if file.name == name:
                return file
        raise NotFound(f"Release {self.name} has no file {name}; it has {', '.join(file.name for file in self.files)}.")


@dataclass(frozen=True, slots=True)
class Shown:
    """One dataset of the catalogue with its current release, if it has one."""

    uid: str
    slug: str
    record: DatasetRecord
    current: Edition | None
    created_at: dt.datetime
    modified_at: dt.datetime

    def resource_id(self, kind: str) -> str:
        """The identifier of this dataset in one format (``csv``, ``json`` …); the same over all releases, for life."""
        return resource_id(self.uid, kind)


def resource_id(uid: str, kind: str) -> str:
    """The identifier of a dataset, told by its uid, in one format (``csv``, ``json`` …)."""
    return str(uuid.uuid5(uuid.UUID(uid), kind))


def version(session: Session) -> int:
    """The catalogue version; 0 before anything was published."""
    return session.exec(select(CatalogueVersion.number).where(CatalogueVersion.id == 1)).first() or 0


def raise_version(session: Session) -> None:
    """To be called in every transaction that changes something public."""
    updated: Any = session.execute(update(CatalogueVersion).where(col(CatalogueVersion.id) == 1).values(number=CatalogueVersion.number + 1))
    if updated.rowcount == 0:
        session.add(CatalogueVersion(id=1, number=1))
        session.flush()


def mark_due(session: Session, *slugs: str) -> None:
    """Says that these own datasets may differ from their last release; publishing looks at them within a minute."""
    session.execute(update(Dataset).where(col(Dataset.slug).in_(slugs)).values(due_at=now()))


def mark_published(session: Session, slug: str, since: dt.datetime | None) -> None:
    """Takes the mark off, unless it was set anew after ``since``."""
    session.execute(update(Dataset).where(col(Dataset.slug) == slug, col(Dataset.due_at) == since).values(due_at=None))


def due(session: Session) -> list[tuple[str, dt.datetime]]:
    """Slugs of own datasets that may differ from their last release, with the time of the mark."""
    rows = session.exec(select(Dataset.slug, Dataset.due_at).where(col(Dataset.due_at).is_not(None)).order_by(col(Dataset.id)))
    return [(slug, since) for slug, since in rows if since is not None]


def put(session: Session, record: DatasetRecord) -> int:
    """Enters a dataset or its new metadata; returns its id. The uid of a known slug stays."""
    values = {
        "slug": record.slug,
        "title": record.title.de,
        "origin": record.origin,
        "source": record.source,
        "record": record.model_dump(mode="json"),
        "modified_at": now(),
    }
    known = session.exec(select(Dataset).where(Dataset.slug == record.slug)).first()
    if known is not None and known.record == values["record"]:
        return int(known.id or 0)
    if known is None:
        values |= {"uid": str(uuid.uuid4()), "created_at": now(), "due_at": now() if record.origin == "own" else None}
    body = " ".join([record.description.de, record.description.en, *record.keywords, record.publisher])
    search.put(session, "dataset", record.slug, f"{record.title.de} {record.title.en}", body)
    return upsert(session, Dataset, ("slug",), values)


def add_release(session: Session, dataset_id: int, values: dict[str, Any]) -> None:
    """Makes a finished folder the current release: one row. ``values`` are columns of Release."""
    session.add(Release(dataset_id=dataset_id, **values))
    session.execute(update(Dataset).where(col(Dataset.id) == dataset_id).values(modified_at=now()))
    session.flush()


def touch(session: Session, slug: str) -> None:
    """Says that something of a dataset changed that is no new release."""
    session.execute(update(Dataset).where(col(Dataset.slug) == slug).values(modified_at=now()))


def set_files(session: Session, uid: str, files: list[dict[str, Any]]) -> None:
    """Says which files a release has, when a worker added some; those it had stay as they are."""
    session.execute(update(Release).where(col(Release.uid) == uid).values(files=files))
    raise_version(session)


def all_datasets(session: Session) -> list[Shown]:
    """Every dataset that has a release, by title."""
    newest = _newest(session)
    rows = session.exec(select(Dataset).order_by(col(Dataset.title), col(Dataset.id)))
    return [_shown(row, newest.get(int(row.id or 0))) for row in rows if row.id in newest]


def dataset(session: Session, slug_or_uid: str) -> Shown:
    """One dataset by slug or uid. Raises NotFound."""
    row = _row(session, slug_or_uid)
    return _shown(row, _newest(session, int(row.id or 0)).get(int(row.id or 0)))


def several(session: Session, slugs: Collection[str]) -> list[Shown]:
    """These datasets, as far as they have a release, by two questions for all of them."""
    rows = _plain(session, Dataset, col(Dataset.slug).in_(slugs))
    newest = _newest(session, *(int(row.id or 0) for row in rows)) if rows else {}
    return [_shown(row, newest[int(row.id or 0)]) for row in rows if row.id in newest]


def releases(session: Session, slug: str) -> list[Edition]:
    """All releases of a dataset, newest first, the withdrawn ones too. Raises NotFound."""
    row = _row(session, slug)
    question = select(Release).where(Release.dataset_id == row.id).order_by(col(Release.id).desc())
    return [_edition(release) for release in session.exec(question)]


def standing(session: Session, slug: str) -> list[str]:
    """Names of the releases whose files can be had, oldest first."""
    question = select(Release.name).join(Dataset, col(Dataset.id) == Release.dataset_id).where(Dataset.slug == slug)
    return list(session.exec(question.where(*_STANDING).order_by(col(Release.id))))


def editions(session: Session, slug: str, names: Collection[str]) -> list[Edition]:
    """These releases of a dataset, oldest first."""
    mine = select(col(Dataset.id)).where(col(Dataset.slug) == slug).scalar_subquery()
    found = _plain(session, Release, (col(Release.dataset_id) == mine) & col(Release.name).in_(names))
    return [_edition(row) for row in sorted(found, key=lambda row: row.id or 0)]


def release(session: Session, slug: str, name: str) -> Edition:
    """One release. Raises NotFound, or Gone with the reason where it was withdrawn."""
    row = _row(session, slug)
    found = session.exec(select(Release).where(Release.dataset_id == row.id, Release.name == name)).first()
    if found is None:
        raise NotFound(f"Dataset {slug} has no release {name}.")
    if found.withdrawn_at is not None:
        raise Gone(f"Release {name} of {slug} was withdrawn: {found.withdrawn_reason}")
    if found.removed_at is not None:
        raise Gone(f"Release {name} of {slug} is no longer kept; its metadata and sums are in /daten/{slug}/ausgaben.json.")
    return _edition(found)


def release_names(session: Session, slug: str) -> set[str]:
    """Names of all releases that a dataset ever had; empty for an unknown one."""
    return set(session.exec(select(Release.name).join(Dataset, col(Dataset.id) == Release.dataset_id).where(Dataset.slug == slug)))


def _row(session: Session, slug_or_uid: str) -> Dataset:
    row = session.exec(select(Dataset).where((Dataset.slug == slug_or_uid) | (Dataset.uid == slug_or_uid))).first()
    if row is None:
        raise NotFound(f"There is no dataset {slug_or_uid}.")
    return row


def _newest(session: Session, *dataset_ids: int) -> dict[int, Release]:
    newest = select(func.max(Release.id)).where(*_STANDING).group_by(col(Release.dataset_id))
    if dataset_ids:
        newest = newest.where(col(Release.dataset_id).in_(dataset_ids))
    return {row.dataset_id: row for row in _plain(session, Release, col(Release.id).in_(newest))}


def _plain(session: Session, table: type[Row], condition: Any) -> list[Row]:
    """Rows to be read only: a session that minds each of them takes as long again."""
    rows: Any = session.execute(select(*inspect(table).columns).where(condition))
    return list(rows)


def _shown(row: Dataset, current: Release | None) -> Shown:
    edition = None if current is None else _edition(current)
    # Most are described as their release is; to read that twice is a third of the work.
    same = edition is not None and current is not None and current.record == row.record
    return Shown(
        uid=row.uid,
        slug=row.slug,
        record=edition.record if edition is not None and same else DatasetRecord.model_validate(row.record),
        current=edition,
        created_at=row.created_at,
        modified_at=row.modified_at,
    )


def _edition(row: Release) -> Edition:
    return Edition(
        uid=row.uid,
        name=row.name,
        created_at=row.created_at,
        rows=row.rows,
        digest=row.digest,
        record=DatasetRecord.model_validate(row.record),
        files=tuple(File(**file) for file in row.files),
        withdrawn_reason=row.withdrawn_reason,
        is_removed=row.removed_at is not None,
    )
