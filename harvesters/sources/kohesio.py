"""Kohesio, the operations and beneficiaries of the EU funds in one country, as the European Commission collects them."""

from collections.abc import Iterator
from pathlib import Path

from datasets.city import City
from datasets.errors import SourceChanged
from datasets.records import Cell, DatasetRecord, Text
from harvesters.lists.kohesio_columns import KINDS, Kind
from harvesters.lists.kohesio_fundings import funding_of, is_of_city
from harvesters.reading import grid_rows
from harvesters.reading.columns import Grid, grid_of, identifies
from harvesters.reading.grid_rows import Said
from harvesters.reading.persons import MASK, is_person, taken_out
from harvesters.reading.tables import Table, open_tables
from harvesters.source import Ask, Listing, Parsed, Rejected, Remark, Row, Source, Step

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
    for one in grid_rows.read(grid, kind.cells, ("eu_budget", "eligible_expenditure")):
        if not isinstance(one, Said):
            yield one
        elif not (one.values.get("title") or one.values.get("title_en")):
            yield Rejected(one.line.number, "title", "is empty")
        elif not is_of_city(ask.city, one.values):
            yield _row(grid, one, None)
        else:
            operation = str(one.values["operation_id"])
            again += operation in seen
            yield _row(grid, one, None if operation in seen else ask.city)
            seen.add(operation)
    if again:
        yield Remark(0, "operation_id", f"{again} rows of the city repeat an operation; its sums are not counted again")


def _beneficiaries(kind: Kind, grid: Grid) -> Iterator[Parsed]:
    for one in grid_rows.read(grid, kind.cells):
        yield _row(grid, one, None) if isinstance(one, Said) else one


def _row(grid: Grid, said: Said, city: City | None) -> Row:
    """The row, without a natural person, and with its funding where a city is given."""
    values, line = said.values, said.line.number
    name = str(values.get("beneficiary") or values.get("name") or "")
    person = is_person(name)
    if person:
        values = {column: _without(name, column, cell) for column, cell in values.items()}
    if city is None:
        return Row(line, tuple(values.values()), masked=person)
    raw = grid.labelled(said.line)
    if person:
        columns = {grid.table.headers[at]: column for column, at in grid.places.items()}
        told = ((header, _without(name, columns[header], text)) for header, text in raw.items())
        raw = {header: str(text) for header, text in told if text is not None}
    return Row(line, tuple(values.values()), (funding_of(values, raw, city),), person)


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
