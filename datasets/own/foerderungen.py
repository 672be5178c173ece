"""The dataset ``foerderungen``: every known award for the city, with its type, date and source."""

from collections.abc import Iterator

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from datasets.city import City
from datasets.own import Own, column, described, first
from datasets.records import Cell, Text
from datasets.tables.money import Funding
from datasets.tables.projects import Organisation, Project

COLUMNS = (
    column(
        "list",
        "Liste",
        "List",
        more=(
            "Kennung des Datensatzes, in dem die Förderung steht; register = Register der Stadt.",
            "Identifier of the dataset that holds the award; register = the city's register.",
        ),
    ),
    column("key", "Schlüssel in der Liste", "Key in the list"),
    column(
        "project",
        "Projekt",
        "Project",
        more=("Kennung in projekte, wo die Zugehörigkeit belegt ist.", "Identifier in projekte where it is proven."),
    ),
    column("title", "Bezeichnung", "Title"),
    column("recipient", "Empfänger", "Recipient", more=("Natürliche Personen sind nicht genannt.", "Natural persons are not named.")),
    column("recipient_slug", "Kennung des Empfängers", "Recipient's identifier"),
    column("funder", "Fördergeber", "Funder"),
    column("programme", "Programm", "Programme"),
    column(
        "amount", "Betrag", "Amount", "number", more=("Leer, wo die Quelle keine Summe nennt.", "Empty where the source states no sum.")
    ),
    column("currency", "Währung", "Currency"),
    column(
        "amount_type",
        "Art des Betrags",
        "Type of amount",
        more=("Beträge verschiedener Art dürfen nicht addiert werden.", "Amounts of different types must not be added."),
    ),
    column("approximate", "Gerundet", "Rounded", "boolean"),
    column("as_of", "Stand", "As of"),
    column("start", "Beginn", "Start", "date"),
    column("end", "Ende", "End", "date"),
    column("municipality_key", "Gemeindeschlüssel", "Municipality key"),
    column("note", "Anmerkung", "Note"),
    column("source", "Quelle", "Source"),
    column("source_url", "Adresse der Quelle", "Source address"),
    column("retrieved", "Gelesen am", "Read on", "date"),
    column("gone", "Nicht mehr in der Liste seit", "No longer in the list since", "date"),
)


def own(city: City) -> Own:
    """The dataset for a city."""
    record = described(
        city,
        slug="foerderungen",
        title=Text(de=f"Förderungen für {city.name}", en=f"Funding for {city.name}"),
        description=Text(
            de="Jede Zeile ist eine Zuwendung eines Fördergebers an einen Empfänger, so wie eine Quelle sie an einem Tag nennt. "
            "Beträge verschiedener Art (beantragt, bewilligt, Gesamtkosten …) stehen nebeneinander und dürfen nicht addiert werden.",
            en="Each row is one award of one funder to one recipient, as a source states it on a date. "
            "Amounts of different types (applied, awarded, total cost …) stand side by side and must not be added.",
        ),
        keywords=("Förderung", "Fördermittel", "Zuwendung", "EFRE", "ESF", "Förderkatalog"),
        theme=("GOVE", "ECON", "REGI"),
        # The rows restate facts of lists that name no licence; only our own selection is ours to give.
        licence="other-closed",
        attribution="Quellen je Zeile in source und source_url",
        columns=COLUMNS,
        key=("list", "key"),
    )
    return Own(record, rows, begins=lambda session: first(session, col(Funding.start), col(Funding.as_of)))


def rows(session: Session) -> Iterator[tuple[Cell, ...]]:
    """One row per funding, the gone ones too, by list and key."""
    named = aliased(Organisation)
    question = (
        select(Funding, Project.slug, Organisation.slug)
        .outerjoin(Project, col(Project.id) == col(Funding.project_id))
        .outerjoin(named, col(named.id) == col(Funding.recipient_id))
        .outerjoin(Organisation, col(Organisation.id) == func.coalesce(col(named.same_as_id), col(named.id)))
        .order_by(col(Funding.dataset), col(Funding.key))
    )
    for row, project, recipient in session.exec(question):
        yield (
            row.dataset, row.key, project, row.title or None, row.recipient_name or None, recipient, row.funder,
            row.programme or None, row.amount, row.currency, row.amount_type, row.approximate, row.as_of or None, row.start, row.end,
            row.municipality_key or None, row.note or None, row.source, row.source_url,
            row.retrieved_at.date(), None if row.gone_at is None else row.gone_at.date(),
        )  # fmt: skip
