"""What a first look over a whole list tells: how its columns write sums and dates, and where its rows end."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from harvesters.lists.layouts import Layout
from harvesters.lists.operations import FIELDS
from harvesters.reading import amounts, cells, dates
from harvesters.reading.grid import RawCell, RawRow, is_blank
from harvesters.reading.persons import is_said

MINORITY = 0.02
"""Share of odd cells up to which a column keeps its type and they become empty with a warning."""


@dataclass(slots=True)
class Evidence:
    """Counted while looking; by column name, over all sheets."""

    sums: defaultdict[str, amounts.Votes] = field(default_factory=lambda: defaultdict(Counter))
    days: defaultdict[str, dates.Votes] = field(default_factory=lambda: defaultdict(Counter))
    years: defaultdict[str, Counter[bool]] = field(default_factory=lambda: defaultdict(Counter))
    filled: Counter[str] = field(default_factory=Counter)
    codes: set[str] = field(default_factory=set)
    rows: int = 0
    says_persons: bool = False
    first: dict[int, int] = field(default_factory=dict)
    last: dict[int, int] = field(default_factory=dict)
    """Lines of the first and last row with beneficiary and operation, by position of the sheet."""

    @property
    def codes_identify(self) -> bool:
        """Whether every row has a code of its own."""
        return 0 < self.rows == len(self.codes)

    def is_partial(self, name: str) -> bool:
        """Whether a column of dates often says no more than month or year."""
        return self.days[name]["partial"] > MINORITY * max(1, self.days[name].total())

    def is_no_year(self, name: str) -> bool:
        """Whether a column of years often says something else."""
        return self.years[name][False] > MINORITY * max(1, self.years[name].total())


def gather(layouts: Iterable[Layout]) -> Evidence:
    """Looks at every row of every sheet once, lazily."""
    found = Evidence()
    for number, layout in enumerate(layouts):
        for line, row in layout.rows():
            if _is_operation(layout, row, started=number in found.first):
                found.first.setdefault(number, line)
                found.last[number] = line
                _look(found, layout, row)
    return found


def _is_operation(layout: Layout, row: RawRow, started: bool) -> bool:
    if is_blank(layout.cell(row, "beguenstigter")) or is_blank(layout.cell(row, "vorhaben")):
        return False
    return not layout.is_heading(row) and (started or not layout.holds_words(row))


def _look(found: Evidence, layout: Layout, row: RawRow) -> None:
    found.rows += 1
    for name, at in layout.columns.items():
        raw = row[at] if at < len(row) else None
        if is_blank(raw):
            continue
        found.filled[name] += 1
        _judge(found, name, raw)
    code = cells.line(layout.cell(row, "vorhaben_code"))
    if code:
        found.codes.add(code)


def _judge(found: Evidence, name: str, raw: RawCell) -> None:
    kind = FIELDS[name].kind if name in FIELDS else ""
    if kind == "amount":
        found.sums[name].update(amounts.shapes(raw))
    elif kind == "date":
        found.days[name][dates.shape(raw)] += 1
    elif kind == "year":
        found.years[name][_is_year(raw)] += 1
    elif isinstance(raw, str) and len(raw) < 40 and not found.says_persons:
        found.says_persons = is_said(raw)


def _is_year(raw: RawCell) -> bool:
    try:
        cells.year(raw)
    except cells.Unreadable:
        return False
    return True
