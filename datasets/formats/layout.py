"""How a query index is laid out: the table of rows, its b-trees, its full text, its tallies and what it says of itself."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from datasets.records import Column

RESERVED = frozenset({"_id", "_key", "_hash"})
MOST_COLUMNS = 900
"""SQLite ends at 2,000 columns of a result, and two releases side by side have twice as many."""
LONGEST, LONG_ON_AVERAGE = 200, 60
"""Characters. A text column beyond either gets no b-tree: it is searched by words, hardly ever sorted or compared as a whole."""
FREQUENT = 64
"""Rows. More frequent values are counted once, at writing; to count a rarer one when asked takes no time."""
IN_MEMORY = 32 * 2**20
"""Bytes of the full text that are sorted in memory before they are written: fewer parts to put together in the end."""
# Names of columns put into these texts have passed the pattern of Column.name: letters, digits and underscores.
ROWS = "CREATE TABLE rows (_id INTEGER PRIMARY KEY, _key TEXT NOT NULL, _hash BLOB NOT NULL, {columns})"
META = "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
TALLIES = "CREATE TABLE tallies (name TEXT NOT NULL, value, n INTEGER NOT NULL)"
TALLY = 'INSERT INTO tallies SELECT \'{name}\', "{name}", count(*) FROM rows GROUP BY "{name}" HAVING count(*) >= {least}'
MEASURES = "SELECT {measures} FROM rows"
# The view exists because a full text has forbidden names ("rank", "rowid") that are good names of a column.
TEXTS = "CREATE VIEW texts AS SELECT _id, {columns} FROM rows"
FULL_TEXT = (
    "CREATE VIRTUAL TABLE rows_fts USING fts5({columns}, content='texts', content_rowid='_id', columnsize=0,"
    " tokenize='unicode61 remove_diacritics 2')"
)


@dataclass(frozen=True, slots=True)
class Schema:
    """What an index says of itself. ``indexed`` are the columns with a b-tree and tallies."""

    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: int
    indexed: frozenset[str]


def quoted(name: str) -> str:
    """A column's name for SQL. Only names of a schema may come here: their pattern leaves nothing to escape."""
    return f'"{name}"'


def text_names(columns: Iterable[Column]) -> dict[str, str]:
    """Names of the text columns -> their names in the full text."""
    names = [column.name for column in columns if column.type == "string"]
    return {name: f"t{position}" for position, name in enumerate(names)}


def create_rows(connection: sqlite3.Connection, columns: Sequence[Column]) -> None:
    """The empty table. Numbers get no type of SQLite's: its NUMERIC would touch what is written."""
    kinds = {"string": "TEXT", "date": "TEXT", "datetime": "TEXT"}
    parts = [f"{quoted(column.name)} {kinds.get(column.type, '')}".rstrip() for column in columns]
    connection.execute(ROWS.format(columns=", ".join(parts)))


def build_key(connection: sqlite3.Connection) -> None:
    """Lets rows be found by their identity, which is what comparing two releases needs."""
    connection.execute("CREATE UNIQUE INDEX key_of_row ON rows (_key)")


def build(connection: sqlite3.Connection, columns: Sequence[Column]) -> frozenset[str]:
    """Builds all that queries need and returns the columns that got a b-tree."""
    connection.execute(TALLIES)
    indexed = _filterable(connection, columns)
    for name in indexed:
        connection.execute(f'CREATE INDEX "by_{name}" ON rows ("{name}")')
        connection.execute(TALLY.format(name=name, least=FREQUENT))
    connection.execute("CREATE INDEX tallies_by_value ON tallies (name, value, n)")
    if names := text_names(columns):
        _build_full_text(connection, names)
    return frozenset(indexed)


def _filterable(connection: sqlite3.Connection, columns: Sequence[Column]) -> list[str]:
    """All columns but those of long texts; told by one pass over the rows."""
    texts = [column.name for column in columns if column.type == "string"]
    measures = ", ".join(f"max(length({quoted(name)})), avg(length({quoted(name)}))" for name in texts)
    lengths = connection.execute(MEASURES.format(measures=measures)).fetchone() if texts else ()
    long = {
        name
        for name, longest, average in zip(texts, lengths[0::2], lengths[1::2], strict=False)
        if (longest or 0) > LONGEST or (average or 0) > LONG_ON_AVERAGE
    }
    return [column.name for column in columns if column.name not in long]


def _build_full_text(connection: sqlite3.Connection, names: dict[str, str]) -> None:
    connection.execute(TEXTS.format(columns=", ".join(f"{quoted(name)} AS {alias}" for name, alias in names.items())))
    connection.execute(FULL_TEXT.format(columns=", ".join(names.values())))
    connection.execute(f"INSERT INTO rows_fts (rows_fts, rank) VALUES ('hashsize', {IN_MEMORY})")
    connection.execute("INSERT INTO rows_fts (rows_fts) VALUES ('rebuild')")
    connection.execute("INSERT INTO rows_fts (rows_fts) VALUES ('optimize')")


def write_schema(connection: sqlite3.Connection, schema: Schema) -> None:
    """Writes the table ``meta``."""
    facts = {
        "format": 1,
        "columns": [column.model_dump(mode="json", exclude_defaults=True) for column in schema.columns],
        "key": schema.key,
        "rows": schema.rows,
        "indexed": sorted(schema.indexed),
    }
    connection.execute(META)
    connection.executemany("INSERT INTO meta VALUES (?, ?)", [(name, json.dumps(fact)) for name, fact in facts.items()])


def write_indexed(connection: sqlite3.Connection, indexed: frozenset[str]) -> None:
    """Says in the table ``meta`` which columns got a b-tree."""
    connection.execute("UPDATE meta SET value = ? WHERE name = 'indexed'", (json.dumps(sorted(indexed)),))


def read_schema(connection: sqlite3.Connection) -> Schema:
    """Reads the table ``meta``."""
    facts = {name: json.loads(value) for name, value in connection.execute("SELECT name, value FROM meta")}
    columns = tuple(Column.model_validate(column) for column in facts["columns"])
    return Schema(columns, tuple(facts["key"]), facts["rows"], frozenset(facts["indexed"]))
