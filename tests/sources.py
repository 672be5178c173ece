"""A source for tests: a CSV of id, title and sum; what has a sum becomes an award for the city."""

import csv
from decimal import Decimal, InvalidOperation

from datasets.errors import SourceChanged
from datasets.records import Column, DatasetRecord, FundingRecord, Text
from harvesters.source import Listing, Rejected, Row, Source

COLUMNS = tuple(Column(name=name, title=Text(de=name), source_name=name) for name in ("id", "title", "sum"))


def parse(path, ask):
    """Needs id and title; a sum that is none rejects the row."""
    with path.open(encoding="utf-8") as file:
        header = next(csv.reader(file), [])
    if not {"id", "title"} <= set(header):
        raise SourceChanged(f"{path.name} has no column id or title; it has {header}.")
    record = DatasetRecord(
        slug=ask.slug,
        title=Text(de="Liste"),
        description=Text(de="Zum Testen."),
        licence="other-closed",
        publisher="Amt",
        columns=tuple(column for column in COLUMNS if column.name in header),
        key=("id",),
        origin="harvested",
        source="probe",
    )
    return Listing(rows=_rows(path, header), dataset=record)


def _rows(path, header):
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            try:
                award = FundingRecord(key=row["id"], title=row["title"], funder="Bund", amount=Decimal(row["sum"]), amount_type="awarded")
            except InvalidOperation:
                yield Rejected(reader.line_num, "sum", "is no number", row["sum"])
            else:
                yield Row(reader.line_num, tuple(row[name] for name in ("id", "title", "sum") if name in header), (award,))


def a_source(**values):
    """The source with other values."""
    given = {"name": "probe", "title": Text(de="Probe"), "publisher": "Amt", "licence": "other-closed", "homepage": "", "parse": parse}
    return Source(**given | values)
