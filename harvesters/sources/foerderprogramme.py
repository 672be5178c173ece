"""Funding programmes: the city's own list with a source per row, and any table or feed of calls, by address or as a file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from datasets.errors import SourceChanged
from datasets.records import ProgrammeRecord, Text
from harvesters.lists import calls
from harvesters.lists.feeds import read_feed
from harvesters.reading.columns import Grid, grid_of
from harvesters.reading.sheets import first_bytes
from harvesters.reading.tables import open_tables
from harvesters.source import Ask, Expect, Listing, Parsed, Rejected, Remark, Row, Source, Step


def parse(path: Path, ask: Ask) -> Listing:
    """A table with at least titles, or a feed. Raises SourceChanged for anything else."""
    if first_bytes(path).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        # A feed shows its newest entries only: what is missing is not gone.
        return Listing(_entries(path), promised=ask.promised, complete=False)
    grids = [grid_of(table, calls.COLUMNS) for table in open_tables(path)]
    good = [grid for grid in grids if "title" in grid.places]
    if not good:
        headers = ", ".join(header for grid in grids for header in grid.table.headers if header.strip())
        raise SourceChanged(f"{path.name} has no column with the programmes' titles (title, Programm …); it has {headers or 'nothing'}.")
    return Listing(_rows(good, ask), promised=ask.promised)


def _rows(grids: list[Grid], ask: Ask) -> Iterator[Parsed]:
    for grid in grids:
        extra = [name for name in grid.places if name not in {one.name for one in calls.COLUMNS}]
        if extra:
            yield Remark(0, ", ".join(extra), "unknown columns, not taken")
        for line in grid.table.lines():
            cells, remarks = grid.values(line)
            yield from remarks
            yield _row(line.number, calls.values_of(cells, ask.city), ask)


def _entries(path: Path) -> Iterator[Parsed]:
    for entry in read_feed(path).entries:
        yield _row(entry.line, calls.values_of_entry(entry))


def _row(line: int, values: dict[str, Any], ask: Ask | None = None) -> Parsed:
    """The record; a row that names no source of its own takes the address that the list was read from."""
    values["source_url"] = values["source_url"] or values["url"] or (ask.url if ask else None) or None
    try:
        return Row(line, records=(ProgrammeRecord.model_validate(values),))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "row"
        return Rejected(line, field, first["msg"], str(first["input"])[:200])


SOURCE = Source(
    name="foerderprogramme",
    title=Text(de="Förderprogramme", en="Funding programmes"),
    publisher="Fördergeber, je Zeile genannt",
    licence="other-closed",
    homepage="",
    parse=parse,
    path=lambda city: city.register / "programmes.csv",
    listed=lambda city, listed: (Step(listed.url, keep=True),),
    expect=Expect(shrink=0.5),
    frequency="MONTHLY",
    slug="",
)
