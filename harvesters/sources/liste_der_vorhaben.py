"""Lists of operations of the EU funds (ERDF, ESF, JTF) of any Land and period, as XLSX, CSV or JSON."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from datasets.records import DatasetRecord, Text
from harvesters.lists import newest
from harvesters.lists.evidence import Evidence, gather
from harvesters.lists.layouts import Layout, layouts_of
from harvesters.lists.operation_dataset import FREQUENCY, LICENCE, NAME, PUBLISHER, dataset_of
from harvesters.lists.operation_fundings import funding_of
from harvesters.lists.operation_rows import Operation, operations, readers
from harvesters.reading.sheets import open_sheets
from harvesters.source import Ask, Listing, Parsed, Row, Source


def parse(path: Path, ask: Ask) -> Listing:
    """Reads a list twice: to learn how it writes, then row by row. Raises SourceChanged where it is none."""
    layouts = layouts_of(path, open_sheets(path))
    evidence = gather(layouts)
    dataset = dataset_of(layouts, evidence, ask)
    return Listing(_rows(layouts, evidence, dataset, ask), dataset, ask.promised)


def _rows(layouts: list[Layout], evidence: Evidence, dataset: DatasetRecord, ask: Ask) -> Iterator[Parsed]:
    read = readers(evidence, dataset.columns)
    seen = Counter[str]()
    for number, layout in enumerate(layouts):
        for one in operations(layout, number, evidence, read):
            if not isinstance(one, Operation):
                yield one
                continue
            yield from one.remarks
            funding = funding_of(one, ask, seen)
            yield Row(one.line, tuple(one.values.values()), (funding,) if funding else (), bool(one.person))


SOURCE = Source(
    name=NAME,
    title=Text(de="Listen der Vorhaben der EU-Fonds", en="Lists of operations of the EU funds"),
    publisher=PUBLISHER,
    licence=LICENCE,
    homepage="https://kohesio.ec.europa.eu/",
    parse=parse,
    listed=lambda city, listed: newest.walk(listed),
    frequency=FREQUENCY,
)
