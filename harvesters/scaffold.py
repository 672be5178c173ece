"""The three files of a new source: the source, its frozen answer, its test."""

from pathlib import Path

from datasets.errors import Refused
from datasets.records import SLUG

ROOT = Path(__file__).resolve().parent.parent

SOURCE = '''"""{title}: say here what it is, who publishes it and how often."""

import csv
from collections.abc import Iterator
from pathlib import Path

from datasets.records import Column, DatasetRecord, Text
from harvesters.source import Ask, Listing, Parsed, Rejected, Row, Source

COLUMNS = (
    Column(name="id", title=Text(de="Kennung", en="Identifier")),
    Column(name="title", title=Text(de="Titel", en="Title")),
)


def parse(path: Path, ask: Ask) -> Listing:
    """A CSV file with the columns id and title."""
    record = DatasetRecord(
        slug=ask.slug,
        title=SOURCE.title,
        description=Text(de="Was der Datensatz enthält.", en="What the dataset holds."),
        licence=SOURCE.licence,
        publisher=SOURCE.publisher,
        source_url=SOURCE.homepage,
        columns=COLUMNS,
        key=("id",),
        origin="harvested",
        source=SOURCE.name,
    )
    return Listing(rows=_rows(path), dataset=record)


def _rows(path: Path) -> Iterator[Parsed]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            if not row.get("title"):
                yield Rejected(reader.line_num, "title", "is empty")
            else:
                yield Row(reader.line_num, (row["id"], row["title"]))


SOURCE = Source(
    name="{name}",
    title=Text(de="{title}", en="{title}"),
    publisher="Who publishes it",
    licence="other-closed",
    homepage="https://example.org/",
    parse=parse,
    slug="{name}",
)
'''

ANSWER = "id,title\n1,First\n2,Second\n"

TEST = '''"""{title}: the frozen answer is read whole."""

from pathlib import Path

from harvesters.source import Ask, Row
from harvesters.sources.{module} import SOURCE

FILE = Path(__file__).parent.parent / "files" / "{module}.csv"


def test_every_row_is_read(city):
    rows = list(SOURCE.parse(FILE, Ask(city, "{name}")).rows)
    assert [row.cells for row in rows if isinstance(row, Row)] == [("1", "First"), ("2", "Second")]
'''


def write(name: str, root: Path = ROOT) -> list[Path]:
    """Writes source, frozen answer and test of a new source; raises Refused where the name is taken or unfit."""
    if not SLUG.fullmatch(name) or "_" in name:
        raise Refused(f"{name!r} is not a name of small letters, digits and hyphens.")
    module = name.replace("-", "_")
    words = {"name": name, "module": module, "title": name.replace("-", " ").capitalize()}
    files = {
        root / "harvesters" / "sources" / f"{module}.py": SOURCE.format(**words),
        root / "tests" / "harvesters" / "files" / f"{module}.csv": ANSWER,
        root / "tests" / "harvesters" / "sources" / f"test_{module}.py": TEST.format(**words),
    }
    if taken := [path for path in files if path.exists()]:
        raise Refused(f"{taken[0]} exists already.")
    for path, text in files.items():
        path.write_text(text, "utf-8")
    return list(files)
