"""Datasets described in RDF, kept on the disk until they change: a page of the catalogue is put together of what lies there."""

import hashlib
import sqlite3
import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import pyoxigraph
import structlog

from datasets.settings import ROOT, Settings
from datasets.shelf import Entry, View
from datasets.vocabularies import dcat, rdf
from datasets.vocabularies.dcat_dataset import PROFILES, Portal

log = structlog.get_logger("datasets.descriptions")

FOLDER = "descriptions"
"""In the installation's home."""
HERE = "http://base-of-this-portal.invalid"
"""What the portal's address is in that which is kept; each asker reads the one under which the portal was asked."""
SAME = {"xml": "rdf", "n3": "ttl"}
"""Endings whose format is written as that of another one."""
SECONDS = 5
"""For which a writer waits for another one; after that it keeps nothing."""
LINES = "nt"
"""The form that the others are made of."""
FORMS = tuple((profile, ending) for profile in PROFILES for ending in dict.fromkeys((LINES, *rdf.FORMATS)) if ending not in SAME)
"""Everything that can be asked for, what the rest is made of first."""
STEP = 50
"""Datasets that are described ahead at once: less than a second, for which other work may wait."""

TABLE = "CREATE TABLE IF NOT EXISTS parts (slug TEXT, form TEXT, stamp TEXT, body BLOB, PRIMARY KEY (form, slug))"
INDEX = "CREATE INDEX IF NOT EXISTS stamps ON parts (form, slug, stamp)"
READ = "SELECT slug, stamp, body FROM parts WHERE form = ? AND slug IN ({marks})"
KEEP = "INSERT INTO parts VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET stamp = excluded.stamp, body = excluded.body"
STAMPS = "SELECT slug, stamp FROM parts WHERE form = ?"
COUNT = "SELECT count(*) FROM parts WHERE form = ?"
SLUGS = "SELECT DISTINCT slug FROM parts"
FORGET = "DELETE FROM parts WHERE slug = ?"


