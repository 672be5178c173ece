"""Where the known columns of a list stand in each of its sheets; a list without what is needed is refused."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from datasets.errors import SourceChanged
from harvesters.lists.operation_words import RULES
from harvesters.lists.operations import FIELDS, NEEDED, NEEDED_SAID
from harvesters.reading.cells import is_missing
from harvesters.reading.grid import RawCell, RawRow, Sheet, is_blank
from harvesters.reading.headers import HEAD, Header, find_header, fold, match, read_header

_BELOW = 8
"""Rows below a header in which it may be said again in other languages."""
_LONGEST_NAME = 58
_LONGEST_FIGURE = 40
_DIGIT = re.compile(r"\d")
_COUNT = re.compile(r"\(?(\d{1,2})[.)]*(?:\.0)?")


@dataclass(frozen=True, slots=True)
class Layout:
    """One sheet with its header: known columns by name, the others by the name made of their header."""

    sheet: Sheet
    header: Header
    columns: dict[str, int]
    figures: tuple[int, ...]
    """Positions of the columns that hold sums and dates."""

    def cell(self, row: RawRow, name: str) -> RawCell:
        """The raw cell of a column, None where the sheet or the row does not reach it."""
        at = self.columns.get(name)
        return row[at] if at is not None and at < len(row) else None

    def label(self, name: str) -> str:
        """The header of a column in one line; its name where it has none or shares it."""
        at = self.columns[name]
        text = self.header.texts[at] if at < len(self.header.texts) else ""
        return " ".join(text.split()) if text.strip() and self.header.texts.count(text) == 1 else name

    def rows(self) -> Iterator[tuple[int, RawRow]]:
        """All rows below the header."""
        return ((line, row) for line, row in self.sheet.rows() if line > self.header.line)

    def is_heading(self, row: RawRow) -> bool:
        """Whether a row says the header again or numbers the columns."""
        return is_heading(self.header.found, self.figures, row)

    def holds_words(self, row: RawRow) -> bool:
        """Whether several sums and dates are words, and none a figure: a header in a language that no rule knows."""
        filled = [row[at] for at in self.figures if at < len(row) and not is_missing(row[at])]
        return len(filled) >= 2 and not any(map(_is_figure, filled))


def layouts_of(path: Path, sheets: Sequence[Sheet]) -> list[Layout]:
    """A layout for each sheet with a header. Raises SourceChanged naming what is missing and what was found instead."""
    headers = [(sheet, _header(sheet)) for sheet in sheets]
    good = [_layout(sheet, header) for sheet, header in headers if not header.missing(NEEDED)]
    if good:
        return good
    best = max((header for _, header in headers), key=lambda header: len(header.found), default=Header(0, (), {}))
    lacking = " and ".join(NEEDED_SAID[at] for at in best.missing(NEEDED))
    found = ", ".join(repr(" ".join(text.split())) for text in best.texts if text.strip())
    where = f"line {best.line} has the headers {found}" if found else "no row looks like a header"
    raise SourceChanged(
        f"{path.name}: no column for {lacking} in the first {HEAD} rows; {where}. "
        "See whether this is the list; if it is, add its word to harvesters/lists/operation_words.py."
    )


def _layout(sheet: Sheet, header: Header) -> Layout:
    return Layout(sheet, header, _columns(header), _figures(header.found))


def _header(sheet: Sheet) -> Header:
    head = list(itertools.islice(sheet.rows(), HEAD + _BELOW))
    header = find_header(head[:HEAD], RULES, NEEDED)
    for line, row in head:
        if header.line < line <= header.line + _BELOW and is_heading(header.found, _figures(header.found), row):
            header = _completed(header, read_header(line, row, RULES))
    return header


def _completed(header: Header, other: Header) -> Header:
    """Adds the fields that only the header in another language names."""
    used = set(header.found.values())
    more = {name: at for name, at in other.found.items() if name not in header.found and at not in used}
    return replace(header, found=header.found | more)


def _columns(header: Header) -> dict[str, int]:
    """Every column of a header by its name, the unnamed ones by the column to their left."""
    known = {at: name for name, at in header.found.items()}
    columns = dict(header.found)
    left = "spalte"
    for at, text in enumerate(header.texts):
        name = known.get(at) or _unused(_slug(text) or left, columns)
        columns[name] = at
        left = name if text.strip() else left
    return columns


def _slug(text: str) -> str:
    slug = fold(text).replace(" ", "_")[:_LONGEST_NAME].strip("_")
    return f"_{slug}" if slug[:1].isdigit() else slug


def _unused(name: str, columns: dict[str, int]) -> str:
    names = itertools.chain([name], (f"{name}_{number}" for number in itertools.count(2)))
    return next(one for one in names if one not in columns and one not in FIELDS)


def _figures(found: dict[str, int]) -> tuple[int, ...]:
    return tuple(at for name, at in found.items() if FIELDS[name].kind in {"amount", "date"})


def is_heading(found: dict[str, int], figures: Iterable[int], row: RawRow) -> bool:
    """Whether a row says a header again, in whatever language the rules know, or only numbers the columns."""
    if any(at < len(row) and _is_figure(row[at]) for at in figures):
        return _is_count(row)
    cells = {name: row[at] for name, at in found.items() if at < len(row) and not is_blank(row[at])}
    said = sum(isinstance(cell, str) and match(cell, RULES)[1] == name for name, cell in cells.items())
    return said >= 2 and said * 2 >= len(cells)


def _is_figure(cell: RawCell) -> bool:
    """Headers cite articles and years; a sum or a date is short and has a digit."""
    if not isinstance(cell, str):
        return cell is not None
    return len(cell) <= _LONGEST_FIGURE and _DIGIT.search(cell) is not None


def _is_count(row: RawRow) -> bool:
    first = next((str(cell).strip() for cell in row if not is_blank(cell)), "")
    if not _COUNT.fullmatch(first):
        return False
    found = [_COUNT.fullmatch(str(cell).strip()) for cell in row if not is_blank(cell)]
    numbers = [int(one[1]) for one in found if one]
    return len(numbers) == len(found) >= 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
