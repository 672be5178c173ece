"""The catalogue as this process last read it: a light entry per dataset, whole datasets on demand, nothing asked twice."""

import datetime as dt
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from typing import Any

from sqlalchemy import Engine, func, select
from sqlmodel import Session, col

from datasets import catalogue
from datasets.catalogue import Shown
from datasets.database import reading
from datasets.errors import NotFound
from datasets.records import Text
from datasets.tables.catalogue import Dataset, Release
from datasets.words import sort_key

ROOM = 1000
"""Whole datasets, and texts made of them, that are kept; entries are kept all."""
FEW = 50
"""Datasets up to which only those that changed are read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What lists, filters and searches need to know of a dataset that has a release."""

    slug: str
    uid: str
    title: Text
    description: Text
    keywords: tuple[str, ...]
    theme: tuple[str, ...]
    licence: str
    publisher: str
    contact_name: str
    contact_email: str
    origin: str
    source: str
    created_at: dt.datetime
    modified_at: dt.datetime
    release: str
    released_at: dt.datetime
    rows: int
    files: tuple[tuple[str, str, int], ...]
    """Name, format and bytes of each file."""

    @property
    def formats(self) -> tuple[str, ...]:
        """Endings of the files that hold the table."""
        return tuple(kind for name, kind, _ in self.files if name == f"{self.slug}.{kind}")

    @property
    def stamp(self) -> tuple[str, dt.datetime, str, int]:
        """Differs whenever anything of the dataset does."""
        return self.slug, self.modified_at, self.release, len(self.files)


class Shelf:
    """Shared by the threads of a process. ``fresh`` is how many seconds old the known version may be."""

    def __init__(self, engine: Engine, fresh: float = 1.0) -> None:
        self._engine = engine
        self._fresh = fresh
        self._read_at = float("-inf")
        self._known = -1
        self._view = View(self, -1, {})
        self._reading = threading.Lock()
        self._room = threading.Lock()
        self._kept: OrderedDict[object, Any] = OrderedDict()

    def version(self) -> int:
        """Reads the catalogue version; whatever is looked at from now on is at least as new."""
        # One after the other: a slow reader must not put an older number in the place of a newer one.
        with self._reading, reading(self._engine) as session:
            self._known = catalogue.version(session)
            self._read_at = time.monotonic()
            return self._known

    @property
    def is_fresh(self) -> bool:
        """Whether the next view needs no look at the database."""
        return time.monotonic() - self._read_at < self._fresh and self._view.version == self._known

    def view(self) -> "View":
        """The catalogue as it is now, or was ``fresh`` seconds ago at most; one view does not change."""
        if time.monotonic() - self._read_at >= self._fresh:
            self.version()
        if self._view.version != self._known:
            with self._reading:
                self._renew()
        return self._view

    def whole(self, entry: Entry) -> Shown:
        """A dataset with its record and its release."""
        found: Shown = self.once((entry.stamp, "whole"), lambda: self._read(entry.slug))
        return found

    def whole_of(self, entries: Iterable[Entry]) -> list[Shown]:
        """Many of them; those that are not kept are read together."""
        wanted = {entry.slug: entry for entry in entries}
        with self._room:
            missing = [slug for slug, entry in wanted.items() if (entry.stamp, "whole") not in self._kept]
        read = {}
        if missing:
            with reading(self._engine) as session:
                read = {shown.slug: shown for shown in catalogue.several(session, missing)}
        return [self.once((entry.stamp, "whole"), partial(self._read_or, read, slug)) for slug, entry in wanted.items()]

    def _read_or(self, read: Mapping[str, Shown], slug: str) -> Shown:
        return read[slug] if slug in read else self._read(slug)

    def once(self, key: object, make: Callable[[], Any]) -> Any:
        """What was made for this key, or is made now; the least used things are dropped."""
        with self._room:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._room:
            self._kept[key] = made
            while len(self._kept) > ROOM:
                self._kept.popitem(last=False)
        return made

    def _read(self, slug: str) -> Shown:
        with reading(self._engine) as session:
            return catalogue.dataset(session, slug)

    def _renew(self) -> None:
        with reading(self._engine) as session:
            # Read before the rest: what changes meanwhile is then read once more, never missed.
            version = catalogue.version(session)
            if version != self._view.version:
                self._view = View(self, version, _entries(session, self._view.entries))
        self._known = version


