"""The bulk archive of CORDIS: a zip of CSV tables, checked for bombs and read without unpacking it to disk."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from datasets.errors import SourceChanged
from harvesters.reading.tables import Table, of_text

MOST_BYTES = 2 << 30
"""Unpacked size that an archive may have; that of a whole framework programme is about 300 MB."""
MOST_RATIO = 100
"""Times that it may grow, where that is more than ``RATIO_FROM`` bytes."""
RATIO_FROM = 32 << 20
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError)


def is_archive(path: Path) -> bool:
    """Whether a file is a zip and no workbook."""
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return not any(name.startswith("xl/") for name in archive.namelist())
    except _DAMAGE:
        return False


def tables(path: Path) -> list[Table]:
    """The CSV tables of an archive. Raises SourceChanged for a bomb, a damaged one, or one without CSV."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except _DAMAGE as error:
        raise SourceChanged(f"{path.name} is a damaged archive ({error}); fetch it again.") from None
    _check(path, sum(part.file_size for part in parts))
    found = [part for part in parts if part.filename.casefold().endswith(".csv") and part.file_size]
    if not found:
        kinds = ", ".join(sorted({PurePosixPath(part.filename).suffix for part in parts})) or "nothing"
        raise SourceChanged(f"{path.name} holds no CSV but {kinds}; take the archive whose name ends in -csv.zip, or unpack it.")
    return [_table(path, part) for part in found]


def _check(path: Path, unpacked: int) -> None:
    packed = max(1, path.stat().st_size)
    if unpacked > MOST_BYTES or (unpacked > RATIO_FROM and unpacked > MOST_RATIO * packed):
        raise SourceChanged(
            f"{path.name} has {packed:,} bytes but would unpack to {unpacked:,}; that is an attack or a mistake and was not read."
        )


def _table(path: Path, part: zipfile.ZipInfo) -> Table:
    return of_text(PurePosixPath(part.filename).name, lambda: _lines(path, part.filename))


def _lines(path: Path, member: str) -> Iterator[str]:
    # zipfile never gives out more bytes than the archive says, so that the check above holds.
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as text:
            yield from text
    except (*_DAMAGE, UnicodeError) as error:
        raise SourceChanged(f"{member} in {path.name} is damaged ({error}); fetch the archive again.") from None
