"""Tables whose first row names their columns, from text with good or bad quotes, workbooks and JSON."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from datasets.errors import SourceChanged
from harvesters.reading.encodings import encoding_of
from harvesters.reading.grid import RawCell, Sheet, is_blank
from harvesters.reading.headers import HEAD
from harvesters.reading.lenient import Record, records
from harvesters.reading.sheets import first_bytes, open_sheets, refuse_foreign

_BINARY = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Line:
    """One data row: its raw cells, and whether its quotes had to be mended."""

    number: int
    cells: Sequence[RawCell]
    mended: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its headers, letter by letter; ``lines()`` may be asked again and reads lazily each time.

    ``whole``: every row must have as many cells as the header; workbooks and JSON leave out the last empty ones.
    """

    name: str
    headers: tuple[str, ...]
    lines: Callable[[], Iterator[Line]]
    whole: bool = False


def open_tables(path: Path, declared: str = "") -> list[Table]:
    """Every table of a file. Raises SourceChanged for what is no table, by its name."""
    start = first_bytes(path)
    if not start.startswith(_BINARY):
        refuse_foreign(path, start)
        encoding = encoding_of(path, declared)
        if start.decode(encoding, "ignore").lstrip()[:1] not in {"[", "{"}:
            return [of_text(path.name, lambda: _text(path, encoding))]
    return [table for sheet in open_sheets(path, declared) if (table := _of_sheet(sheet))]


def of_text(name: str, read: Callable[[], Iterator[str]]) -> Table:
    """The table of a text; ``read()`` gives its lines with their ends, anew each time."""
    header = next(records(name, itertools.islice(read(), HEAD)), Record(0, []))

    def lines() -> Iterator[Line]:
        found = records(name, read())
        next(found, None)
        return (Line(one.line, one.cells, one.mended) for one in found if any(cell.strip() for cell in one.cells))

    return Table(name, tuple(header.cells), lines, whole=True)


def _text(path: Path, encoding: str) -> Iterator[str]:
    try:
        with path.open(encoding=encoding, newline="") as file:
            yield from file
    except UnicodeError as error:
        raise SourceChanged(f"{path.name} is not readable as the text it says to be: {error}.") from None


def _of_sheet(sheet: Sheet) -> Table | None:
    """The table below the first row that holds more than one cell."""
    filled = ((number, row) for number, row in itertools.islice(sheet.rows(), HEAD) if sum(not is_blank(cell) for cell in row) > 1)
    top = next(filled, None)
    if top is None:
        return None
    below = top[0]

    def lines() -> Iterator[Line]:
        rows = ((number, row) for number, row in sheet.rows() if number > below)
        return (Line(number, row) for number, row in rows if not all(is_blank(cell) for cell in row))

    texts = [str(cell) if not is_blank(cell) else "" for cell in top[1]]
    return Table(sheet.name, tuple(texts), lines)
