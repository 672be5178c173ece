"""The Parquet of a release: the CSV's rows with a type per column, compressed with zstd, written by DuckDB."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

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
MONEY, REAL = "DECIMAL(18,2)", "DOUBLE"


def write(path: Path, columns: Sequence[Column], table: Path, rows: Path) -> None:
    """Writes the rows of the CSV ``table``; ``rows`` is the index of the same release, which knows how many digits are needed.

    A number column is DECIMAL(18,2) where each of its values fits in there without loss, else DOUBLE.
    A moment is a TIMESTAMP in UTC, or without zone where the list gives none.
    """
    types = {column.name: TYPES.get(column.type) or _number(rows, column.name) for column in columns}
    struct = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    source = (
        f"read_csv({_literal(table)}, auto_detect=false, header=true, delim=',', quote='\"', escape='\"',"
        f" nullstr='', encoding='utf-8', max_line_size=33554432, columns={{{struct}}})"
    )
    with duckdb.connect() as connection:
        connection.execute("SET preserve_insertion_order=true")
        connection.execute(f"COPY (SELECT * FROM {source}) TO {_literal(path)} (FORMAT parquet, COMPRESSION zstd)")


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _number(rows: Path, name: str) -> str:
    """The narrowest type that loses nothing, found in the index of the release."""
    column = quoted(name)
    beyond = f"SELECT 1 FROM rows WHERE abs({column}) >= 1e16 OR round({column}, 2) <> {column} LIMIT 1"
    connection = index.connect(rows)
    try:
        return REAL if connection.execute(beyond).fetchone() else MONEY
    finally:
        connection.close()
