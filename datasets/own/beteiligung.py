"""The dataset ``beteiligung``: where the votes on a project come from, beside who lives there; no cell below ten votes."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlmodel import Session, col, select

from datasets.city import City
from datasets.own import Own, column, described
from datasets.records import Cell, Column, Text
from datasets.tables.projects import Project
from datasets.tables.scores import Score

FIGURE = "participation"
"""Under which name a score holds its table."""

SUMS = "participation_sha256"
ALL = "alle"
UNSAID = "ohne_angabe"

COLUMNS = (
    column("project", "Projekt", "Project", more=("Kennung in projekte.", "Identifier in projekte.")),
    column(
        "margin",
        "Einteilung",
        "Margin",
        more=("district = nach Stadtbezirk, age = nach Alter.", "district = by city district, age = by age."),
    ),
    column(
        "group",
        "Gruppe",
        "Group",
        more=(
            "Kennungen, mit Leerzeichen getrennt, wenn Gruppen zusammengefasst sind; ausserhalb, ohne_angabe; alle ist die ganze Zeile.",
            "Identifiers, separated by spaces where groups are put together; ausserhalb (outside), ohne_angabe (not said); alle is all.",
        ),
    ),
    column("made_on", "Stand", "As of", "date"),
    column("n", "Anzahl der Stimmen", "Number of votes", "integer"),
    column("share", "Anteil an den Stimmen", "Share of the votes", "number"),
    column("residents", "Menschen, die dort wohnen", "Residents", "integer"),
    column("residents_share", "Anteil an allen Menschen", "Share of all residents", "number"),
    column(
        "participation_ratio",
        "Gleichmäßigkeit",
        "Participation ratio",
        "number",
        more=(
            "Niedrigste durch höchste Zahl der Stimmen je Mensch (R-Wert), 1 = überall gleich.",
            "Lowest by highest number of votes per resident (R-score), 1 = equal everywhere.",
        ),
    ),
    column("dissimilarity", "Ungleichheit", "Dissimilarity", "number", more=("Nach Duncan, 0 bis 1.", "By Duncan, 0 to 1.")),
    column("score", "Wert ohne Gewichte", "Unweighted score", "number"),
    column("ci_low", "Untere Grenze ohne Gewichte", "Unweighted lower bound", "number"),
    column("ci_high", "Obere Grenze ohne Gewichte", "Unweighted upper bound", "number"),
    column("weighted_score", "Gewichteter Wert", "Weighted score", "number"),
    column("weighted_low", "Gewichtet, untere Grenze", "Weighted lower bound", "number"),
    column("weighted_high", "Gewichtet, obere Grenze", "Weighted upper bound", "number"),
    column("design_effect", "Effekt der Gewichte", "Design effect", "number", more=("Nach Kish.", "By Kish.")),
    column("n_effective", "Stimmen mit gleichem Gewicht", "Effective number of votes", "integer"),
    column(
        "weighted_rows",
        "Gewichtete Gruppen",
        "Weighted groups",
        more=("Mit | getrennt; + fasst zusammen.", "Separated by |; + puts together."),
    ),
    column("weighted_ages", "Gewichtete Altersgruppen", "Weighted age bands", more=("Leer ohne Alter.", "Empty without ages.")),
    column("method_version", "Fassung der Methode", "Version of the method"),
    column(
        "participation_sha256",
        "Prüfsumme der Tabelle",
        "Checksum of the table",
        more=("Steht auch in buergernutzen.", "Stands in buergernutzen too."),
    ),
)


def own(city: City) -> Own:
    """The dataset for a city."""
    record = described(
        city,
        slug="beteiligung",
        title=Text(de="Beteiligung: woher die Stimmen kommen", en="Participation: where the votes come from"),
        description=Text(
            de="Stimmen je Projekt nach Stadtbezirk neben den Menschen, die dort wohnen, und der danach gewichtete Wert. Ab 30 Stimmen, "
            "keine Zahl unter 10. Wer abstimmt, entscheidet selbst: Auch gewichtet sind die Stimmen keine Stichprobe.",
            en="Votes per project by city district beside the people who live there, and the score weighted by them. From 30 votes on, "
            "no number below 10. People choose to vote: weighted or not, the votes are no sample.",
        ),
        keywords=("Beteiligung", "Stadtbezirke", "Gewichtung", "Bürgernutzen"),
        theme=("GOVE", "SOCI"),
        frequency="DAILY",
        columns=COLUMNS,
        key=("project", "margin", "group"),
    )
    return Own(record, rows)


def rows(session: Session) -> Iterator[tuple[Cell, ...]]:
    """The table of each project that has one, by slug."""
    question = (
        select(Project.slug, Score.figures)
        .join(Score, col(Score.project_id) == Project.id)
        .where(col(Project.gone_at).is_(None), col(Score.replaced_at).is_(None), Score.dimension == "overall", Score.state != "too_few")
        .order_by(col(Project.slug))
    )
    for slug, figures in session.exec(question):
        for row in figures.get(FIGURE) or ():
            yield (slug, *(_cell(one, row.get(one.name)) for one in COLUMNS[1:]))


def _cell(one: Column, value: Any) -> Cell:
    cell: Cell = dt.date.fromisoformat(value) if value is not None and one.type == "date" else value
    return cell
