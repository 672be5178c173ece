"""The least that the work of a harvest takes: ``python -m tests.benchmarks.floor_harvest FILE FOLDER`` does it bare and in one go.

Reads the export, inserts its rows, builds the same kinds of indexes, writes the same kinds of files by the same libraries,
and syncs them. No records, no checks, no register, no differences, no catalogue.
"""

import csv
import itertools
import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb

from tests.benchmarks.awards import HEADER, PLAIN

LONG = {"thema"}
NAMES = [f"c{number:02d}" for number in range(len(HEADER))]


def cells_of_export(file: Path) -> Iterator[list[str]]:
    """The rows of an export, unwrapped."""
    with file.open(encoding="iso-8859-15", newline="") as source:
        reader = csv.reader(source, delimiter=";", quoting=csv.QUOTE_NONE)
        next(reader)
        for row in reader:
            yield [cell[2:-1] if cell.startswith('="') else cell for cell in row[:-1]]


def cells_of_plain(file: Path) -> Iterator[list[str]]:
    """The rows of a plain CSV."""
    with file.open(encoding="utf-8", newline="") as source:
        yield from itertools.islice(csv.reader(source), 1, None)


def load(rows: Iterator[list[str]], names: list[str], target: Path, long: set[str]) -> sqlite3.Connection:
    """A table, a b-tree per column that is not long, a full text over all columns."""
    connection = sqlite3.connect(target, isolation_level=None)
    for pragma in ("journal_mode = off", "synchronous = off", "cache_size = -64000"):
        connection.execute(f"PRAGMA {pragma}")
    columns = ", ".join(names)
    connection.execute("BEGIN")
    connection.execute(f"CREATE TABLE rows (_id INTEGER PRIMARY KEY, {columns})")
    connection.executemany(f"INSERT INTO rows ({columns}) VALUES ({', '.join('?' * len(names))})", rows)
    for name in names:
        if name not in long:
            connection.execute(f"CREATE INDEX by_{name} ON rows ({name})")
    options = "content='rows', content_rowid='_id', columnsize=0, tokenize='unicode61 remove_diacritics 2'"
    connection.execute(f"CREATE VIRTUAL TABLE words USING fts5({columns}, {options})")
    connection.execute("INSERT INTO words (words) VALUES ('rebuild')")
    connection.execute("COMMIT")
    return connection


def write_files(connection: sqlite3.Connection, names: list[str], folder: Path) -> None:
    """CSV, JSON Lines, JSON, Parquet."""
    question = f"SELECT {', '.join(names)} FROM rows ORDER BY _id"
    with (folder / "rows.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(names)
        writer.writerows(connection.execute(question))
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    with (folder / "rows.jsonl").open("w", encoding="utf-8") as lines, (folder / "rows.json").open("w", encoding="utf-8") as whole:
        for number, row in enumerate(connection.execute(question)):
            text = encode(dict(zip(names, row, strict=True)))
            lines.write(text + "\n")
            whole.write(("," if number else "[") + text)
        whole.write("]")
    with duckdb.connect() as columns:
        source = f"read_csv('{folder / 'rows.csv'}', header=true, all_varchar=true)"
        columns.execute(f"COPY (SELECT * FROM {source}) TO '{folder / 'rows.parquet'}' (FORMAT parquet, COMPRESSION zstd)")


def sync(folder: Path) -> None:
    """Everything is on the disk when it returns."""
    for file in folder.iterdir():
        handle = os.open(file, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def main(file: Path, folder: Path, plain: bool) -> None:
    """All of it."""
    names = list(PLAIN) if plain else NAMES
    rows = cells_of_plain(file) if plain else cells_of_export(file)
    long = LONG if plain else {NAMES[HEADER.index("Thema des geförderten Vorhabens")]}
    connection = load(rows, names, folder / "index.sqlite", long)
    write_files(connection, names, folder)
    connection.close()
    sync(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), plain="--plain" in sys.argv)
