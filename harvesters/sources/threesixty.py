"""Grants in the 360Giving standard of any publisher, as JSON, CSV or XLSX."""

import re
from collections.abc import Iterator
from pathlib import Path

from datasets.errors import SourceChanged
from datasets.records import Column, DatasetRecord, Text
from harvesters.lists.grant_columns import KNOWN, label, of_document
from harvesters.lists.grant_rows import FUNDERS, RECIPIENTS, People, funding_of, is_of_city, raw_of
from harvesters.reading import grid_rows
from harvesters.reading.columns import Grid, grid_of
from harvesters.reading.encodings import encoding_of
from harvesters.reading.grid_rows import Said
from harvesters.reading.sheets import first_bytes
from harvesters.reading.tables import Table, open_tables
from harvesters.source import Ask, Listing, Parsed, Rejected, Remark, Row, Source

NEEDED: tuple[tuple[str, ...], ...] = (("identifier",), ("title",), ("currency",), ("amount_awarded",), RECIPIENTS, FUNDERS)
"""Groups of columns; a table has one of each."""
EXPECTED = ("description", "award_date")
"""The standard wants these too; without them a table is read all the same, with a warning."""
_ABOUT = Text(
    de="Bewilligte Förderungen, wie der Herausgeber sie im Standard 360Giving veröffentlicht, mit allen Zeilen und Spalten. "
    "Natürliche Personen sind nicht genannt. Die Datei selbst nennt keine Lizenz.",
    en="Grants awarded, as their publisher states them in the 360Giving standard, with every row and column. "
    "Natural persons are not named. The file itself states no licence.",
)


def parse(path: Path, ask: Ask) -> Listing:
    """Every table with grants in a file. Raises SourceChanged where there is none, naming what is missing."""
    grids = _grids(path, _tables(path))
    columns = {column.name: column for grid in reversed(grids) for column in reversed(grid.columns)}
    ordered = tuple(reversed(columns.values()))
    return Listing(_rows(grids, ordered, ask), _dataset(grids, ordered, ask), ask.promised)


def _tables(path: Path) -> list[Table]:
    start = first_bytes(path)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        return [of_document(path, encoding_of(path))]
    return open_tables(path)


def _grids(path: Path, tables: list[Table]) -> list[Grid]:
    grids = [grid_of(table, KNOWN, label) for table in tables]
    if good := [grid for grid in grids if not _lacking(grid)]:
        return good
    if not grids:
        raise SourceChanged(f"{path.name} holds no table with a header.")
    best = min(grids, key=lambda grid: len(_lacking(grid)))
    headers = ", ".join(map(repr, best.table.headers))[:600] or "empty"
    raise SourceChanged(f"{path.name} holds no grants: the column {' and '.join(_lacking(best))} is missing; the headers are {headers}.")


def _lacking(grid: Grid) -> list[str]:
    header = {known.name: known.header for known in KNOWN}
    return [" or ".join(map(header.__getitem__, group)) for group in NEEDED if not any(name in grid.places for name in group)]


def _rows(grids: list[Grid], columns: tuple[Column, ...], ask: Ask) -> Iterator[Parsed]:
    seen: set[str] = set()
    for grid in grids:
        for name in EXPECTED:
            if name not in grid.places:
                yield Remark(0, name, "the standard wants this column, the file lacks it")
        people = People(grid)
        for one in grid_rows.read(grid, ("identifier", "title", "currency", "amount_awarded"), ("amount_awarded",)):
            yield (_rejected(one, seen) or _row(grid, one, people, columns, ask)) if isinstance(one, Said) else one


def _rejected(said: Said, seen: set[str]) -> Rejected | None:
    values, line = said.values, said.line.number
    for group in (RECIPIENTS, FUNDERS):
        if not any(values.get(name) for name in group):
            return Rejected(line, group[0], "is empty")
    if not re.fullmatch(r"[A-Z]{3}", str(values["currency"])):
        return Rejected(line, "currency", "no code of a currency", str(values["currency"])[:40])
    identifier = str(values["identifier"])
    if identifier in seen:
        return Rejected(line, "identifier", "stands in the file already", identifier[:100])
    seen.add(identifier)
    return None


def _row(grid: Grid, said: Said, people: People, columns: tuple[Column, ...], ask: Ask) -> Row:
    persons = people.in_row(said.values)
    values = {name: people.taken_out(name, cell, persons) for name, cell in said.values.items()}
    cells = tuple(values.get(column.name) for column in columns)
    if not is_of_city(ask.city, said.values):
        return Row(said.line.number, cells, masked=bool(persons))
    return Row(said.line.number, cells, (funding_of(values, raw_of(grid, said.line, people, persons), ask.city),), bool(persons))


def _dataset(grids: list[Grid], columns: tuple[Column, ...], ask: Ask) -> DatasetRecord:
    funders = _funders(grids)
    shown = " ".join(re.split(r"[-_]+", ask.slug))
    name = funders[0] if len(funders) == 1 else ""
    return DatasetRecord(
        slug=ask.slug,
        title=Text(de=f"Förderungen: {name or shown}", en=f"Grants: {name or shown}"),
        description=_ABOUT,
        keywords=("360Giving", "Förderung", "Stiftung"),
        theme=("SOCI", "GOVE"),
        licence=SOURCE.licence,
        publisher=name or SOURCE.publisher,
        source_url=ask.url if ask.url.startswith("https://") else SOURCE.homepage,
        frequency=SOURCE.frequency,
        columns=columns,
        key=("identifier",),
        origin="harvested",
        source=SOURCE.name,
    )


def _funders(grids: list[Grid]) -> list[str]:
    """Names of the first two funders; a person's name is none of them."""
    found: dict[str, None] = {}
    for grid in grids:
        for line in grid.table.lines() if "funding_org_name" in grid.places else ():
            name = " ".join(str(grid.raw(line, "funding_org_name") or "").split())
            found |= {name[:200]: None} if name else {}
            if len(found) > 1:
                return list(found)
    return list(found)


SOURCE = Source(
    name="threesixty",
    title=Text(de="Förderungen im Standard 360Giving", en="Grants in the 360Giving standard"),
    publisher="Herausgeber der Datei",
    licence="other-closed",
    homepage="https://standard.threesixtygiving.org/",
    parse=parse,
    frequency="IRREG",
)
