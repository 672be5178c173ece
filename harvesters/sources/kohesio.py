"""Kohesio, the operations and beneficiaries of the EU funds in one country, as the European Commission collects them."""

from collections.abc import Iterator
from pathlib import Path

from datasets.errors import SourceChanged
from datasets.records import Cell, DatasetRecord, Text
from harvesters import grid_rows
from harvesters.columns import Grid, grid_of, identifies
from harvesters.grid_rows import Said
from harvesters.kohesio_columns import KINDS, Kind
from harvesters.kohesio_fundings import funding_of, is_of_city
from harvesters.persons import MASK, is_person, taken_out
from harvesters.source import Ask, Listing, Parsed, Remark, Row, Source, Step
from harvesters.tables import Table, open_tables

LATEST = "https://kohesio.ec.europa.eu/data/projects/latest_DE.csv"
_PRIVATE = frozenset({"beneficiary_id", "beneficiary_local_id", "location", "post_code", "website", "wikidata_id"})
_NAMES = frozenset({"beneficiary", "name", "transliterated_name"})
_ABOUT = Text(
    de="Eine Tabelle aus Kohesio, der Sammlung der Europäischen Kommission über die Strukturfonds, mit allen Zeilen des Landes. "
    "Die Quelle nennt keine Lizenz.",
    en="One table of Kohesio, the European Commission's collection on the structural funds, with every row of the country. "
    "The source states no licence.",
)


def parse(path: Path, ask: Ask) -> Listing:
    """Operations or beneficiaries, as the headers say. Raises SourceChanged where a file is neither."""
    kind, grid = _kind(path, open_tables(path))
    rows = _projects(kind, grid, ask) if kind.name == "projects" else _beneficiaries(kind, grid)
    return Listing(rows, _dataset(kind, grid, ask), ask.promised)


def _kind(path: Path, tables: list[Table]) -> tuple[Kind, Grid]:
    grids = [(kind, grid_of(table, kind.columns)) for kind in KINDS for table in tables]
    if good := next((one for one in grids if not _lacking(*one)), None):
        return good
    headers = [header for table in tables for header in table.headers if header.strip()]
    found = f"the headers are {', '.join(map(repr, headers))[:600] or 'empty'}"
    if any("nuts" in header.casefold() for header in headers) and not any("operation" in header.casefold() for header in headers):
        raise SourceChanged(f"{path.name} is a list of regions and holds no operations and no beneficiaries; {found}.")
    kind, grid = max(grids, key=lambda one: len({known.name for known in one[0].columns} & set(one[1].places)), default=(KINDS[0], None))
    lacking = " and ".join(_lacking(kind, grid)) if grid else "header"
    raise SourceChanged(f"{path.name}: no {kind.name} of Kohesio, the column {lacking} is missing; {found}.")


def _lacking(kind: Kind, grid: Grid) -> list[str]:
    header = {known.name: known.header for known in kind.columns}
    return [" or ".join(header[name] for name in group) for group in kind.needed if not any(name in grid.places for name in group)]


def _projects(kind: Kind, grid: Grid, ask: Ask) -> Iterator[Parsed]:
    """Every row. An operation in several rows repeats its sums, so that only the first of them is a funding."""
    seen: set[str] = set()
    again = 0
    for one in grid_rows.read(grid, (*kind.cells, *_title(grid)), ("eu_budget", "eligible_expenditure")):
        if not isinstance(one, Said):
            yield one
            continue
        row = _row(grid, one)
        if is_of_city(ask.city, one.values):
            operation = str(one.values["operation_id"])
            again += operation in seen
            fundings = () if operation in seen else (funding_of(row[0], row[1], ask.city),)
            seen.add(operation)
            yield Row(one.line.number, tuple(row[0].values()), fundings, row[2])
        else:
            yield Row(one.line.number, tuple(row[0].values()), masked=row[2])
    if again:
        yield Remark(0, "operation_id", f"{again} rows of the city repeat an operation; its sums are not counted again")


def _title(grid: Grid) -> tuple[str, ...]:
    """The one column of titles, where there is just one."""
    there = [name for name in ("title", "title_en") if name in grid.places]
    return tuple(there) if len(there) == 1 else ()


def _beneficiaries(kind: Kind, grid: Grid) -> Iterator[Parsed]:
    for one in grid_rows.read(grid, kind.cells):
        if isinstance(one, Said):
            values, _, masked = _row(grid, one)
            yield Row(one.line.number, tuple(values.values()), masked=masked)
        else:
            yield one


def _row(grid: Grid, said: Said) -> tuple[dict[str, Cell], dict[str, str], bool]:
    """Cells by column, the row by header, and whether a natural person was taken out of both."""
    name = str(said.values.get("beneficiary") or said.values.get("name") or "")
    raw = grid.labelled(said.line)
    if not is_person(name):
        return said.values, raw, False
    headers = {grid.table.headers[at]: column for column, at in grid.places.items()}
    values = {column: _without(name, column, cell) for column, cell in said.values.items()}
    told = {header: _without(name, headers[header], text) for header, text in raw.items()}
    return values, {header: str(text) for header, text in told.items() if text is not None}, True


def _without(name: str, column: str, cell: Cell) -> Cell:
    if column in _NAMES:
        return MASK if cell else None
    if column in _PRIVATE:
        return None
    return taken_out(name, cell) if isinstance(cell, str) else cell


def _dataset(kind: Kind, grid: Grid, ask: Ask) -> DatasetRecord:
    return DatasetRecord(
        slug=ask.slug,
        title=kind.title,
        description=_ABOUT,
        keywords=("EFRE", "ESF", "EU", "Förderung", "Strukturfonds"),
        theme=("GOVE", "REGI"),
        licence=SOURCE.licence,
        publisher=SOURCE.publisher,
        source_url=ask.url if ask.url.startswith("https://") else SOURCE.homepage,
        frequency=SOURCE.frequency,
        columns=grid.columns,
        key=next((names for names in kind.key if identifies(grid, names)), ()),
        origin="harvested",
        source=SOURCE.name,
    )


SOURCE = Source(
    name="kohesio",
    title=Text(de="Kohesio: Vorhaben der EU-Strukturfonds", en="Kohesio: operations of the EU funds"),
    publisher="Europäische Kommission",
    licence="other-closed",
    homepage="https://kohesio.ec.europa.eu/",
    parse=parse,
    steps=lambda city: (Step(LATEST, keep=True, seconds=1800.0),),
    frequency="QUARTERLY",
)
