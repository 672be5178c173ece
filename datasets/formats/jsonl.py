"""The JSON Lines of a release: one object per row with the columns' names, in the order of the CSV."""

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path

from pydantic_core import to_json

from datasets.formats.cells import Value, any_needs_plain, plain
from datasets.records import Column

BATCH = 1000
"""Rows made into one text at once: one call of the encoder for many rows is twice as fast as one each."""

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def write(path: Path, columns: Sequence[Column], rows: Iterable[tuple[Value, ...]]) -> None:
    """Writes one line per row; numbers with the digits of the CSV, an empty cell is null."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for batch in batches(columns, rows, "\n"):
            file.write(batch + "\n")


def batches(columns: Sequence[Column], rows: Iterable[tuple[Value, ...]], between: str) -> Iterator[str]:
    """Texts of many objects each, with ``between`` between two objects of a text, not between two texts."""
    names = [column.name for column in columns]
    numbers = [position for position, column in enumerate(columns) if column.type == "number"]
    source = iter(rows)
    while batch := list(islice(source, BATCH)):
        if any_needs_plain(batch, numbers):
            yield between.join(_object(names, row) for row in batch)
        else:
            text = to_json([dict(zip(names, row, strict=True)) for row in batch]).decode()
            # quotes within a text are written \", so these four characters only ever stand between two objects
            yield text[1:-1].replace('},{"', "}" + between + '{"')


def _object(names: list[str], row: tuple[Value, ...]) -> str:
    """The same object with numbers written out: the encoder would write 0.00001 as 1e-05, the CSV does not."""
    cells = (plain(cell) if isinstance(cell, float | Decimal) else encode(cell) for cell in row)
    return "{" + ",".join(f"{encode(name)}:{cell}" for name, cell in zip(names, cells, strict=True)) + "}"