class View:
    """The catalogue at one version: ``entries`` by slug, in the order of their titles."""

    def __init__(self, shelf: Shelf, version: int, entries: dict[str, Entry]) -> None:
        self.version = version
        self.entries: Mapping[str, Entry] = entries
        self._shelf = shelf
        self._slugs = {entry.uid: slug for slug, entry in entries.items()}
        self._publishers: dict[str, dt.datetime] = {}
        for entry in entries.values():
            known = self._publishers.get(entry.publisher, entry.created_at)
            self._publishers[entry.publisher] = min(known, entry.created_at)

    @property
    def publishers(self) -> Mapping[str, dt.datetime]:
        """Who publishes, and since when."""
        return self._publishers

    @cached_property
    def in_order(self) -> list[Entry]:
        """All entries, a new one at the end: who reads page after page meanwhile misses none."""
        return sorted(self.entries.values(), key=lambda entry: (entry.created_at, entry.uid))

    @cached_property
    def released_at(self) -> dt.datetime | None:
        """Moment of the newest release."""
        return max((entry.released_at for entry in self.entries.values()), default=None)

    def entry(self, slug_or_uid: str) -> Entry:
        """One entry. Raises NotFound."""
        found = self.entries.get(self._slugs.get(slug_or_uid, slug_or_uid))
        if found is None:
            raise NotFound(f"There is no dataset {slug_or_uid}.")
        return found

    def shown(self, slug_or_uid: str) -> Shown:
        """A whole dataset. Raises NotFound."""
        return self._shelf.whole(self.entry(slug_or_uid))

    def shown_all(self, entries: Iterable[Entry]) -> list[Shown]:
        """Whole datasets of many entries."""
        return self._shelf.whole_of(entries)

    def resource(self, resource_id: str) -> tuple[Entry, str]:
        """The dataset that a resource belongs to, and the resource's format. Raises NotFound."""
        if resource_id not in self._resources:
            raise NotFound(f'Resource "{resource_id}" was not found.')
        slug, kind = self._resources[resource_id]
        return self.entries[slug], kind

    @cached_property
    def _resources(self) -> dict[str, tuple[str, str]]:
        found = ((entry, kind) for entry in self.entries.values() for kind in entry.formats)
        return {_resource_id(entry.uid, kind): (entry.slug, kind) for entry, kind in found}

    def made(self, entry: Entry, kind: str, make: Callable[[Shown], bytes]) -> bytes:
        """What was made of a whole dataset, kept until the dataset changes."""
        text: bytes = self._shelf.once((entry.stamp, kind), lambda: make(self.shown(entry.slug)))
        return text


@lru_cache(maxsize=20_000)
def _resource_id(uid: str, kind: str) -> str:
    return catalogue.resource_id(uid, kind)


def _entries(session: Session, known: Mapping[str, Entry]) -> dict[str, Entry]:
    """All entries; records of those that did not change are not read again."""
    standing = (col(Release.withdrawn_at).is_(None), col(Release.removed_at).is_(None))
    newest = select(func.max(Release.id)).where(*standing).group_by(col(Release.dataset_id))
    facts = select(*map(col, (Dataset.slug, Dataset.modified_at, Release.name, Release.created_at, Release.rows, Release.files)))
    rows = session.execute(facts.join(Release, col(Release.dataset_id) == Dataset.id).where(col(Release.id).in_(newest))).all()
    changed = [slug for slug, modified_at, *_ in rows if slug not in known or known[slug].modified_at != modified_at]
    fresh = _described(session, changed) if changed else {}
    found = {}
    for slug, _, name, released_at, count, files in rows:
        sizes = tuple((file["name"], file["format"], file["bytes"]) for file in files)
        entry = fresh.get(slug) or known[slug]
        found[slug] = replace(entry, release=name, released_at=released_at, rows=count, files=sizes)
    return dict(sorted(found.items(), key=lambda item: (sort_key(item[1].title.de), item[0])))


def _described(session: Session, slugs: list[str]) -> dict[str, Entry]:
    """Entries of these datasets, still without their release; where most changed, all are read at once."""
    wanted = set(slugs)
    question = select(Dataset)
    rows = session.execute(question.where(col(Dataset.slug).in_(slugs)) if len(slugs) <= FEW else question).scalars()
    return {row.slug: _entry(row) for row in rows if row.slug in wanted}


def _entry(row: Dataset) -> Entry:
    record = row.record
    return Entry(
        slug=row.slug,
        uid=row.uid,
        title=Text(**record["title"]),
        description=Text(**record["description"]),
        keywords=tuple(record["keywords"]),
        theme=tuple(record["theme"]),
        licence=record["licence"],
        publisher=record["publisher"],
        contact_name=record["contact_name"],
        contact_email=record["contact_email"],
        origin=row.origin,
        source=row.source,
        created_at=row.created_at,
        modified_at=row.modified_at,
        release="",
        released_at=row.modified_at,
        rows=0,
        files=(),
    )
