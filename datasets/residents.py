"""How many people live in each district of a city, and of each age: ``residents.csv`` in the city's folder, where it gives them."""

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from datasets.errors import SettingsWrong

FILE = "residents.csv"
COLUMNS = ("margin", "group", "population", "as_of", "source")
MARGINS = ("district", "age")
AGES = ("u18", "18-29", "30-44", "45-64", "65-79", "80+")
"""The age bands that voters are asked for."""

DAY = re.compile(r"\d{4}(-\d\d-\d\d)?")


class Residents(BaseModel):
    """The people of one group: where the number comes from, and of which day or year it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    margin: str
    """``district`` or ``age``."""
    group: str
    """Slug of a district, or an age band."""
    population: int
    as_of: str
    source: str


def read_residents(folder: Path, districts: Sequence[str]) -> tuple[Residents, ...]:
    """Every group in the file's order; none without a file. Raises SettingsWrong naming file, row and what to do."""
    file = folder / FILE
    if not file.exists():
        return ()
    known = {"district": tuple(districts), "age": AGES}
    found: dict[tuple[str, str], Residents] = {}
    for number, row in enumerate(_rows(file), start=2):
        one = _read(f"{file}, row {number}", row, known)
        if (one.margin, one.group) in found:
            raise SettingsWrong(f"{file}, row {number}: {one.group} stands there for the second time; remove one of both rows.")
        found[one.margin, one.group] = one
    _whole(file, known, found)
    return tuple(found.values())


def _rows(file: Path) -> list[dict[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.DictReader(text, strict=True)
            rows = list(reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise SettingsWrong(f"{file} is not readable as CSV: {error}; save it as UTF-8 with commas.") from None
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise SettingsWrong(f"{file}, row 1: the columns must be {','.join(COLUMNS)}.")
    return rows


def _read(where: str, row: Mapping[str, str | None], known: Mapping[str, Sequence[str]]) -> Residents:
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    margin, group, population = cells["margin"], cells["group"], cells["population"]
    if margin not in MARGINS:
        raise SettingsWrong(f"{where}: {margin!r} is no margin; write {' or '.join(MARGINS)}.")
    if group not in known[margin]:
        raise SettingsWrong(f"{where}: {group!r} is no {margin} of this city; write one of {', '.join(known[margin])}.")
    if not (population.isascii() and population.isdigit() and 0 < int(population) < 10**9):
        raise SettingsWrong(f"{where}: {population!r} are no people; write a whole number above 0, without dots.")
    if not DAY.fullmatch(cells["as_of"]):
        raise SettingsWrong(f"{where}: {cells['as_of']!r} is no day; write it as 2023-12-31, or a year.")
    if not cells["source"]:
        raise SettingsWrong(f"{where}: the source is missing; write where the number stands.")
    return Residents(**{**cells, "population": int(population)})


def _whole(file: Path, known: Mapping[str, Sequence[str]], found: Mapping[tuple[str, str], Residents]) -> None:
    """A margin is there with all its groups, or not at all: shares of a part would be shares of nothing."""
    for margin, groups in known.items():
        missing = [group for group in groups if (margin, group) not in found]
        if missing and len(missing) < len(groups):
            raise SettingsWrong(f"{file} has no row for {', '.join(missing)}; add it, or leave out every {margin}.")
