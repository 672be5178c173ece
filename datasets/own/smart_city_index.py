"""The dataset ``smart-city-index``: single quoted ranks of cities, each with its source."""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from datasets.city import City
from datasets.own import Own, column, described, first
from datasets.records import Cell, Text
from datasets.tables.places import Rank

COLUMNS = (
    column("year", "Jahr", "Year", "year"),
    column("city", "Stadt", "City"),
    column("category", "Bereich", "Category", more=("gesamt = über alle Bereiche.", "gesamt = over all categories.")),
    column("rank", "Rang", "Rank", "integer"),
    column("points", "Punkte", "Points", "number"),
    column("cities_ranked", "Verglichene Städte", "Cities compared", "integer"),
    column(
        "sure",
        "Wörtlich belegt",
        "Stated literally",
        "boolean",
        more=("false = aus einer Aussage abgeleitet.", "false = derived from a statement."),
    ),
    column("note", "Anmerkung", "Note"),
    column("source_url", "Adresse der Quelle", "Source address"),
)


def own(city: City) -> Own:
    """The dataset for a city."""
    record = described(
        city,
        slug="smart-city-index",
        title=Text(de="Smart City Index: zitierte Einzelränge", en="Smart City Index: single quoted ranks"),
        description=Text(
            de="Einzelne Ränge von Städten im Smart City Index des Bitkom, wie öffentliche Seiten sie nennen. "
            "Der Index selbst gehört dem Bitkom; hier stehen nur Zitate mit Quelle, keine vollständige Tabelle.",
            en="Single ranks of cities in Bitkom's Smart City Index as public pages quote them. "
            "The index itself belongs to Bitkom; these are quotations with their source, not the full table.",
        ),
        keywords=("Smart City Index", "Bitkom", "Rang", "Vergleich"),
        theme=("GOVE", "TECH"),
        licence="other-closed",
        attribution="Bitkom e. V., zitiert nach den Quellen je Zeile",
        frequency="ANNUAL",
        columns=COLUMNS,
        key=("year", "city", "category", "source_url"),
    )
    return Own(record, rows, begins=lambda session: first(session, col(Rank.year)))


def rows(session: Session) -> Iterator[tuple[Cell, ...]]:
    """One row per quotation, by year, city and category."""
    for row in session.exec(select(Rank).order_by(col(Rank.year), col(Rank.city), col(Rank.category), col(Rank.source_url))):
        yield (row.year, row.city, row.category, row.rank, row.points, row.cities_ranked, row.sure, row.note or None, row.source_url)
