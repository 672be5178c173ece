"""The federal funding catalogue (Förderkatalog des Bundes): its export as a file, and the live search for one city."""

from pathlib import Path

from harvesters.lists.federal import FREQUENCY, LICENCE, NAME, PUBLISHER, TITLE, column_of, dataset_of
from harvesters.lists.federal_rows import names_of, read
from harvesters.lists.federal_search import MASK, steps
from harvesters.lists.federal_tables import open_table
from harvesters.source import Ask, Listing, Source


def parse(path: Path, ask: Ask) -> Listing:
    """Reads an export row by row. Raises SourceChanged where it is none, lacks a needed column or is cut off."""
    table = open_table(path)
    columns = tuple(column_of(name, table.headers[table.places[name]]) for name in names_of(table))
    return Listing(read(table, ask.city), dataset_of(ask.slug, ask.url or MASK, columns), ask.promised)


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
