"""Kohesio, the operations and beneficiaries of the EU funds in one country, as the European Commission collects them."""

import re
from collections.abc import Iterator
from pathlib import Path

from datasets.city import City
from datasets.errors import SourceChanged
from datasets.records import Cell, DatasetRecord, Text
from harvesters.lists import newest
from harvesters.lists.kohesio_columns import KINDS, PROJECTS, Kind
from harvesters.lists.kohesio_fundings import funding_of, is_of_city
from harvesters.reading import cells, grid_rows
from harvesters.reading.columns import Grid, column_of, grid_of, identifies
from harvesters.reading.grid_rows import Said
from harvesters.reading.persons import MASK, is_person, taken_out
from harvesters.reading.tables import Table, open_tables
from harvesters.source import Ask, Listing, Parsed, Rejected, Remark, Row, Source, Step, Walk

BASE = "https://kohesio.ec.europa.eu"
_PRIVATE = frozenset({"beneficiary_id", "beneficiary_local_id", "location", "post_code", "website", "wikidata_id"})
_NAMES = frozenset({"beneficiary", "name", "transliterated_name"})
_ABOUT = Text(
    de="Eine Tabelle aus Kohesio, der Sammlung der Europäischen Kommission über die Strukturfonds, mit allen Zeilen des Landes. "
    "Die Quelle nennt keine Lizenz.",
    en="One table of Kohesio, the European Commission's collection on the structural funds, with every row of the country. "
    "The source states no licence.",
)


def walk(base: str, country: str) -> Walk:
    """The newest table of operations of a country, and the one of beneficiaries that names who they are."""
    for table in ("projects", "beneficiaries"):
        listing = yield Step(f"{base}/data/{table}/")
        yield Step(_newest(listing.url, listing.body, country), keep=True, found=True, seconds=1800.0)
    return None


def _newest(url: str, body: bytes, country: str) -> str:
    """The link that says latest, else the one with the newest date."""
    latest = [one.url for one in newest.links(url, body) if one.url.endswith(f"/latest_{country}.csv")]
    return latest[0] if latest else newest.newest(url, body, rf"[_-]{country}\.csv")


def parse(path: Path, ask: Ask) -> Listing:
    """Operations or beneficiaries, as the headers say; both together are operations with names. Raises SourceChanged for neither."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    kinds = [_kind(file, open_tables(file)) for file in files]
    kind, grid = next((one for one in kinds if one[0].name == "projects"), kinds[0])
    names = next((_names(other) for one, other in kinds if one.name == "beneficiaries"), {}) if kind.name == "projects" else {}
    rows = _projects(kind, grid, ask, names) if kind.name == "projects" else _beneficiaries(kind, grid)
    return Listing(rows, _dataset(kind, grid, ask, bool(names)), ask.promised)


def _names(grid: Grid) -> dict[str, str]:
    """Names of beneficiaries by identifier."""
    said = ((cells.line(grid.raw(line, "beneficiary_id")), cells.line(grid.raw(line, "name"))) for line in grid.table.lines())
    return {identifier: name for identifier, name in said if identifier and name} if "beneficiary_id" in grid.places else {}


def _with_name(values: dict[str, Cell], names: dict[str, str]) -> dict[str, Cell]:
    """The row with the name that its beneficiary has in the other table, where it names none itself."""
    if not names or values.get("beneficiary"):
        return values
    identifiers = re.split(r"[|;\s]+", str(values.get("beneficiary_id") or ""))
    return values | {"beneficiary": "; ".join(names[one] for one in identifiers if one in names) or None}


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


def _projects(kind: Kind, grid: Grid, ask: Ask, names: dict[str, str]) -> Iterator[Parsed]:
    """Every row. An operation in several rows repeats its sums, so that only the first of them is a funding."""
    seen: set[str] = set()
    again = 0
    for one in grid_rows.read(grid, kind.cells, ("eu_budget", "eligible_expenditure")):
        if isinstance(one, Said):
            one = Said(one.line, _with_name(one.values, names))  # noqa: PLW2901  # the row with its name is the row
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


def _dataset(kind: Kind, grid: Grid, ask: Ask, named: bool) -> DatasetRecord:
    name = next(one for one in PROJECTS if one.name == "beneficiary")
    joined = (column_of(name.name, "", name),) if named and "beneficiary" not in grid.places else ()
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
        columns=(*grid.columns, *joined),
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
    steps=lambda city: walk(BASE, city.nuts3[:2]),
    frequency="QUARTERLY",
)
