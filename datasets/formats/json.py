"""The JSON of a release: a list of objects with the columns' names, in the order of the CSV."""

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from datasets.formats import jsonl
from datasets.formats.cells import Value
from datasets.records import Column


def write(path: Path, columns: Sequence[Column], rows: Iterable[tuple[Value, ...]]) -> None:
    """Writes one object a line, within a list; numbers with the digits of the CSV, an empty cell is null."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        separators = chain(["[\n"], iter(lambda: ",\n", ""))
        for separator, batch in zip(separators, jsonl.batches(columns, rows, ",\n"), strict=False):
            file.write(separator + batch)
        file.write("\n]\n" if file.tell() else "[]\n")


def write_from_lines(path: Path, lines: Path) -> None:
    """Writes, byte for byte, what ``write`` would, from the release's JSON Lines and in a tenth of the time."""
    with lines.open("rb") as source, path.open("wb") as file:
        first = source.readline()
        file.write(b"[\n" + first[:-1] if first else b"[")
        file.writelines(b",\n" + line[:-1] for line in source)
        file.write(b"\n]\n" if first else b"]\n")
