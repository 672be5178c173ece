"""From the raw rows of a list of operations to accepted and rejected ones, with a reason for each row and cell that is not."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from datasets.records import Cell, Column
from harvesters.lists.evidence import Evidence
from harvesters.lists.layouts import Layout
from harvesters.lists.operations import AMOUNTS, FIELDS, PLACES
from harvesters.reading import amounts, cells, dates
from harvesters.reading.cells import Unreadable
from harvesters.reading.grid import RawCell, RawRow, is_blank
from harvesters.reading.headers import fold
from harvesters.reading.persons import MASK, is_person, is_said, taken_out
from harvesters.source import Rejected, Remark

Reader = Callable[[RawCell], Cell]

_TOTAL = re.compile(r"(zwischen|gesamt)?summe\b|insgesamt|gesamt\b|gesamtergebnis|total\b|\bsubtotal", re.IGNORECASE)
_NOTE = re.compile(
    r"[*¹²³†]|\(?\d\)|stand\b|datenstand|quelle|hinweis|fußnote|anmerkung|erläuterung|seite \d|priorität|achse\b|schwerpunkt|ziel \d|"
    r"english|français",
    re.IGNORECASE,
)
_PRIVATE = re.compile(r"strasse|anschrift|adresse|address|vorname|first name|telefon|mail")
_MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class Operation:
    """One data row, read: its cells by column name, and whom it named before that was taken out."""

    line: int
    values: dict[str, Cell]
    remarks: tuple[Remark, ...]
    person: str
    layout: Layout
    row: RawRow

    @property
    def raw(self) -> dict[str, str]:
        """The row as the source gave it, by header; a natural person is taken out here too."""
        cells_by_name = {name: cells.text(self.layout.cell(self.row, name)) for name in self.layout.columns}
        shown = _masked(self.person, dict(cells_by_name)) if self.person else cells_by_name
        return {self.layout.label(name): str(cell) for name, cell in shown.items() if cell}


def readers(evidence: Evidence, columns: tuple[Column, ...]) -> dict[str, Reader]:
    """How to read each column, as the evidence says."""
    return {column.name: _reader(evidence, column) for column in columns}


def _reader(evidence: Evidence, column: Column) -> Reader:
    name = column.name
    kind = FIELDS[name].kind if name in FIELDS else "text"
    if kind == "amount":
        return partial(amounts.amount, notation=amounts.notation_of(evidence.sums[name], column.source_name))
    if kind == "date":
        return partial(_date, month_first=dates.is_month_first(evidence.days[name]), partly=column.type == "string")
    if kind == "year" and column.type == "string":
        return cells.line
    simple: dict[str, Reader] = {
        "rate": cells.rate,
        "year": cells.year,
        "postcode": cells.postcode,
        "key": cells.key,
        "line": cells.line,
        "text": cells.text,
    }
    return simple[kind]


def _date(raw: RawCell, month_first: bool, partly: bool) -> Cell:
    found = dates.date(raw, month_first)
    if partly or found is None:
        return str(found) if found else None
    if isinstance(found, str):
        raise Unreadable("no full date")
    return found


def operations(layout: Layout, number: int, evidence: Evidence, read: dict[str, Reader]) -> Iterator[Operation | Rejected | Remark]:
    """Every data row of a sheet, and at the end one remark about the rows that are none."""
    first, last = evidence.first.get(number, 0), evidence.last.get(number, 0)
    skipped: list[int] = []
    for line, row in layout.rows():
        if all(is_blank(cell) for cell in row):
            continue
        if _is_no_operation(layout, row, before=line < first, after=line > last):
            skipped.append(line)
            continue
        yield _read(layout, line, row, read, evidence)
    if skipped:
        lines = ", ".join(map(str, skipped[:_MOST_LINES])) + (" …" if len(skipped) > _MOST_LINES else "")
        yield Remark(0, layout.sheet.name, f"{len(skipped)} rows are headings, totals or notes and no operations: line {lines}")


def _is_no_operation(layout: Layout, row: RawRow, before: bool, after: bool) -> bool:
    who, what = layout.cell(row, "beguenstigter"), layout.cell(row, "vorhaben")
    if is_blank(who) and is_blank(what):
        return True
    if layout.is_heading(row) or (before and layout.holds_words(row)):
        return True
    if not is_blank(who) and not is_blank(what):
        return False
    said = str(what if is_blank(who) else who).strip()
    lonely = sum(not is_blank(cell) for cell in row) == 1
    return bool(_TOTAL.match(said)) or (lonely and (before or after or _NOTE.match(said) is not None))


def _read(layout: Layout, line: int, row: RawRow, read: dict[str, Reader], evidence: Evidence) -> Operation | Rejected:
    values: dict[str, Cell] = {}
    remarks: list[Remark] = []
    for name, reader in read.items():
        raw = layout.cell(row, name)
        try:
            values[name] = reader(raw)
        except Unreadable as error:
            values[name] = None
            remarks.append(Remark(line, name, f"{error}; left empty", str(raw)[:200]))
    return _reject(line, values, remarks) or _operation(layout, line, row, values, remarks, evidence)


def _reject(line: int, values: dict[str, Cell], remarks: list[Remark]) -> Rejected | None:
    """Needed are beneficiary and operation, and one sum that can be read, unless the row names none."""
    for name in ("beguenstigter", "vorhaben"):
        if not values[name]:
            return Rejected(line, name, "is empty")
    bad = [one for one in remarks if one.field in AMOUNTS and "zeros may be lost" not in one.reason]
    if bad and all(values.get(name) is None for name in AMOUNTS):
        return Rejected(line, bad[0].field, bad[0].reason.removesuffix("; left empty"), bad[0].raw)
    return None


def _operation(layout: Layout, line: int, row: RawRow, values: dict[str, Cell], remarks: list[Remark], evidence: Evidence) -> Operation:
    if not remarks and all(values.get(name) is None for name in AMOUNTS):
        remarks.append(Remark(line, "", "no sum is given"))
    who = str(values["beguenstigter"])
    said = evidence.says_persons and any(isinstance(cell, str) and is_said(cell) for cell in row)
    person = who if said or is_person(who) else ""
    return Operation(line, _masked(who, values) if person else values, tuple(remarks), person, layout, row)


def _masked(who: str, values: dict[str, Cell]) -> dict[str, Cell]:
    """The row without the person: its name, and what would lead to its door."""
    return {name: _without(who, name, cell) for name, cell in values.items()}


def _without(who: str, name: str, cell: Cell) -> Cell:
    if name == "beguenstigter":
        return MASK
    if name not in FIELDS and _PRIVATE.search(fold(name)):
        return None
    return taken_out(who, cell) if isinstance(cell, str) and name not in PLACES else cell
