"""The dataset ``foerderprogramme``: who gives money for what, who may apply and until when, a source per row."""

from collections.abc import Iterator

from sqlmodel import Session, col

from datasets.city import City
from datasets.own import Own, column, described, first
from datasets.records import Cell, Text
from datasets.register import programmes
from datasets.tables.programmes import Programme
from datasets.tables.types import now

COLUMNS = (
    column("list", "Liste", "List", more=("foerderprogramme = von Hand gepflegte Liste.", "foerderprogramme = list kept by hand.")),
    column("key", "Schlüssel in der Liste", "Key in the list"),
    column("title", "Name", "Title"),
    column("summary", "Worum es geht", "What it is about"),
    column("funder", "Fördergeber", "Funder"),
    column("level", "Ebene", "Level", more=("eu, bund, land, kommune, stiftung, privat", "eu, bund, land, kommune, stiftung, privat")),
    column(
        "applicants",
        "Wer sich bewerben kann",
        "Who may apply",
        more=(
            (
                "Kennungen, getrennt durch |: municipality, municipal_company, public, company, university, research, association, "
                "school, person. Leer, wo die Quelle nichts sagt."
            ),
            (
                "Codes, separated by |: municipality, municipal_company, public, company, university, research, association, "
                "school, person. Empty where the source does not say."
            ),
        ),
    ),
    column("who", "Wer sich bewerben kann, in Worten", "Who may apply, in words"),
    column(
        "status",
        "Stand",
        "Status",
        more=(
            (
                "Am Tag dieser Ausgabe aus den Daten errechnet: open, expected (beginnt noch), closed, "
                "unknown (die Quelle nennt keine Frist)."
            ),
            (
                "Worked out from the dates on the day of this release: open, expected (begins later), closed, "
                "unknown (the source gives no deadline)."
            ),
        ),
    ),
    column("opens", "Bewerbung ab", "Applications from", "date"),
    column("deadline", "Frist", "Deadline", "date", more=("Leer, wo die Quelle keine nennt.", "Empty where the source names none.")),
    column("deadline_text", "Frist in Worten", "Deadline in words"),
    column("amount_text", "Förderung in Worten", "Funding in words"),
    column("amount_max", "Höchster Betrag", "Highest amount", "number", "EUR"),
    column("rate_max", "Höchster Anteil", "Highest share", "number", "%"),
    column("topics", "Themen", "Topics", more=("Kennungen aus projekte, getrennt durch |.", "Codes as in projekte, separated by |.")),
    column("url", "Adresse", "Address"),
    column("source", "Gelesen durch", "Read by"),
    column("source_url", "Adresse der Quelle", "Source address"),
    column("retrieved", "Nachgesehen am", "Looked up on", "date"),
)


def own(city: City) -> Own:
    """The dataset for a city."""
    record = described(
        city,
        slug="foerderprogramme",
        title=Text(de="Förderprogramme und ihre Fristen", en="Funding programmes and their deadlines"),
        description=Text(
            de="Programme, aus denen Projekte einer Stadt bezahlt werden können: wer Geld gibt, wer sich bewerben kann und bis wann. "
            "Jede Zeile nennt ihre Quelle. Verbindlich ist nur, was der Fördergeber selbst sagt.",
            en="Programmes that can pay for projects of a city: who gives money, who may apply and until when. "
            "Each row names its source. Only what the funder says is binding.",
        ),
        keywords=("Förderprogramm", "Förderaufruf", "Frist", "Antrag", "Fördermittel"),
        theme=("GOVE", "ECON"),
        # Facts of lists that name no licence, in our own words; the lists are not ours to give.
        licence="other-closed",
        attribution="Quellen je Zeile in source_url",
        columns=COLUMNS,
        key=("list", "key"),
    )
    return Own(record, rows, turned=programmes.turned, begins=lambda session: first(session, col(Programme.opens)))


def rows(session: Session) -> Iterator[tuple[Cell, ...]]:
    """One row per programme, by list and key."""
    day = now().date()
    for row in programmes.rows(session):
        yield (
            row.dataset, row.key, row.title, row.summary or None, row.funder, row.level, "|".join(row.applicants) or None,
            row.who or None, programmes.status(row, day), row.opens, row.deadline, row.deadline_text or None, row.amount_text or None,
            row.amount_max, row.rate_max, "|".join(row.topics) or None, row.url, row.source, row.source_url, row.retrieved,
        )  # fmt: skip
