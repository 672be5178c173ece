"""Search in what people can find: the same hits on SQLite and PostgreSQL, any text is a safe question."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    Subquery,
    cast,
    column,
    delete,
    false,
    func,
    literal,
    literal_column,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import Session, col

from datasets.database import upsert
from datasets.tables.catalogue import SearchEntry
from datasets.words import Term, analyse, asked

_FTS = table("search_fts", column("rowid"))
_EXACT, _START = '"{}"', '"{}" *'
_LEXEME, _LEXEME_START = "'{}'", "'{}':*"


def put(session: Session, kind: str, slug: str, title: str, body: str) -> None:
    """Makes a thing findable, or renews its words. ``kind`` is ``project``, ``organisation`` or ``dataset``."""
    values = {"kind": kind, "slug": slug, "title": " ".join(analyse(title)), "body": " ".join(analyse(f"{title} {body}"))}
    upsert(session, SearchEntry, ("kind", "slug"), values)


def remove(session: Session, kind: str, slug: str) -> None:
    """Takes a thing out of the search; nothing happens where it is unknown."""
    session.execute(delete(SearchEntry).where(col(SearchEntry.kind) == kind, col(SearchEntry.slug) == slug))


def matching(session: Session, kind: str, question: str) -> Subquery:
    """Hits, to be joined: ``slug``, ``in_title`` (all words are in the title) and ``words`` (a key in German order).

    In no order. A question without any word has no hits.
    """
    terms = asked(question)
    match = _sqlite if session.get_bind().dialect.name == "sqlite" else _postgresql
    hit, in_title = (match("body", terms), match("title", terms)) if terms else (false(), false())
    parts: tuple[ColumnElement[Any], ...] = (
        col(SearchEntry.slug).label("slug"),
        in_title.label("in_title"),
        col(SearchEntry.title).label("words"),
    )
    return select(*parts).where(col(SearchEntry.kind) == kind, hit).subquery()


def hits(session: Session, kind: str, question: str, limit: int = 20) -> tuple[list[str], int]:
    """Slugs of the first hits, those in the title first, then by title; and how many hits there are."""
    found = matching(session, kind, question)
    total = session.execute(select(func.count()).select_from(found)).scalar_one()
    ordered = select(found.c.slug).order_by(found.c.in_title.desc(), plain_order(session, found.c.words), found.c.slug)
    return list(session.execute(ordered.limit(limit)).scalars()), int(total)


def plain_order(session: Session, words: SQLColumnExpression[str]) -> SQLColumnExpression[str]:
    """The column for an ORDER BY in the order of its characters; PostgreSQL would else use the rules of its installation."""
    return words if session.get_bind().dialect.name == "sqlite" else words.collate("C")


def _sqlite(name: str, terms: tuple[Term, ...]) -> ColumnElement[bool]:
    question = " AND ".join(f"({' OR '.join(_ways(term, _EXACT, _START))})" for term in terms)
    rows = select(_FTS.c.rowid).where(literal_column("search_fts").bool_op("MATCH")(literal(f"{{{name}}} : ({question})")))
    return col(SearchEntry.id).in_(rows)


def _postgresql(name: str, terms: tuple[Term, ...]) -> ColumnElement[bool]:
    question = " & ".join(f"({' | '.join(_ways(term, _LEXEME, _LEXEME_START))})" for term in terms)
    words = func.array_to_tsvector(func.string_to_array(col(getattr(SearchEntry, name)), literal_column("' '")))
    return words.bool_op("@@")(cast(literal(question), TSQUERY))


def _ways(term: Term, exact: str, start: str) -> list[str]:
    # Terms hold letters and digits only, of whatever script: nothing in them can end a quotation.
    return [exact.format(term.stem), *(start.format(begun) for begun in term.starts)]
