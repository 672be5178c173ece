"""The zip of a release: all its files and a README, the same bytes for the same files."""

import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from string import Template

from datasets.formats.files import File
from datasets.records import DatasetRecord

README = Template((Path(__file__).parent / "readme.txt").read_text(encoding="utf-8"))
PACKED = frozenset({".parquet", ".xlsx"})
"""Files that are compressed already."""


def write(path: Path, files: Sequence[Path], readme: str) -> None:
    """Writes ``README.txt`` and the files by their names; compression depends on the zlib of the machine, the content does not."""
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr(entry("README.txt", zipfile.ZIP_DEFLATED), readme.encode())
        for file in sorted(files, key=lambda file: file.name):
            kind = zipfile.ZIP_STORED if file.suffix in PACKED else zipfile.ZIP_DEFLATED
            copied(bundle, file, entry(file.name, kind))


def readme(dataset: DatasetRecord, release: str, files: Sequence[File]) -> str:
    """The README in German and English: what it is, from whom, under which licence, which files with which sums."""
    return README.substitute(
        title=dataset.title.de,
        title_en=dataset.title.en or dataset.title.de,
        description=dataset.description.de,
        description_en=dataset.description.en,
        slug=dataset.slug,
        release=release,
        publisher=dataset.publisher,
        licence=dataset.licence,
        attribution=dataset.attribution or "-",
        source=dataset.source_url or "-",
        files="\n".join(f"{file.name}\n  {file.bytes} bytes, sha256 {file.sha256}" for file in sorted(files, key=lambda file: file.name)),
    )


def copied(bundle: zipfile.ZipFile, file: Path, into: zipfile.ZipInfo) -> None:
    """Puts a file into a zip piece by piece."""
    with file.open("rb") as source, bundle.open(into, "w", force_zip64=True) as target:
        shutil.copyfileobj(source, target, 1 << 20)


def entry(name: str, kind: int) -> zipfile.ZipInfo:
    """A place in a zip that says nothing of the day or the machine."""
    made = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    made.compress_type = kind
    made.create_system = 3
    made.external_attr = 0o644 << 16
    return made
