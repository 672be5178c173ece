"""The dataset ``ideen``: published ideas for projects and what became of them, without any person."""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from datasets.city import City
from datasets.own import Own, column, described, first
from datasets.records import Cell, Text
from datasets.tables.ideas import Idea

COLUMNS = (
    column("idea", "Nummer", "Number", "integer"),
    column("title", "Titel", "Title"),
    column("what", "Was geschehen soll", "What should happen"),
    column("for_whom", "Für wen", "For whom"),
    column(
        "district",
        "Stadtbezirk",
        "City district",
        more=("Kennung; leer, wenn keiner genannt ist.", "Identifier; empty where none is named."),
    ),
    column("place", "Ort", "Place"),
    column("benefit", "Was es bringt", "What it would bring"),
    column(
        "state",
        "Stand",
        "State",
        more=(
            "published: veröffentlicht, in_review: in Prüfung, adopted: aufgenommen, declined: abgelehnt.",
            "published, in_review, adopted as a project or into one, declined.",
        ),
    ),
    column("answer", "Antwort", "Answer", more=("Warum sie diesen Stand hat.", "Why it is in this state.")),
    column("project", "Projekt", "Project", more=("Kennung des Projekts, das daraus wurde.", "Identifier of the project that came of it.")),
    column(
        "supporters",
        "Unterstützende",
        "Supporters",
        "integer",
        more=("Leer unter 5; in Schritten von mindestens 5.", "Empty below 5; in steps of at least 5."),
    ),
    column("published_on", "Veröffentlicht am", "Published on", "date"),
    column("updated_on", "Zuletzt geändert am", "Last changed on", "date"),
)


def own(city: City) -> Own:
    """The dataset for a city."""
    record = described(
        city,
        slug="ideen",
        title=Text(de="Ideen für Projekte", en="Ideas for projects"),
        description=Text(
            de="Vorschläge für Projekte, die jemand ohne Konto gemacht hat, sobald sie geprüft sind, mit Stand und Antwort. Ohne Personen.",
            en="Proposals for projects that people made without an account, once they were read, with state and answer. Without persons.",
        ),
        keywords=("Ideen", "Vorschläge", "Beteiligung"),
        theme=("GOVE", "SOCI"),
        columns=COLUMNS,
        key=("idea",),
    )
    return Own(record, rows, begins=lambda session: first(session, col(Idea.published_on)))


def rows(session: Session) -> Iterator[tuple[Cell, ...]]:
    """One row per idea, by number."""
    for idea in session.exec(select(Idea).order_by(col(Idea.id))):
        texts = (idea.for_whom, idea.district, idea.place, idea.benefit)
        told = (idea.answer or None, idea.project or None, idea.supporters, idea.published_on, idea.updated_at.date())
        yield (idea.id, idea.title, idea.what, *(text or None for text in texts), idea.state, *told)
