"""What the search needs beside its table: a full-text index with triggers on SQLite, a GIN index on PostgreSQL.

No table module is imported, so that a migration may call this too.
"""

TABLE = "search_fts"
"""SQLite's full-text table; its shadow tables begin with this name."""
INDEX = "ix_search_entry_body"
"""PostgreSQL's index on the words of an entry."""

_VALUES = "INSERT INTO search_fts(rowid, title, body) VALUES (new.id, new.title, new.body)"
_TAKEN = "INSERT INTO search_fts(search_fts, rowid, title, body) VALUES ('delete', old.id, old.title, old.body)"

# Words come analysed, with a space between. The tokenizer "ascii" leaves other scripts alone, so both engines see the same words.
_OPTIONS = "content='search_entry', content_rowid='id', tokenize=\"ascii tokenchars '_'\""
_SQLITE = (
    f"CREATE VIRTUAL TABLE search_fts USING fts5(title, body, {_OPTIONS})",
    f"CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN {_VALUES}; END",
    f"CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN {_TAKEN}; END",
    f"CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN {_TAKEN}; {_VALUES}; END",
    "INSERT INTO search_fts(search_fts) VALUES ('rebuild')",
)
_POSTGRESQL = (f"CREATE INDEX {INDEX} ON search_entry USING gin (array_to_tsvector(string_to_array(body, ' ')))",)

_SQLITE_DROP = (
    "DROP TRIGGER search_entry_added",
    "DROP TRIGGER search_entry_removed",
    "DROP TRIGGER search_entry_changed",
    "DROP TABLE search_fts",
)


def create(dialect: str) -> tuple[str, ...]:
    """Statements to be executed once the table ``search_entry`` exists; ``dialect`` is ``sqlite`` or ``postgresql``."""
    return _SQLITE if dialect == "sqlite" else _POSTGRESQL


def drop(dialect: str) -> tuple[str, ...]:
    """Statements that undo ``create``, to be executed before the table is dropped."""
    return _SQLITE_DROP if dialect == "sqlite" else (f"DROP INDEX {INDEX}",)


def is_made_here(name: str | None) -> bool:
    """Whether a table or index of that name comes from here: a comparison with the table classes leaves it out."""
    return name is not None and (name == INDEX or name.startswith(TABLE))
