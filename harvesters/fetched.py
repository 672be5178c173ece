"""What one walk through a source's steps came to: the file to parse, or the folder of several, and what is known of it."""

import datetime as dt
import hashlib
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path

from datasets.errors import Refused
from datasets.tables.types import now
from datasets.web import Answer
from harvesters.source import Answered

PAGES = "pages.jsonl"


@dataclass(frozen=True, slots=True)
class Fetched:
    """The file to parse and what is known of it."""

    path: Path
    url: str
    sha256: str
    bytes: int
    retrieved_at: dt.datetime
    promised: int | None = None
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the last good run read, and the tags by which a server knows whether that is still so."""

    sha256: str
    bytes: int
    etag: str = ""
    last_modified: str = ""

    @property
    def tags(self) -> dict[str, str]:
        """The condition of a request."""
        said = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in said.items() if value}


@dataclass(slots=True)
class Visit:
    """What one walk through a source's steps has come to."""

    folder: Path
    named: frozenset[str] = frozenset()
    known: Known | None = None
    number: int = 0
    promised: int | None = None
    paged: str = ""
    read: set[str] = field(default_factory=set)
    kept: list[tuple[Answer, Answered]] = field(default_factory=list)

    def keep(self, answer: Answer) -> Answered:
        """Notes an answer that is to be parsed."""
        answered = Answered(answer.url, answer.path, keep=True)
        self.kept.append((answer, answered))
        return answered

    def fetched(self, name: str) -> Fetched:
        """The file to parse, or the folder of several."""
        if self.paged:
            whole = from_file(self.folder / PAGES)
            return replace(whole, url=self.paged, promised=self.promised)
        # Several walks through pages go on in one file.
        kept = list({answer.path: answer for answer, answered in self.kept if answered.keep}.values())
        if not kept:
            raise Refused(f"No step of {name} keeps a file; mark one with keep=True.")
        first = kept[0]
        if len(kept) > 1:
            return self._together(kept)
        head = {key.lower(): value for key, value in first.headers.items()}
        tags = (self.known.etag, self.known.last_modified) if self.known and first.status == 304 else ("", "")
        etag, modified = head.get("etag", tags[0]), head.get("last-modified", tags[1])
        return Fetched(first.path, first.url, first.sha256, first.bytes, now(), self.promised, etag, modified)

    def _together(self, kept: list[Answer]) -> Fetched:
        folder, digest = self.folder / "kept", hashlib.sha256()
        folder.mkdir()
        for answer in kept:
            answer.path.rename(folder / answer.path.name)
            digest.update(f"{answer.path.name} {answer.sha256}\n".encode())
        return Fetched(folder, kept[0].url, digest.hexdigest(), sum(one.bytes for one in kept), now(), self.promised)


def from_file(path: Path) -> Fetched:
    """A local copy of what the source would have served: a file, or a folder of CSV files."""
    if not path.exists():
        raise Refused(f"{path} does not exist.")
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    digest, size = hashlib.sha256(), 0
    for file in files:
        digest.update(file.name.encode() if path.is_dir() else b"")
        with file.open("rb") as handle:
            while chunk := handle.read(1 << 20):
                digest.update(chunk)
                size += len(chunk)
    return Fetched(path, path.name, digest.hexdigest(), size, now())


def clear(folder: Path) -> None:
    """Removes what a walk that was stopped had put together; single pages and files stay, so that it goes on with them."""
    (folder / PAGES).unlink(missing_ok=True)
    shutil.rmtree(folder / "kept", ignore_errors=True)


def keep_page(answer: Answer, folder: Path, url: str) -> Path:
    """Puts a page that is right where a later walk finds it, whole or not at all."""
    return answer.path.rename(_page(folder, url))


def kept_page(folder: Path, url: str) -> Answer | None:
    """The page of that address, where a walk that was stopped has kept it."""
    path = _page(folder, url)
    if not path.exists():
        return None
    there = from_file(path)
    return Answer(url, 200, {}, path, there.bytes, there.sha256)


def _page(folder: Path, url: str) -> Path:
    return folder / f"page-{hashlib.sha256(url.encode()).hexdigest()[:32]}"
