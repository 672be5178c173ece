"""The Parquet of a release: the CSV's rows with a type per column, compressed with zstd, written by DuckDB."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from datasets.formats import index
from datasets.formats.layout import quoted
from datasets.records import Column

TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMP",
    "year": "INTEGER",
}
BEYOND_MONEY = "SELECT 1 FROM rows WHERE abs({column}) >= 1e16 OR round({column}, 2) <> {column} LIMIT 1"
COPY = (
    "COPY (SELECT * FROM read_csv({table}, auto_detect=false, header=true, delim=',', quote='\"', escape='\"', nullstr='',"
    " encoding='utf-8', max_line_size={longest}, buffer_size={longest}, columns={{{struct}}}))"
    " TO {path} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {group}{facts})"
)
LONGEST_LINE = 16_000_000
"""Bytes of one row in the CSV."""
GROUPED = 1_000_000
"""Cells of one row group, which is what DuckDB keeps in memory: about 100 MB."""
VECTOR = 2048
"""DuckDB's groups are whole vectors."""
MONEY, REAL = "DECIMAL(18,2)", "DOUBLE"


def write(
    path: Path,
    columns: Sequence[Column],
    table: Path,
    rows: Path,
    kinds: Mapping[str, str] | None = None,
    facts: Mapping[str, str] | None = None,
) -> None:
    """Writes the rows of the CSV ``table``; ``rows`` is the index of the same release, which knows how many digits are needed.

    A number column is DECIMAL(18,2) where each of its values fits in there without loss, else DOUBLE.
    A moment is a TIMESTAMP in UTC, or without zone where the list gives none. ``kinds``: types of columns that the index
    does not have; ``facts`` are kept in the file beside the rows.
    """
    known = kinds or {}
    types = {column.name: known.get(column.name) or TYPES.get(column.type) or _number(rows, column.name) for column in columns}
    struct = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    group = max(GROUPED // len(columns) // VECTOR, 1) * VECTOR
    told = ", ".join(f"{_literal(name)}: {_literal(fact)}" for name, fact in (facts or {}).items())
    more = f", KV_METADATA {{{told}}}" if told else ""
    import duckdb  # noqa: PLC0415 a process that only answers writes no such file

    # one thread: the order of rows and the cut into groups are certain, and no second group lies in memory
    with duckdb.connect(config={"threads": 1}) as connection:
        parts = {"table": _literal(table), "struct": struct, "longest": LONGEST_LINE, "path": _literal(path), "group": group}
        connection.execute(COPY.format(**parts, facts=more))


def _literal(text: Path | str) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def _number(rows: Path, name: str) -> str:
    """Money where that loses nothing, as the index of the release tells; else a double, which keeps 15 digits of any number."""
    column = quoted(name)
    connection = index.connect(rows)
    try:
        return REAL if connection.execute(BEYOND_MONEY.format(column=column)).fetchone() else MONEY
    finally:
        connection.close()
