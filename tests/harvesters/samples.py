"""Reads a file with a source as a run would, and sorts what comes: rows, rejections, remarks, fundings."""

import csv
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from datasets.city import City, read_city
from datasets.records import Cell, DatasetRecord, FundingRecord
from datasets.settings import ROOT
from harvesters.source import Ask, Rejected, Remark, Row, Source

FILES = Path(__file__).parent / "files"


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a file."""

    dataset: DatasetRecord
    rows: list[Row]
    rejected: list[Rejected]
    remarks: list[Remark]

    @property
    def fundings(self) -> list[FundingRecord]:
        """All fundings, in the order of their rows."""
        return [record for row in self.rows for record in row.records if isinstance(record, FundingRecord)]

    @property
    def tables(self) -> list[dict[str, Cell]]:
        """Every row by column name."""
        names = [column.name for column in self.dataset.columns]
        return [dict(zip(names, row.cells, strict=True)) for row in self.rows]

    @property
    def seen(self) -> int:
        """Data rows in all."""
        return len(self.rows) + len(self.rejected)


def a_city() -> City:
    """The city that the samples know."""
    return read_city(ROOT / "datasets/cities/dortmund")


def read(source: Source, path: Path, slug: str = "efre-test-2014-2020", url: str = "") -> Read:
    """Parses a file whole."""
    listing = source.parse(path, Ask(a_city(), slug, url))
    found = list(listing.rows)
    assert listing.dataset is not None
    return Read(
        listing.dataset,
        [one for one in found if isinstance(one, Row)],
        [one for one in found if isinstance(one, Rejected)],
        [one for one in found if isinstance(one, Remark)],
    )


def a_csv(folder: Path, rows: list[list[str]], delimiter: str = ";", encoding: str = "utf-8") -> Path:
    """A CSV of these rows."""
    path = folder / "list.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def a_workbook(folder: Path, name: str = "list.xlsx", **sheets: list[list[object]]) -> Path:
    """An XLSX with these sheets."""
    book = openpyxl.Workbook()
    for number, (title, rows) in enumerate(sheets.items()):
        sheet = book.create_sheet(title, number)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    book.save(folder / name)
    return folder / name
