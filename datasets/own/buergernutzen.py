"""The dataset ``buergernutzen``: the published scores, one row per project and dimension, empty below 5 votes."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlmodel import Session, col, select

from datasets.city import City
from datasets.own import Own, column, described
from datasets.records import Cell, Column, Text
from datasets.tables.projects import Project
from datasets.tables.scores import Score

DIMENSIONS = ("overall", "everyday", "life", "for_all", "climate", "trust", "expectation")
STEPS = range(1, 6)

COLUMNS = (
    column("project", "Projekt", "Project", more=("Kennung in projekte.", "Identifier in projekte.")),
    column(
        "dimension",
        "Frage",
        "Question",
        more=(
            "overall ist die Hauptfrage; expectation sammelt die Antworten derer, die das Projekt nicht kennen.",
            "overall is the main question; expectation has the answers of those who do not know the project.",
        ),
    ),
    column(
        "state",
        "Stand",
        "State",
        more=(
            "too_few (unter 5 Stimmen), first (5 bis 29), solid (ab 30), review (wird geprüft)",
            "too_few (below 5 votes), first (5 to 29), solid (30 and more), review (being checked)",
        ),
    ),
    column(
        "basis",
        "Grundlage",
        "Basis",
        more=(
            "experience = Erfahrung, expectation = Erwartung an ein geplantes Projekt",
            "experience, or expectation of a planned project",
        ),
    ),
    column("period_start", "Stimmen von", "Votes from", "date"),
    column("period_end", "Stimmen bis", "Votes to", "date"),
    column("n_class", "Anzahl der Stimmen (Klasse)", "Number of votes (class)"),
    column("n", "Anzahl der Stimmen", "Number of votes", "integer"),
    column("score", "Wert", "Score", "number", more=("Mittel der Posterior-Verteilung, 1 bis 5.", "Posterior mean, 1 to 5.")),
    column("ci_low", "Untere Grenze", "Lower bound", "number", more=("95-%-Bereich.", "95 % interval.")),
    column("ci_high", "Obere Grenze", "Upper bound", "number", more=("95-%-Bereich.", "95 % interval.")),
    column(
        "share_positive",
        "Anteil großer Nutzen",
        "Share of positive votes",
        "number",
        more=("Stimmen mit 4 oder 5, 0 bis 1.", "Votes of 4 or 5, 0 to 1."),
    ),
    column(
        "share_low", "Anteil, untere Grenze", "Share, lower bound", "number", more=("95-%-Bereich nach Wilson.", "95 % interval by Wilson.")
    ),
    column(
        "share_high", "Anteil, obere Grenze", "Share, upper bound", "number", more=("95-%-Bereich nach Wilson.", "95 % interval by Wilson.")
    ),
    column("polarisation", "Uneinigkeit", "Polarisation", "number"),
    column("band", "Einordnung", "Band"),
    column("trend", "Richtung", "Trend"),
    *(column(f"n_{step}", f"Stimmen mit {step}", f"Votes of {step}", "integer") for step in STEPS),
    *(column(f"prior_{step}", f"Vorwissen für {step}", f"Prior for {step}", "number") for step in STEPS),
    column("prior_weight", "Gewicht des Vorwissens", "Weight of the prior", "number", "Stimmen"),
    column(
        "n_dont_know",
        "Weiß ich nicht",
        "Don't know",
        more=("<5 heißt: weniger als fünf, auch keine.", "<5 means fewer than five, none too."),
    ),
    column("n_held", "In Prüfung", "Held", more=("<5 heißt: weniger als fünf, auch keine.", "<5 means fewer than five, none too.")),
    column(
        "n_excluded", "Nicht gezählt", "Excluded", more=("<5 heißt: weniger als fünf, auch keine.", "<5 means fewer than five, none too.")
    ),
    column(
        "participation_sha256",
        "Prüfsumme der Beteiligung",
        "Checksum of the participation",
        more=("Der Zeilen dieses Projekts in beteiligung.", "Of the rows of this project in beteiligung."),
    ),
    column("method_version", "Fassung der Methode", "Version of the method"),
    column("snapshot_sha256", "Prüfsumme des Standes", "Checksum of the snapshot"),
)


def own(city: City) -> Own:
    """The dataset for a city."""
    record = described(
        city,
        slug="buergernutzen",
        title=Text(de="Bürgernutzen: wie viel Projekte den Menschen bringen", en="Citizen benefit: what projects bring to people"),
        description=Text(
            de="Veröffentlichte Bewertungen je Projekt und Frage mit Unsicherheitsbereich. Unter 5 Stimmen steht keine Zahl. "
            "Wer abstimmt, entscheidet selbst: Die Stimmen sind keine Stichprobe der Bevölkerung.",
            en="Published ratings per project and question with their uncertainty. Below 5 votes there is no figure. "
            "People choose to vote: the votes are no sample of the population.",
        ),
        keywords=("Bürgernutzen", "Bewertung", "Beteiligung", "Mehrwert"),
        theme=("GOVE", "SOCI"),
        frequency="DAILY",
        columns=COLUMNS,
        key=("project", "dimension"),
    )
    return Own(record, rows)


def rows(session: Session) -> Iterator[tuple[Cell, ...]]:
    """One row per project and dimension, by slug; figures only from scores that passed the gate."""
    scores = {(row.project_id, row.dimension): row for row in session.exec(select(Score).where(col(Score.replaced_at).is_(None)))}
    for id_, slug in session.exec(select(Project.id, Project.slug).where(col(Project.gone_at).is_(None)).order_by(col(Project.slug))):
        for dimension in DIMENSIONS:
            score = scores.get((int(id_ or 0), dimension))
            yield (slug, dimension, *_figures(score))


def _figures(score: Score | None) -> Iterator[Cell]:
    shown: dict[str, Any] = {} if score is None or score.state == "too_few" else score.figures
    state = "too_few" if score is None else score.state
    for one in COLUMNS[2:]:
        yield state if one.name == "state" else _cell(one, shown.get(one.name))


def _cell(one: Column, value: Any) -> Cell:
    """Empty where there is no figure; the class is always said."""
    if value is None:
        return "<5" if one.name == "n_class" else None
    cell: Cell = dt.date.fromisoformat(value) if one.type == "date" else value
    return cell
