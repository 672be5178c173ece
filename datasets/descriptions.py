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
from datasets.vocabularies.dcat_dataset import Portal

log = structlog.get_logger("datasets.descriptions")

FOLDER = "descriptions"
"""In the installation's home."""
HERE = "http://base-of-this-portal.invalid"
"""What the portal's address is in that which is kept; each asker reads the one under which the portal was asked."""
SAME = {"xml": "rdf", "n3": "ttl"}
"""Endings whose format is written as that of another one."""
SECONDS = 5
"""For which a writer waits for another one; after that it keeps nothing."""

TABLE = "CREATE TABLE IF NOT EXISTS parts (slug TEXT, form TEXT, stamp TEXT, body BLOB, PRIMARY KEY (form, slug))"
READ = "SELECT slug, stamp, body FROM parts WHERE form = ? AND slug IN ({marks})"
KEEP = "INSERT INTO parts VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET stamp = excluded.stamp, body = excluded.body"
COUNT = "SELECT count(*) FROM parts WHERE form = ?"
SLUGS = "SELECT slug FROM parts WHERE form = ?"
FORGET = "DELETE FROM parts WHERE slug = ?"


class Descriptions:
    """What this installation keeps; all its processes share the file."""

    def __init__(self, settings: Settings) -> None:
        self._city, self._home = settings.city, settings.home / FOLDER
        self._making = threading.Lock()

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
                known |= self._made(view, [entry for entry in entries if entry.slug not in known], profile, ending, form)
        return [known[entry.slug] for entry in entries]

    def _made(self, view: View, missing: list[Entry], profile: str, ending: str, form: str) -> dict[str, bytes]:
        portal = Portal(HERE, self._city, profile)
        made = {shown.slug: rdf.part(dcat.dataset(portal, shown), ending) for shown in view.shown_all(missing)}
        if made:
            self._keep(form, made, missing, view.entries)
        return made

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
        rows = [(entry.slug, form, _stamp(entry), zlib.compress(made[entry.slug], 1)) for entry in missing]
        try:
            if not self._path.is_file():
                self._begin()
            with _opened(self._path) as store, store:
                store.execute(TABLE)
                store.executemany(KEEP, rows)
                if store.execute(COUNT, (form,)).fetchone()[0] > len(entries):
                    gone = {slug for (slug,) in store.execute(SLUGS, (form,))} - entries.keys()
                    store.executemany(FORGET, [(slug,) for slug in gone])
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
