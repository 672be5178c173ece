"""The JSON Lines of a release: one object per row with the columns' names, in the order of the CSV."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from pathlib import Path

from pydantic_core import to_json

from datasets.formats.cells import Value
from datasets.formats.texts import TEXT, Cells, in_columns, text, texts, types
from datasets.records import Column

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def write(path: Path, columns: Sequence[Column], rows: Iterable[tuple[Value, ...]]) -> None:
    """Writes one line per row; numbers with the digits of the CSV, an empty cell is null."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for batch in batches(columns, rows, "\n"):
            file.write(batch + "\n")


def batches(columns: Sequence[Column], rows: Iterable[tuple[Value, ...]], between: str) -> Iterator[str]:
    """Texts of many objects each, with ``between`` between two objects of a text, not between two texts."""
    names = keys(columns)
    return (between.join(objects(names, cells)) for cells in in_columns(rows))


def keys(columns: Sequence[Column]) -> list[str]:
    """What stands before the cells of each column."""
    return [f"{',' if position else '{'}{encode(column.name)}:" for position, column in enumerate(columns)]


def objects(names: Sequence[str], columns: Sequence[Cells]) -> Iterator[str]:
    """Objects of some rows, given column by column: three times as fast as encoding them one by one."""
    return map("".join, zip(*map(_members, names, columns), repeat("}")))


def _members(name: str, cells: Cells) -> Sequence[str]:
    """Each cell with its name. Numbers are written out, for an encoder would write 0.00001 as 1e-05, the CSV does not."""
    found = types(cells)
    if found == {str}:
        return _strings(name, cells)
    if found == TEXT:
        filled = iter(_strings(name, [cell for cell in cells if cell is not None]))
        return [f"{name}null" if cell is None else next(filled) for cell in cells]
    if str not in found:
        return [name + cell for cell in texts(cells, "null", found)]
    return [f"{name}null" if cell is None else name + (encode(cell) if isinstance(cell, str) else text(cell)) for cell in cells]


def _strings(name: str, cells: Cells) -> Sequence[str]:
    """Where no text holds a quote, quotes only stand around texts, and a list encoded at once can be taken apart again."""
    together = to_json(cells).decode()
    if '\\"' in together:
        return [name + encode(cell) for cell in cells]
    return (name + together[1:-1].replace('","', f'"\0{name}"')).split("\0")
