"""Rows put together: counts, sums, means of groups, worked out by DuckDB over the Parquet of a release and nothing else."""

import datetime as dt
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from datasets import datastore, indexes
from datasets.conditions import column as known_column
from datasets.errors import BadQuestion, TooLong
from datasets.formats.cells import Value, plain
from datasets.formats.layout import Schema, quoted
from datasets.question import Figure, Filter, Function, Grouping, Question, Sort
from datasets.records import Column, ColumnType, Text

MOST_GROUPS, MOST_FIGURES = 5, 20
MOST_IDLE = 4
MEMORY = "200MB"
"""What one question may hold; beyond it DuckDB gives up, for it may write nowhere."""
NUMERIC = frozenset({"integer", "number", "year"})
TITLES: dict[Function, Text] = {
    "count": Text(de="Anzahl", en="Count"),
    "sum": Text(de="Summe", en="Sum"),
    "min": Text(de="Kleinster Wert", en="Least"),
    "max": Text(de="Größter Wert", en="Greatest"),
    "mean": Text(de="Mittelwert", en="Mean"),
    "distinct": Text(de="Verschiedene Werte", en="Distinct values"),
}
# Sums of money are sums of decimals and exact. Others are summed with compensation: the order of rows hardly matters.
SUMS = {"DOUBLE": "fsum({column})"}
MADE: dict[Function, str] = {
    "count": "count(*)",
    "sum": "sum({column})",
    "min": "min({column})",
    "max": "max({column})",
    "mean": "sum({column})",
    "distinct": "count(DISTINCT {column})",
}
GROUPS = "SELECT {columns}, count(*) OVER () FROM table_of_release{where}{by} ORDER BY {order} LIMIT ? OFFSET ?"
ALL = "CREATE TEMP VIEW table_of_release AS SELECT *, file_row_number + 1 AS _id FROM read_parquet('{path}', file_row_number = true)"
AMONG = " WHERE _id IN (SELECT unnest(?::BIGINT[]))"


@dataclass(frozen=True, slots=True)
class Groups:
    """One row per group: its cells, then its figures. ``total`` counts all groups; sums of money are decimals."""

    columns: tuple[Column, ...]
    rows: list[tuple[Value, ...]]
    total: int
    kinds: dict[str, str]
    """What DuckDB takes the columns of numbers for."""


@dataclass(slots=True)
class _Table:
    """An open Parquet with the types that DuckDB sees."""

    path: Path
    connection: Any
    """DuckDB's own."""
    types: dict[str, str]


_lock = threading.Lock()
_idle: list[_Table] = []


def grouped(folder: Path, slug: str, question: Question, grouping: Grouping, *, seconds: float = indexes.SECONDS) -> Groups:
    """Groups of the rows that fit the filters and words of ``question``, of a release in ``folder``. Raises BadQuestion."""
    index = folder / "index.sqlite"
    schema = datastore.schema(index)
    columns = columns_of(schema, grouping)
    among = datastore.numbers(index, question, seconds=seconds)
    with _opened(folder / f"{slug}.parquet") as table, _limited(table.connection, seconds):
        text = _written(table, grouping, columns, filtered=among is not None)
        values = [*([among] if among is not None else []), grouping.limit, grouping.offset]
        rows = table.connection.execute(text, values).fetchall()
        total = rows[0][-1] if rows else _total(table, grouping, among)
        kinds = {column.name: _kind(table, figure) for figure, column in _numbers(grouping, columns)}
    zoned = {at for at, column in enumerate(columns) if column.type == "datetime" and _is_zoned(index, grouping, at)}
    return Groups(columns, [_shown(grouping, row, zoned) for row in rows], total, kinds)


