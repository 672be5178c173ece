"""The city's own register: projects, organisations, sums and quoted figures from CSV files in the city's folder."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from datasets.errors import SourceChanged
from datasets.records import Text
from harvesters.lists.register_rows import READERS, record_of
from harvesters.source import Ask, Expect, Listing, Parsed, Rejected, Row, Source


def parse(folder: Path, _ask: Ask) -> Listing:
    """All files of the folder, those first that others refer to. Raises SourceChanged where a file or column is missing."""
    if not folder.is_dir():
        raise SourceChanged(f"{folder} is not a folder with the register's files ({', '.join(f'{name}.csv' for name in READERS)}).")
    for name, (needed, _) in READERS.items():
        _check_header(folder / f"{name}.csv", needed)
    return Listing(rows=_rows(folder))


def _check_header(file: Path, needed: tuple[str, ...]) -> None:
    if not file.exists():
        raise SourceChanged(f"{file.name} is missing in {file.parent}.")
    with file.open(encoding="utf-8-sig", newline="") as handle:
        header = next(csv.reader(handle), [])
    if lost := [name for name in needed if name not in header]:
        raise SourceChanged(f"{file.name} has no column {', '.join(lost)}; it has {', '.join(header) or 'nothing'}.")


def _rows(folder: Path) -> Iterator[Parsed]:
    for name in READERS:
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, restval="")
            for cells in reader:
                made = record_of(name, {key: (value or "").strip() for key, value in cells.items() if key}, reader.line_num)
                yield replace(made, field=f"{name}.csv: {made.field}") if isinstance(made, Rejected) else Row(reader.line_num, (), (made,))


SOURCE = Source(
    name="register",
    title=Text(de="Register der Stadt", en="The city's register"),
    publisher="Mehrwert",
    licence="dl-zero-de/2.0",
    homepage="",
    parse=parse,
    path=lambda city: city.register,
    expect=Expect(bad_share=0.05),
    frequency="CONT",
    slug="register",
)
