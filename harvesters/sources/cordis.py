"""CORDIS, the research projects of the European Union: the bulk archive of a framework programme, one table of it, or one project's XML."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from datasets.errors import SourceChanged
from datasets.records import DatasetRecord, Text
from harvesters.lists import cordis_archive, cordis_xml
from harvesters.lists.cordis_columns import KINDS, Kind
from harvesters.lists.cordis_fundings import (
    PROGRAMMES,
    ProjectFacts,
    facts_of,
    funding_of,
    is_natural,
    is_of_city,
    raw_without_person,
    without_person,
)
from harvesters.reading import grid_rows
from harvesters.reading.columns import Grid, grid_of, identifies
from harvesters.reading.grid_rows import Said
from harvesters.reading.sheets import first_bytes
from harvesters.reading.tables import Table, open_tables
from harvesters.source import Ask, Listing, Parsed, Row, Source, Step

BULK = "https://cordis.europa.eu/data/cordis-HORIZONprojects-csv.zip"
"""The programme that still grows; the finished ones (h2020, fp7) are read once, by ``--file``."""
_ABOUT = Text(
    de="Eine Tabelle aus CORDIS, dem Verzeichnis der Forschungsprojekte der Europäischen Union, mit allen Zeilen aller Länder. "
    "© Europäische Union, CORDIS.",
    en="One table of CORDIS, the European Union's directory of research projects, with every row of every country. "
    "© European Union, CORDIS.",
)
Found = dict[str, tuple[Kind, Grid]]


def parse(path: Path, ask: Ask) -> Listing:
    """Which table a file is, its headers say; an archive gives its participations. Raises SourceChanged where it is none."""
    found = _kinds(path, _tables(path))
    kind, grid = next(iter(found.values()))
    projects = {} if kind.name != "organization" or "project" not in found else _projects(found["project"][1])
    return Listing(_rows(kind, grid, ask, projects), _dataset(kind, grid, ask), ask.promised)


def _tables(path: Path) -> list[Table]:
    if cordis_archive.is_archive(path):
        return cordis_archive.tables(path)
    return cordis_xml.tables(path) if cordis_xml.is_xml(first_bytes(path)) else open_tables(path)


def _kinds(path: Path, tables: list[Table]) -> Found:
    """The known tables by kind, in the order of KINDS."""
    grids = [(kind, grid_of(table, kind.columns)) for kind in KINDS for table in tables]
    found: Found = {}
    for kind, grid in grids:
        table_is_taken = any(grid.table is other.table for _, other in found.values())
        if not _lacking(kind, grid) and not table_is_taken:
            found.setdefault(kind.name, (kind, grid))
    if found:
        return found
    if not grids:
        raise SourceChanged(f"{path.name} holds no table with a header.")
    kind, grid = max(grids, key=lambda one: sum(name in one[1].places for name in (known.name for known in one[0].columns)))
    lacking = ", ".join(_lacking(kind, grid))
    headers = ", ".join(repr(header) for header in grid.table.headers if header.strip()) or "empty"
    raise SourceChanged(
        f"{path.name}: no table of CORDIS; for {kind.name} the column {lacking} is missing; the headers are {headers[:600]}."
    )


def _lacking(kind: Kind, grid: Grid) -> list[str]:
    """Headers of needed columns that a table does not have."""
    header = {known.name: known.header for known in kind.columns}
    lacking = [header[name] for name in kind.needed if name not in grid.places]
    if kind.any_of and not any(name in grid.places for name in kind.any_of):
        lacking.append(" or ".join(header[name] for name in kind.any_of))
    return lacking


def _projects(grid: Grid) -> dict[str, ProjectFacts]:
    return {str(one.values["id"]): facts_of(one.values) for one in grid_rows.read(grid, ("id", "title")) if isinstance(one, Said)}


def _rows(kind: Kind, grid: Grid, ask: Ask, projects: dict[str, ProjectFacts]) -> Iterator[Parsed]:
    seen, usual = Counter[str](), ProjectFacts(programme=_programme(ask.slug))
    for one in grid_rows.read(grid, kind.cells, kind.any_of):
        if not isinstance(one, Said):
            yield one
        elif kind.name != "organization":
            yield Row(one.line.number, tuple(one.values.values()))
        else:
            yield _participation(grid, one, projects.get(str(one.values["project_id"]), usual), ask, seen)


def _participation(grid: Grid, said: Said, facts: ProjectFacts, ask: Ask, seen: Counter[str]) -> Row:
    person, here = is_natural(said.values), is_of_city(ask.city, said.values)
    values = without_person(said.values) if person else said.values
    if not here:
        return Row(said.line.number, tuple(values.values()), masked=person)
    raw = grid.labelled(said.line)
    funding = funding_of(values, raw_without_person(grid, raw) if person else raw, facts, ask.city, seen)
    return Row(said.line.number, tuple(values.values()), (funding,), person)


def _programme(slug: str) -> str:
    """The framework programme that a dataset's name tells, for a table of participations by itself."""
    words = {word.upper() for word in re.split(r"[^a-z0-9]+", slug)}
    return next((name for code, name in PROGRAMMES.items() if code in words or f"{code}PROJECTS" in words), "")


def _dataset(kind: Kind, grid: Grid, ask: Ask) -> DatasetRecord:
    key = next((names for names in kind.key if identifies(grid, names)), ())
    programme = _programme(ask.slug)
    return DatasetRecord(
        slug=ask.slug,
        title=Text(de=f"{kind.title.de} ({programme})", en=kind.title.en) if programme else kind.title,
        description=_ABOUT,
        keywords=("EU", "Forschung", "Förderung", "Horizont Europa"),
        theme=("TECH", "GOVE"),
        licence=SOURCE.licence,
        attribution="© European Union, CORDIS",
        publisher=SOURCE.publisher,
        source_url=ask.url if ask.url.startswith("https://") else SOURCE.homepage,
        frequency=SOURCE.frequency,
        columns=grid.columns,
        key=key,
        origin="harvested",
        source=SOURCE.name,
    )


SOURCE = Source(
    name="cordis",
    title=Text(de="CORDIS: Forschungsprojekte der EU", en="CORDIS: EU research projects"),
    publisher="Amt für Veröffentlichungen der Europäischen Union",
    licence="cc-by/4.0",
    homepage="https://cordis.europa.eu/projects",
    parse=parse,
    steps=lambda city: (Step(BULK, keep=True, seconds=1800.0),),
)
