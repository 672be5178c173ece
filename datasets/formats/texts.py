"""Cells of one column as texts, many at once: what the text files of a release are put together from."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from datasets.formats.cells import Value, plain

BATCH = 1000
"""Rows turned into columns at once: what a column has in common is then asked once and not of each cell."""
TEXT = {str, type(None)}
NUMBERS = {int, float, type(None)}

Cells = Sequence[Any]
"""Values of one column, in the order of the rows."""


def in_columns(rows: Iterable[tuple[Value, ...]]) -> Iterator[list[Cells]]:
    """The cells of some rows at a time, column by column."""
    source = iter(rows)
    while batch := [*islice(source, BATCH)]:
        yield [*zip(*batch, strict=True)]


def types(cells: Cells) -> set[type]:
    """The types of a column's values."""
    return set(map(type, cells))


def texts(cells: Cells, empty: str, found: set[type]) -> Sequence[str]:
    """Each cell as files write it: a text as it is, ``true``, decimals without exponent, nothing as ``empty``. ``found`` are the types."""
    if found == {str}:
        return cells
    if found <= TEXT:
        return [empty if cell is None else cell for cell in cells]
    if found <= NUMBERS:
        written = [*map(repr, cells)] if type(None) not in found else [empty if cell is None else repr(cell) for cell in cells]
        if not _any_needs_plain(written):
            return written
    return [empty if cell is None else text(cell) for cell in cells]


def text(cell: Value) -> str:
    """One filled cell."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return plain(cell) if isinstance(cell, int | float | Decimal) else str(cell)


def _any_needs_plain(written: Sequence[str]) -> bool:
    """Whether Python wrote one of these numbers otherwise than ``plain``: 1e-05, inf, nan."""
    together = " ".join(written)
    return "e" in together or "inf" in together or "nan" in together
