"""What is said of a written file: name, media type, size and sha256; and how it gets safely to the disk."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "sqlite": "application/vnd.sqlite3",
}


@dataclass(frozen=True, slots=True)
class File:
    """One file of a release; ``sha256`` in hexadecimal digits."""

    name: str
    format: str
    media_type: str
    bytes: int
    sha256: str


def sha256(path: Path) -> str:
    """The sum of a file's bytes as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def described(path: Path) -> File:
    """Reads a file once and says what is to be said of it."""
    ending = path.suffix.removeprefix(".")
    media_type = MEDIA_TYPES.get(ending, "application/octet-stream")
    return File(path.name, ending, media_type, path.stat().st_size, sha256(path))


def sync(path: Path) -> None:
    """Returns when a file's or folder's content is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
