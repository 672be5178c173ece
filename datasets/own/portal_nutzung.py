"""The dataset ``portal-nutzung``: how often public pages were asked for, per day and kind of page."""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from datasets.city import City
from datasets.own import Own, column, described, first
from datasets.records import Cell, Text
from datasets.tables.usage import Usage

KINDS = (
    "start, projekte (list), projekt (one project), foerderung, partner, daten (list), datensatz (one dataset), ideen, gesagt-getan, "
    "smart-city-index, suche, melden, texte (help, method and the like), andere"
)
COLUMNS = (
    column(
        "day", "Tag", "Day", "date", more=("Nach Weltzeit (UTC); der laufende Tag fehlt.", "In UTC; the day that is not over is missing.")
    ),
    column("kind", "Art der Seite", "Kind of page", more=(KINDS, KINDS)),
    column(
        "gets",
        "Abrufe",
        "Requests",
        "integer",
        more=(
            "Alle erfolgreichen Abrufe, auch von Robotern; unter 5 fehlt die Zeile.",
            "All successful requests, those of robots too; below 5 the row is missing.",
        ),
    ),
)


def own(city: City) -> Own:
    """The dataset for a city."""
    record = described(
        city,
        slug="portal-nutzung",
        title=Text(de="Nutzung des Portals", en="Use of the portal"),
        description=Text(
            de="Wie oft öffentliche Seiten abgerufen wurden, je Tag und Art der Seite. Gezählt wird nur die Zahl: keine Adressen, "
            "keine Browser, keine Cookies. Roboter zählen mit.",
            en="How often public pages were requested, per day and kind of page. Only the number is counted: no addresses, no browsers, "
            "no cookies. Robots are counted, too.",
        ),
        keywords=("Nutzung", "Statistik", "Transparenz"),
        theme=("GOVE",),
        frequency="DAILY",
        columns=COLUMNS,
        key=("day", "kind"),
    )
    return Own(record, rows, begins=lambda session: first(session, col(Usage.day)))


def rows(session: Session) -> Iterator[tuple[Cell, ...]]:
    """One row per day and kind, by day."""
    for found in session.exec(select(Usage).order_by(col(Usage.day), col(Usage.kind))):
        yield found.day, found.kind, found.gets
