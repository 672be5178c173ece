"""The dataset ``laeufe``: every harvest run, what it read, refused and changed."""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from datasets import readings
from datasets.city import City
from datasets.own import Own, column, described, first
from datasets.records import Cell, Text
from datasets.tables.runs import Run

COUNTS = (
    ("seen", "Datenzeilen", "Data rows"),
    ("accepted", "Angenommen", "Accepted"),
    ("rejected", "Abgelehnt", "Rejected"),
    ("masked", "Natürliche Personen verdeckt", "Natural persons masked"),
    ("added", "Neu", "Added"),
    ("changed", "Geändert", "Changed"),
    ("unchanged", "Unverändert", "Unchanged"),
    ("gone", "Nicht mehr enthalten", "Gone"),
    ("fundings", "Förderungen für die Stadt", "Awards for the city"),
    ("warnings", "Warnungen", "Warnings"),
    ("waiting", "Warten auf Zuordnung", "Wait to be matched"),
)

COLUMNS = (
    column("run", "Nummer", "Number", "integer"),
    column("source", "Quelle", "Source"),
    column("dataset", "Datensatz", "Dataset"),
    column(
        "state",
        "Ergebnis",
        "Result",
        more=("done, unchanged, refused, failed, interrupted", "done, unchanged, refused, failed, interrupted"),
    ),
    column("started", "Beginn", "Start", "datetime"),
    column("ended", "Ende", "End", "datetime"),
    column("url", "Gelesen von", "Read from"),
    column("sha256", "Prüfsumme der Datei", "Checksum of the file"),
    column("bytes", "Größe der Datei", "Size of the file", "integer", "Byte"),
    *(column(name, de, en, "integer") for name, de, en in COUNTS),
    column("release", "Ausgabe", "Release"),
    column("message", "Meldung", "Message"),
    column(
        "change_list",
        "Liste der Änderungen",
        "List of changes",
        more=("Pfad in diesem Portal; auch mit .json und .csv.", "Path in this portal; with .json and .csv too."),
    ),
    column("publisher", "Herausgeber der Liste", "Publisher of the list"),
    column("licence", "Lizenz der Liste", "Licence of the list"),
    column("frequency", "Wird gelesen", "Is read", more=("Wie in der Liste der EU für Häufigkeiten.", "As in the EU list of frequencies.")),
)


def own(city: City) -> Own:
    """The dataset for a city."""
    record = described(
        city,
        slug="laeufe",
        title=Text(de="Läufe: wann welche Quelle gelesen wurde", en="Runs: when which source was read"),
        description=Text(
            de="Jeder Versuch, eine Quelle zu lesen: wie viele Zeilen angenommen oder abgelehnt wurden, "
            "was sich änderte und warum ein Lauf verweigert wurde.",
            en="Each attempt to read a source: how many rows were accepted or rejected, what changed and why a run was refused.",
        ),
        keywords=("Transparenz", "Datenqualität", "Harvesting"),
        theme=("GOVE",),
        columns=COLUMNS,
        key=("run",),
    )
    return Own(record, rows, begins=lambda session: first(session, col(Run.started_at)))


def rows(session: Session) -> Iterator[tuple[Cell, ...]]:
    """One row per ended run, oldest first; who publishes the list and how often it is read is as known now."""
    known: dict[tuple[str, str], readings.Facts | None] = {}
    for run in session.exec(select(Run).where(Run.state != "running").order_by(col(Run.id))):
        if (run.source, run.dataset) not in known:
            known[run.source, run.dataset] = readings.facts(session, run)
        facts = known[run.source, run.dataset]
        about = (facts.publisher or None, facts.licence or None, facts.frequency or None) if facts else (None, None, None)
        yield (
            run.id, run.source, run.dataset, run.state, run.started_at, run.ended_at, run.url or None, run.sha256 or None, run.bytes,
            *(getattr(run, name) for name, _, _ in COUNTS), run.release or None, run.message or None,
            f"/transparenz/{run.id}", *about,
        )  # fmt: skip