def columns_of(schema: Schema, grouping: Grouping) -> tuple[Column, ...]:
    """The columns of the answer. Raises BadQuestion naming the parameter."""
    known = {column.name: column for column in schema.columns}
    types: dict[str, ColumnType] = {name: column.type for name, column in known.items()}
    if len(grouping.by) > MOST_GROUPS or len(set(grouping.by)) < len(grouping.by):
        raise BadQuestion(f"group takes at most {MOST_GROUPS} columns, each once.", "group")
    if not grouping.figures or len(grouping.figures) > MOST_FIGURES or len(set(grouping.figures)) < len(grouping.figures):
        raise BadQuestion(f"aggregate takes 1 to {MOST_FIGURES} figures, each once.", "aggregate")
    for name in grouping.by:
        known_column(name, types, "group")
    made = _apart([*(known[name] for name in grouping.by), *(_column(figure, known, types) for figure in grouping.figures)])
    names = [column.name for column in made]
    if wrong := [sort.column for sort in grouping.sort if sort.column not in names]:
        raise BadQuestion(f"Groups cannot be sorted by {wrong[0]!r}; there are {', '.join(names)}.", "sort")
    return made


def _apart(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns, a figure with a number behind its name where a column of the list is called so too, as ``count`` may be."""
    named: dict[str, Column] = {}
    for column in columns:
        names = (column.name, *(f"{column.name[:60]}_{number}" for number in range(2, len(columns) + 2)))
        free = next(name for name in names if name not in named)
        named[free] = column.model_copy(update={"name": free})
    return tuple(named.values())


def _column(figure: Figure, known: dict[str, Column], types: dict[str, ColumnType]) -> Column:
    if figure.function == "count":
        return Column(name=figure.name, type="integer", title=TITLES["count"])
    known_column(figure.column, types, "aggregate")
    source, title = known[figure.column], TITLES[figure.function]
    if figure.function in {"sum", "mean"} and source.type not in NUMERIC:
        numeric = ", ".join(name for name, kind in types.items() if kind in NUMERIC) or "none"
        raise BadQuestion(f"{figure.function} takes a column of numbers, not {figure.column}; there are {numeric}.", "aggregate")
    kinds: dict[Function, ColumnType] = {"distinct": "integer", "mean": "number"}
    kind = kinds.get(figure.function, "integer" if figure.function == "sum" and source.type != "number" else source.type)
    both = Text(de=f"{title.de}: {source.title.de}", en=f"{title.en}: {source.title.en or source.title.de}")
    return Column(name=figure.name[:63], type=kind, title=both, unit="" if kind == "integer" and source.type == "number" else source.unit)


def _numbers(grouping: Grouping, columns: tuple[Column, ...]) -> Iterator[tuple[Figure, Column]]:
    """Columns of numbers, each with the figure that it shows; a column of the groups shows its own least value."""
    figures = (*(Figure("min", name) for name in grouping.by), *grouping.figures)
    return (
        (figure, column) for figure, column in zip(figures, columns, strict=True) if column.type == "number" or figure.function == "sum"
    )


def _kind(table: _Table, figure: Figure) -> str:
    kind = table.types[figure.column]
    if figure.function == "sum":
        return {"DOUBLE": "DOUBLE", "DECIMAL(18,2)": "DECIMAL(38,2)"}.get(kind, "HUGEINT")
    return "DOUBLE" if figure.function == "mean" else kind


def _written(table: _Table, grouping: Grouping, columns: tuple[Column, ...], *, filtered: bool) -> str:
    by = ", ".join(quoted(name) for name in grouping.by)
    figures = [_made(table, figure, column.name) for figure, column in zip(grouping.figures, columns[len(grouping.by) :], strict=True)]
    counted = [f"count({quoted(figure.column)})" for figure in grouping.figures if figure.function == "mean"]
    # Ties stand in the order of the groups, so that pages do not overlap.
    order = [*map(_term, grouping.sort), *(f"{quoted(name)} ASC NULLS LAST" for name in grouping.by)] or ["1"]
    return GROUPS.format(
        columns=", ".join([*([by] if by else []), *figures, *counted]),
        where=AMONG if filtered else "",
        by=f" GROUP BY {by}" if by else "",
        order=", ".join(order),
    )


def _made(table: _Table, figure: Figure, name: str) -> str:
    template = SUMS.get(table.types.get(figure.column, ""), MADE[figure.function]) if figure.function in {"sum", "mean"} else ""
    return f"{(template or MADE[figure.function]).format(column=quoted(figure.column))} AS {quoted(name)}"


def _term(sort: Sort) -> str:
    return f"{quoted(sort.column)} {'DESC' if sort.descending else 'ASC'} NULLS {'LAST' if sort.nulls_last else 'FIRST'}"


def _total(table: _Table, grouping: Grouping, among: list[int] | None) -> int:
    """Of all groups, where the page itself is empty."""
    by = ", ".join(quoted(name) for name in grouping.by)
    text = f"SELECT count(*) FROM (SELECT {by or '1'} FROM table_of_release{AMONG if among is not None else ''} GROUP BY {by or 'ALL'})"  # noqa: S608 names of columns
    found = table.connection.execute(text, [among] if among is not None else []).fetchone()
    return int(found[0]) if found else 0


def _is_zoned(index: Path, grouping: Grouping, at: int) -> bool:
    """Whether the moments of this column of the answer have a zone in the release; a Parquet holds UTC and does not say so."""
    name = [*grouping.by, *(figure.column for figure in grouping.figures)][at]
    first = Question(filters=(Filter(name, "notnull"),), fields=(name,), limit=1, include_total=False)
    return any(str(cell).endswith("+00:00") for (cell,) in datastore.answer(index, first).rows)


def _shown(grouping: Grouping, row: tuple[object, ...], zoned: set[int]) -> tuple[Value, ...]:
    """The cells of a group and its figures, means divided, moments as they stand in the files."""
    wide = len(grouping.by) + len(grouping.figures)
    cells, counts = list(row[:wide]), list(row[wide:-1])
    for at, figure in enumerate(grouping.figures, len(grouping.by)):
        if figure.function == "mean":
            cells[at] = _mean(cells[at], counts.pop(0))
    shown = [_cell(cell) for cell in cells]
    return tuple(f"{cell}+00:00" if at in zoned and cell is not None else cell for at, cell in enumerate(shown))


def _mean(total: object, count: object) -> float | None:
    if total is None or not isinstance(count, int) or not count:
        return None
    return float(Decimal(str(total)) / count)


def _cell(cell: object) -> Value:
    if isinstance(cell, dt.datetime | dt.date):
        return cell.isoformat()
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 2**53 else cell
    if isinstance(cell, Decimal):
        return _decimal(cell)
    return cell  # type: ignore[return-value]  # DuckDB hands out what our columns hold


def _decimal(cell: Decimal) -> Value:
    """As the files show it: whole, or the double that means the same; else the decimal itself."""
    if cell == cell.to_integral_value():
        return int(cell)
    return float(cell) if Decimal(plain(float(cell))) == cell else cell


@contextmanager
def _opened(path: Path) -> Iterator[_Table]:
    with _lock:
        found = next((table for table in _idle if table.path == path), None)
        if found is not None:
            _idle.remove(found)
    table = found or _fresh(path)
    try:
        yield table
    finally:
        with _lock:
            _idle.append(table)
            eldest = _idle.pop(0) if len(_idle) > MOST_IDLE else None
        if eldest:
            eldest.connection.close()


def _fresh(path: Path) -> _Table:
    """A DuckDB that may read this one file, write nowhere, reach no network and load nothing; and cannot be told otherwise."""
    import duckdb  # noqa: PLC0415 it takes as long as a tenth of the start, and few pages ask such questions

    connection = duckdb.connect(config={"threads": 1, "memory_limit": MEMORY, "temp_directory": "", "autoload_known_extensions": False})
    place = str(path.absolute()).replace("'", "''")
    connection.execute(f"SET allowed_paths = ['{place}']")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    connection.execute(ALL.format(path=place))
    described = connection.execute("DESCRIBE table_of_release").fetchall()
    return _Table(path, connection, {name: kind for name, kind, *_ in described})


@contextmanager
def _limited(connection: Any, seconds: float) -> Iterator[None]:
    import duckdb  # noqa: PLC0415

    watch = threading.Timer(seconds, connection.interrupt)
    watch.daemon = True
    watch.start()
    try:
        yield
    except duckdb.InterruptException:
        raise TooLong(f"This question takes longer than {seconds:g} seconds; ask for less at once.") from None
    except duckdb.OutOfMemoryException:
        raise TooLong("This question needs more memory than one may take; ask for fewer groups at once.") from None
    finally:
        watch.cancel()
