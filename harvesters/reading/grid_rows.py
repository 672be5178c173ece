"""From the lines of a table with known columns to read rows, and to rejected ones with their reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from datasets.records import Cell
from harvesters.reading import cells
from harvesters.reading.columns import Grid
from harvesters.reading.grid import is_blank
from harvesters.reading.tables import Line
from harvesters.source import Rejected, Remark

_MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class Said:
    """One data row, read: its line as it stands and its cells by column."""

    line: Line
    values: dict[str, Cell]


def read(grid: Grid, needed: Sequence[str], amounts: Sequence[str] = ()) -> Iterator[Said | Rejected | Remark]:
    """Every data row. Rejected is one with an empty cell in ``needed``, or without any sum while one cannot be read."""
    width, mended = len(grid.table.headers), list[int]()
    for line in grid.table.lines():
        if line.mended:
            mended.append(line.number)
        yield from _row(grid, line, width, needed, amounts)
    if mended:
        where = ", ".join(map(str, mended[:_MOST_LINES])) + (" …" if len(mended) > _MOST_LINES else "")
        yield Remark(0, grid.table.name, f"{len(mended)} rows have quotes that are not doubled; read as part of the text: line {where}")


def _row(grid: Grid, line: Line, width: int, needed: Sequence[str], amounts: Sequence[str]) -> Iterator[Said | Rejected | Remark]:
    extra = any(not is_blank(cell) for cell in line.cells[width:])
    if extra or (grid.table.whole and len(line.cells) < width):
        yield Rejected(line.number, "", f"{len(line.cells)} cells instead of {width}", (cells.line(line.cells[0]) or "")[:40])
        return
    values, remarks = grid.values(line)
    unreadable = {one.field: one for one in remarks}
    if empty := next((name for name in needed if values[name] in {None, ""}), None):
        yield _rejected(unreadable[empty]) if empty in unreadable else Rejected(line.number, empty, "is empty")
        return
    wrong = next((one for one in remarks if one.field in amounts), None)
    if wrong and all(values.get(name) is None for name in amounts):
        yield _rejected(wrong)
        return
    yield from remarks
    yield Said(line, values)


def _rejected(remark: Remark) -> Rejected:
    return Rejected(remark.line, remark.field, remark.reason.removesuffix("; left empty"), remark.raw)
