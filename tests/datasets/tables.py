"""Small tables for tests: columns of every type, rows by hypothesis, and an index of them in one line."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

from datasets.formats.index import complete, open_index
from datasets.records import Cell, Column, ColumnType, DatasetRecord, Text

LETTERS = "abzABZäöüÄÖÜßéÉ 015,;.:\"'\n\r\t=+-*%_[]?\\<&{}→😀"
TEXTS = st.none() | st.text(LETTERS, max_size=12)
MONEY = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
MOMENTS = st.datetimes(dt.datetime.fromisoformat("1900-01-01"), dt.datetime.fromisoformat("2100-01-01"))

CELLS: dict[ColumnType, st.SearchStrategy[Cell]] = {
    "string": TEXTS,
    "integer": st.none() | st.integers(-3, 3) | st.integers(-(2**63), 2**63 - 1),
    "number": st.none() | MONEY | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-5, 5),
    "boolean": st.none() | st.booleans(),
    "date": st.none() | st.dates(),
    "datetime": st.none() | MOMENTS | MOMENTS.map(lambda moment: moment.replace(tzinfo=dt.UTC)),
    "year": st.none() | st.integers(1900, 2100),
}


def column(name: str, kind: ColumnType = "string") -> Column:
    return Column(name=name, type=kind, title=Text(de=name.title()))


COLUMNS = tuple(column(name, kind) for kind in CELLS for name in (f"{kind}_a", f"{kind}_b"))
ROW = st.tuples(*(CELLS[column.type] for column in COLUMNS))
ROWS = st.lists(ROW, max_size=8)


def an_index(path: Path, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], key: Sequence[str] = ()) -> Path:
    path.unlink(missing_ok=True)
    with open_index(path, columns, key) as writer:
        for row in rows:
            assert writer.add(row)
    complete(path)
    return path


GRANTS = (column("fkz"), column("ort"), column("thema"), column("summe", "number"), column("von", "date"), column("aktiv", "boolean"))
GRANT_ROWS: list[tuple[Cell, ...]] = [
    ("01A", "Dortmund", "Wasserstoff für die Straße", Decimal("1000.50"), dt.date(2020, 1, 1), True),
    ("01B", "Köln", "Müllsensoren, vernetzt", Decimal(20), dt.date(2021, 5, 1), False),
    ("01C", "Dortmund", "Grüner Wasserstoff", None, None, None),
    ("01D", None, "=SUMME(A1:A9)", Decimal("0.00001"), dt.date(1899, 12, 31), True),
    ("01E", "Ötisheim", "Offene Daten der Stadt", Decimal("12345678901234.5"), dt.date(2019, 3, 1), False),
]


def a_dataset(slug: str = "foerderungen", columns: Sequence[Column] = GRANTS, key: Sequence[str] = ("fkz",)) -> DatasetRecord:
    return DatasetRecord(
        slug=slug,
        title=Text(de="Förderungen", en="Grants"),
        description=Text(de="Bewilligte Förderungen.", en="Grants awarded."),
        keywords=("förderung", "geld"),
        licence="dl-zero-de/2.0",
        publisher="Beispielstadt",
        contact_email="daten@example.org",
        source_url="https://example.org/quelle",
        columns=tuple(columns),
        key=tuple(key),
        origin="own",
    )
