"""Opens an export of the federal funding catalogue, as it is served or saved again in another form."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from datasets.errors import SourceChanged
from datasets.records import Cell
from harvesters.lists.federal import EXECUTING, NEEDED, column_of, places_of
from harvesters.reading import wrapped
from harvesters.reading.encodings import encoding_of
from harvesters.reading.grid import RawCell, RawRow, is_blank
from harvesters.reading.headers import HEAD, fold
from harvesters.reading.sheets import first_bytes, open_sheets, refuse_foreign

ENCODING = "iso8859-15"


@dataclass(frozen=True, slots=True)
class FederalTable:
    """The header of an export, where each column stands, and its rows, read lazily."""

    headers: tuple[str, ...]
    places: dict[str, int]
    rows: Iterator[tuple[int, list[str]]]

    def labelled(self, cells: Sequence[Cell]) -> dict[str, str]:
        """A row by header; of headers that stand twice, those of the executing unit say so."""
        said = {}
        for name, at in self.places.items():
            twice = name.startswith(f"{EXECUTING}_") and self.headers.count(self.headers[at]) > 1
            said[f"{self.headers[at]} (Ausführende Stelle)" if twice else self.headers[at]] = str(cells[at])
        return said


def open_table(path: Path) -> FederalTable:
    """Raises SourceChanged for what is no export of the catalogue, or lacks a needed column."""
    start = first_bytes(path)
    if wrapped.is_wrapped(start):
        refuse_foreign(path, start)
        lines = wrapped.lines(path, encoding_of(path, ENCODING))
        _, head = next(lines)
        width = head.removesuffix(";").count(";") + 1
        headers = wrapped.cells(head, width)
        return _table(path, headers, ((line, wrapped.cells(row, width)) for line, row in lines))
    return _saved_again(path)


def _saved_again(path: Path) -> FederalTable:
    """The first sheet whose first rows hold the header; each cell loses the sign of a formula."""
    for sheet in open_sheets(path, ENCODING):
        for line, row in itertools.islice(sheet.rows(), HEAD):
            headers = [_text(cell) for cell in row]
            if not set(NEEDED) - set(places_of(headers)):
                below = ((number, cells) for number, cells in sheet.rows() if number > line)
                return _table(path, headers, _texts(below, len(headers)))
    headers = [_text(cell) for _, row in itertools.islice(open_sheets(path, ENCODING)[0].rows(), 1) for cell in row]
    return _table(path, headers, iter(()))


def _texts(rows: Iterator[tuple[int, RawRow]], width: int) -> Iterator[tuple[int, list[str]]]:
    for line, row in rows:
        if not all(is_blank(cell) for cell in row):
            cells = [_text(cell) for cell in row]
            yield line, cells + [""] * (width - len(cells))


def _text(raw: RawCell) -> str:
    if isinstance(raw, str):
        return raw[2:-1] if raw.startswith('="') and raw.endswith('"') else raw
    if isinstance(raw, float) and raw.is_integer():
        return f"{raw:.0f}"
    return "" if raw is None else str(raw)


def _table(path: Path, headers: list[str], rows: Iterator[tuple[int, list[str]]]) -> FederalTable:
    places = places_of(headers)
    if lacking := [column_of(name, "").title.de for name in NEEDED if name not in places]:
        found = ", ".join(repr(header) for header in headers if header.strip())
        raise SourceChanged(
            f"{path.name}: the column {' and '.join(map(repr, lacking))} is missing; the headers are {found or 'empty'}. "
            "If the catalogue renamed it, add the new header to harvesters/lists/federal.py."
        )
    known = set(places.values())
    for at, header in enumerate(headers):
        if at not in known and header.strip():
            places[_unused(fold(header).replace(" ", "_")[:60] or "spalte", places)] = at
    return FederalTable(tuple(headers), places, rows)


def _unused(slug: str, taken: dict[str, int]) -> str:
    name = slug if slug[0].isalpha() else f"_{slug}"
    return next(one for one in (name, *(f"{name}_{number}" for number in range(2, 1000))) if one not in taken)
