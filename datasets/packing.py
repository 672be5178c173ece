"""Which files a release consists of: the formats made while publishing, and those a worker adds when the table is large."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from datasets import catalogue, jobs
from datasets.database import reading, transaction
from datasets.errors import Refused
from datasets.formats import bundle, csv, csvw, datapackage, geojson, index, json, jsonl, parquet, xlsx
from datasets.formats.cells import Value
from datasets.formats.files import File, described, sync
from datasets.formats.texts import in_columns
from datasets.records import Column, DatasetRecord
from datasets.settings import Settings

AT_ONCE = 20_000
"""Rows up to which XLSX and zip are made while publishing; writing XLSX takes ten times as long as all the rest."""


def pack(folder: Path, record: DatasetRecord, release: str, rows: int, table: Path) -> tuple[File, ...]:
    """Writes the files of a release from the rows of ``table``; returns what is to be said of each."""
    stem = folder / record.slug
    made = [_path(stem, "csv"), _path(stem, "jsonl"), _path(stem, "json"), _path(stem, "parquet")]
    _write_texts(made, record.columns, index.read_rows(table))
    parquet.write(made[3], record.columns, made[0], table)
    if geojson.places(record.columns) is not None:
        made.append(_path(stem, "geojson"))
        geojson.write(made[-1], record.columns, index.read_rows(table))
    if rows <= AT_ONCE:
        made += _large(folder, record, table)
    files = [described(path) for path in made]
    datapackage.write(folder / "datapackage.json", record, release, files)
    csvw.write(folder / f"{record.slug}.csv-metadata.json", record, release)
    files += [described(folder / "datapackage.json"), described(folder / f"{record.slug}.csv-metadata.json")]
    if rows <= AT_ONCE:
        files.append(_bundle(folder, record, release, files))
    return tuple(files)


def _write_texts(paths: Sequence[Path], columns: Sequence[Column], rows: Iterable[tuple[Value, ...]]) -> None:
    """CSV, JSON Lines and JSON from one reading of the rows."""
    names = jsonl.keys(columns)
    with ExitStack() as open_files:
        table, lines, whole = (open_files.enter_context(path.open("w", encoding="utf-8", newline="")) for path in paths[:3])

        def objects() -> Iterator[str]:
            table.write(csv.header(columns))
            for cells in in_columns(rows):
                table.write(csv.lines(cells))
                batch = "\n".join(jsonl.objects(names, cells))
                lines.write(f"{batch}\n")
                yield batch

        whole.writelines(json.listed(objects()))


def complete(engine: Engine, settings: Settings, slug: str, release: str) -> tuple[File, ...]:
    """Adds XLSX and zip to a large release. Raises NotFound or Gone; does nothing where they are there."""
    with reading(engine) as session:
        edition = catalogue.release(session, slug, release)
    folder = settings.releases / slug / release
    if any(file.format == "zip" for file in edition.files):
        return edition.files
    added = [described(path) for path in _large(folder, edition.record, folder / "index.sqlite")]
    before = [described(folder / file.name) for file in edition.files]
    added.append(_bundle(folder, edition.record, release, before + added))
    for file in added:
        sync(folder / file.name)
        (folder / file.name).chmod(0o444)
    files = (*edition.files, *added)
    with transaction(engine) as session:
        catalogue.set_files(session, edition.uid, [asdict(file) for file in files])
    return files


def enqueue(session: Session, edition_name: str, record: DatasetRecord, rows: int) -> None:
    """Asks a worker for what was too large to make at once."""
    if rows > AT_ONCE:
        jobs.enqueue(session, "pack", f"{record.slug}/{edition_name}")


def _large(folder: Path, record: DatasetRecord, table: Path) -> list[Path]:
    """The XLSX, where the table fits into one."""
    path = _path(folder / record.slug, "xlsx")
    draft = path.with_name(f".{path.name}")
    try:
        xlsx.write(draft, record.columns, index.read_rows(table))
    except Refused:
        return []
    draft.rename(path)
    return [path]


def _bundle(folder: Path, record: DatasetRecord, release: str, files: list[File]) -> File:
    path = _path(folder / record.slug, "zip")
    draft = path.with_name(f".{path.name}")
    bundle.write(draft, [folder / file.name for file in files], bundle.readme(record, release, files))
    draft.rename(path)
    return described(path)


def _path(stem: Path, ending: str) -> Path:
    return stem.with_name(f"{stem.name}.{ending}")
