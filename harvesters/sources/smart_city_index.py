"""Ranks in the Smart City Index that public pages quote: single values, each with its source, from a table kept by hand."""

from collections.abc import Iterator
from pathlib import Path

from datasets.errors import SourceChanged
from datasets.records import Text
from datasets.register.forms import FORMS
from harvesters.lists.register_rows import record_of
from harvesters.reading import cells
from harvesters.reading.tables import Table, open_tables
from harvesters.source import Ask, Expect, Listing, Parsed, Rejected, Row, Source

NEEDED = ("year", "city", "category", "rank", "source")
DOUBT = ("unsicher", "abgeleitet")
"""Words of a note that say that a rank is not stated literally; a column ``sure`` goes before them."""


def parse(path: Path, _ask: Ask) -> Listing:
    """Every quoted rank. Raises SourceChanged where a column is missing."""
    tables = open_tables(path)
    table = tables[0] if tables else Table(path.name, (), lambda: iter(()))
    headers = [text.replace("\ufeff", "").strip().casefold() for text in table.headers]
    if lost := [name for name in NEEDED if name not in headers]:
        raise SourceChanged(f"{path.name} has no column {', '.join(lost)}; it has {', '.join(table.headers) or 'nothing'}.")
    return Listing(_rows(table, headers))


def _rows(table: Table, headers: list[str]) -> Iterator[Parsed]:
    for line in table.lines():
        found = {name: cells.text(cell) or "" for name, cell in zip(headers, line.cells, strict=False)}
        values = {name: found.get(name, "") for name in FORMS["ranks"]}
        if "sure" not in headers:
            values["sure"] = "no" if any(word in values["note"].casefold() for word in DOUBT) else "yes"
        made = record_of("ranks", values, line.number)
        yield made if isinstance(made, Rejected) else Row(line.number, records=(made,))


SOURCE = Source(
    name="smart-city-index",
    title=Text(de="Smart City Index: zitierte Ränge", en="Smart City Index: quoted ranks"),
    publisher="Bitkom e. V., zitiert nach den Quellen je Zeile",
    licence="other-closed",
    homepage="",
    parse=parse,
    path=lambda city: city.register / "ranks.csv",
    # A quotation stays one: what a later table leaves out is not gone.
    complete=False,
    expect=Expect(shrink=0.0),
    frequency="ANNUAL",
    slug="smart-city-index",
)
