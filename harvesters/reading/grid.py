"""A sheet of raw cells, as any kind of file gives it: rows with the number of the line they stand in."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

RawCell = str | int | float | bool | dt.date | dt.time | dt.timedelta | None
RawRow = Sequence[RawCell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file; ``rows()`` may be asked again and reads lazily each time. Lines count from 1."""

    name: str
    rows: Callable[[], Iterator[tuple[int, RawRow]]]


def is_blank(cell: RawCell) -> bool:
    """Whether a cell holds nothing but white space."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