class Descriptions:
    """What this installation keeps; all its processes share the file."""

    def __init__(self, settings: Settings) -> None:
        self._city, self._home = settings.city, settings.home / FOLDER
        self._making = threading.Lock()
        self._complete = -1
        """The version of the catalogue of which all is kept, as far as this process knows."""

    def page(self, view: View, asked: Portal, whole: dcat.Whole, entries: Sequence[Entry], number: int, ending: str) -> bytes:
        """One page of the catalogue, as it is read at the portal's address ``asked.base``. Raises ValueError where that is none."""
        portal = Portal(HERE, asked.city, asked.profile)
        head = dcat.page(portal, whole, [entry.slug for entry in entries], number, f"{HERE}/catalog.{ending}")
        around = rdf.part(dcat.around(portal, entries), ending)
        made = rdf.document([rdf.part(head, ending), *self.parts(view, entries, portal.profile, ending), around], ending)
        return rdf.moved(made, HERE, asked.base, ending)

    def parts(self, view: View, entries: Sequence[Entry], profile: str, ending: str) -> list[bytes]:
        """A part of a document for each entry, in their order; what is not kept as the dataset is now is made, and kept."""
        form = f"{profile}/{SAME.get(ending, ending)}"
        known = self._read(form, entries)
        if len(known) < len(entries):
            # Whoever asks for the same meanwhile finds it made.
            with self._making:
                known = self._read(form, entries)
                known |= self._made(view, [entry for entry in entries if entry.slug not in known], profile, ending)
        return [known[entry.slug] for entry in entries]

    def go_ahead(self, view: View) -> bool:
        """Makes some of what nobody asked for yet, so that nobody will wait for it; False where all is kept, or nothing can be."""
        if self._complete == view.version:
            return False
        for profile, ending in FORMS:
            form = f"{profile}/{ending}"
            if missing := self._missing(form, view.in_order)[:STEP]:
                self.parts(view, missing, profile, ending)
                if not self._missing(form, missing):
                    return True
                break
        else:
            self._forget_others(view.entries)
        self._complete = view.version
        return False

    def _made(self, view: View, missing: list[Entry], profile: str, ending: str) -> dict[str, bytes]:
        lines = self._lines(view, missing, profile)
        if ending == LINES:
            return lines
        made = {slug: rdf.part(said.decode(), ending) for slug, said in lines.items()}
        self._keep(f"{profile}/{SAME.get(ending, ending)}", made, missing, view.entries)
        return made

    def _lines(self, view: View, entries: list[Entry], profile: str) -> dict[str, bytes]:
        """What is said of these datasets; it takes longer to find out than to write it in any form, so it is kept, too."""
        form, portal = f"{profile}/{LINES}", Portal(HERE, self._city, profile)
        known = self._read(form, entries)
        missing = [entry for entry in entries if entry.slug not in known]
        made = {shown.slug: dcat.dataset(portal, shown).encode() for shown in view.shown_all(missing)}
        self._keep(form, made, missing, view.entries)
        return known | made

    def _missing(self, form: str, entries: Sequence[Entry]) -> list[Entry]:
        """Which of these datasets, as they are now, are not kept in a form."""
        if not self._path.is_file():
            return list(entries)
        try:
            with _opened(self._path) as store:
                kept = dict(store.execute(STAMPS, (form,)).fetchall())
        except sqlite3.Error as error:
            log.warning("descriptions cannot be read", error=str(error))
            return list(entries)
        return [entry for entry in entries if kept.get(entry.slug) != _stamp(entry)]

    def _forget_others(self, entries: Mapping[str, Entry]) -> None:
        """A dataset that was withdrawn while it was described must not stay."""
        try:
            if self._path.is_file():
                with _opened(self._path) as store, store:
                    _forget_gone(store, entries)
        except sqlite3.Error as error:
            log.warning("descriptions are not forgotten", error=str(error))

    def _read(self, form: str, entries: Sequence[Entry]) -> dict[str, bytes]:
        """What is kept of these datasets as they are now; nothing where that cannot be read, for all of it can be made anew."""
        if not self._path.is_file():
            return {}
        stamps = {entry.slug: _stamp(entry) for entry in entries}
        try:
            with _opened(self._path) as store:
                rows = store.execute(READ.format(marks=", ".join("?" * len(stamps))), (form, *stamps)).fetchall()
            return {slug: zlib.decompress(body) for slug, stamp, body in rows if stamps[slug] == stamp}
        except (sqlite3.Error, zlib.error) as error:
            log.warning("descriptions cannot be read", error=str(error))
            return {}

    def _keep(self, form: str, made: Mapping[str, bytes], missing: Iterable[Entry], entries: Mapping[str, Entry]) -> None:
        if not made:
            return
        rows = [(entry.slug, form, _stamp(entry), zlib.compress(made[entry.slug], 1)) for entry in missing]
        try:
            if not self._path.is_file():
                self._begin()
            with _opened(self._path) as store, store:
                store.execute(TABLE)
                store.execute(INDEX)
                store.executemany(KEEP, rows)
                if store.execute(COUNT, (form,)).fetchone()[0] > len(entries):
                    _forget_gone(store, entries)
        except (OSError, sqlite3.OperationalError) as error:
            log.warning("descriptions are not kept", error=str(error))
        except sqlite3.DatabaseError as error:
            log.warning("descriptions are damaged and thrown away", error=str(error))
            self._path.unlink(missing_ok=True)

    def _begin(self) -> None:
        """What another program wrote, or this one for another city, is of no more use."""
        self._home.mkdir(parents=True, exist_ok=True)
        for file in self._home.glob("*.sqlite*"):
            if not file.name.startswith(self._path.name):
                file.unlink(missing_ok=True)

    @cached_property
    def _path(self) -> Path:
        """Its name differs whenever the same dataset could be described otherwise."""
        read = [file.read_bytes() for file in sorted((ROOT / "datasets").glob("**/*.py"))]
        said = b"\0".join([pyoxigraph.__version__.encode(), self._city.model_dump_json().encode(), *read])
        return self._home / f"{hashlib.sha256(said).hexdigest()[:24]}.sqlite"


def forget(settings: Settings, slug: str) -> None:
    """Removes what is kept of a dataset, whoever wrote it: what is withdrawn must not stay."""
    for path in (settings.home / FOLDER).glob("*.sqlite"):
        try:
            with _opened(path) as store, store:
                store.execute(FORGET, (slug,))
        except sqlite3.Error as error:
            log.warning("descriptions are not forgotten", slug=slug, error=str(error))


def _forget_gone(store: sqlite3.Connection, entries: Mapping[str, Entry]) -> None:
    gone = {slug for (slug,) in store.execute(SLUGS)} - entries.keys()
    store.executemany(FORGET, [(slug,) for slug in gone])


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Readers do not wait for writers, and a process that is killed leaves what was there before."""
    store = sqlite3.connect(path, timeout=SECONDS)
    try:
        store.execute("PRAGMA journal_mode=wal")
        store.execute("PRAGMA synchronous=normal")
        yield store
    finally:
        store.close()


def _stamp(entry: Entry) -> str:
    return " ".join(map(str, entry.stamp))
