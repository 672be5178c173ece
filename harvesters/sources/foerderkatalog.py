"""The federal funding catalogue (Förderkatalog des Bundes): its export as a file, and the live search for one city."""

from itertools import chain
from pathlib import Path

from datasets.errors import SourceChanged
from harvesters.lists.federal import FREQUENCY, LICENCE, NAME, PUBLISHER, TITLE, column_of, dataset_of
from harvesters.lists.federal_rows import names_of, read
from harvesters.lists.federal_search import MASK, steps
from harvesters.lists.federal_tables import open_table
from harvesters.source import Ask, Listing, Source


def parse(path: Path, ask: Ask) -> Listing:
    """Reads an export, or the slices of one, row by row. Raises SourceChanged where it is none, lacks a needed column or is cut off."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    tables = [open_table(file) for file in files]
    if any(table.headers != tables[0].headers for table in tables):
        raise SourceChanged("The catalogue changed its columns between two exports of one run; run it again.")
    columns = tuple(column_of(name, tables[0].headers[tables[0].places[name]]) for name in names_of(tables[0]))
    rows = chain.from_iterable(read(table, ask.city) for table in tables)
    return Listing(rows, dataset_of(ask.slug, ask.url or MASK, columns), ask.promised)


SOURCE = Source(
    name=NAME,
    title=TITLE,
    publisher=PUBLISHER,
    licence=LICENCE,
    homepage=MASK,
    parse=parse,
    steps=steps,
    frequency=FREQUENCY,
    slug=NAME,
)
