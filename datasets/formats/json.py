"""The JSON of a release: a list of objects with the columns' names, in the order of the CSV."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from datasets.formats import jsonl
from datasets.formats.cells import Value
from datasets.records import Column


def write(path: Path, columns: Sequence[Column], rows: Iterable[tuple[Value, ...]]) -> None:
    """Writes one object a line, within a list; numbers with the digits of the CSV, an empty cell is null."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(listed(jsonl.batches(columns, rows, "\n")))


def listed(batches: Iterable[str]) -> Iterator[str]:
    """The list, from texts of JSON Lines: within an object no line ends."""
    before = "[\n"
    for batch in batches:
        yield before + batch.replace("\n", ",\n")
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"
