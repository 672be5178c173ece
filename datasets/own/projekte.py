"""The dataset ``projekte``: every project of the city's register with status, topics, lead and newest awarded sum."""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from datasets.city import City
from datasets.own import Own, column, described, first
from datasets.records import Cell, Text
from datasets.tables.money import Funding
from datasets.tables.projects import Classification, Organisation, Participation, Project

COLUMNS = (
    column("slug", "Kennung", "Identifier", more=("Teil der Adresse; ändert sich nicht.", "Part of the address; does not change.")),
    column("title", "Titel", "Title"),
    column("title_en", "Titel (englisch)", "Title in English"),
    column("acronym", "Kurzname", "Acronym"),
    column("summary", "Kurzbeschreibung", "Summary in German"),
    column("summary_en", "Kurzbeschreibung (englisch)", "Summary in English"),
    column(
        "status", "Stand", "Status", more=("idea, planned, running, finished oder stopped.", "idea, planned, running, finished or stopped.")
    ),
    column("topic", "Hauptthema", "Main topic", more=("Eines der Themen der Allianz.", "One of the topics of the alliance.")),
    column("topics", "Alle Themen", "All topics", more=("Durch | getrennt, das Hauptthema zuerst.", "Separated by |, the main one first.")),
    column("goal", "Ziel der Stadt", "Goal of the city"),
    column("goals", "Alle Ziele", "All goals", more=("Durch | getrennt.", "Separated by |.")),
    column(
        "districts",
        "Stadtbezirke",
        "City districts",
        more=("Durch | getrennt; leer, wo keine Quelle einen nennt.", "Separated by |; empty where no source names one."),
    ),
    column("lead", "Verantwortlich", "Lead organisation", more=("Kennung der Organisation.", "Identifier of the organisation.")),
    column("partners", "Partner", "Partners", more=("Kennungen, durch | getrennt.", "Identifiers separated by |.")),
    column(
        "start", "Beginn", "Start", more=("Jahr, Monat oder Tag: so genau wie die Quelle.", "Year, month or day: as exact as the source.")
    ),
    column("end", "Ende", "End", more=("Jahr, Monat oder Tag: so genau wie die Quelle.", "Year, month or day: as exact as the source.")),
    column(
        "awarded_eur",
        "Zuletzt bewilligt",
        "Newest awarded sum",
        "number",
        "EUR",
        (
            "Neueste Summe der Art 'awarded'; alle Summen stehen in foerderungen.",
            "Newest sum of type 'awarded'; all sums are in foerderungen.",
        ),
    ),
    column("awarded_as_of", "Bewilligt am", "Awarded as of"),
    column("page", "Seite des Projekts", "Project page"),
    column("sources", "Quellen", "Sources", more=("Adressen, durch Leerzeichen getrennt.", "Addresses separated by blanks.")),
    column("updated", "Zuletzt geändert", "Last changed", "date"),
)


def own(city: City) -> Own:
    """The dataset for a city."""
    record = described(
        city,
        slug="projekte",
        title=Text(de=f"Projekte der {city.alliance.de}", en=f"Projects of the {city.alliance.en}"),
        description=Text(
            de="Alle Projekte aus dem Register: was sie tun, wer sie verantwortet, "
            "welche Themen und Ziele sie berühren und wie weit sie sind. "
            "Jede Angabe stammt aus einer öffentlichen Quelle; was keine Quelle nennt, bleibt leer.",
            en="All projects of the register: what they do, who answers for them, which topics and goals they touch and how far they are. "
            "Each fact comes from a public source; what no source states is left empty.",
        ),
        keywords=("Projekte", "Smart City", "Digitalisierung", "Stadtentwicklung"),
        theme=("GOVE", "TECH", "REGI"),
        columns=COLUMNS,
        key=("slug",),
    )
    return Own(record, rows, begins=lambda session: first(session, col(Project.start)))


def rows(session: Session) -> Iterator[tuple[Cell, ...]]:
    """One row per project that its source still names, by slug."""
    organisations = {row.id: row.slug for row in session.exec(select(Organisation))}
    codes = _codes(session)
    partners = _partners(session, organisations)
    awarded = _newest_awarded(session)
    for project in session.exec(select(Project).where(col(Project.gone_at).is_(None)).order_by(col(Project.slug))):
        found = codes.get(project.id, {})
        sum_of = awarded.get(project.id)
        yield (
            project.slug, project.title, project.title_en or None, project.acronym or None, project.summary or None,
            project.summary_en or None, project.status,
            *_first_and_all(found.get("topic", [])), *_first_and_all(found.get("goal", [])), "|".join(found.get("district", [])) or None,
            organisations.get(project.lead_id), "|".join(partners.get(project.id, [])) or None,
            project.start or None, project.end or None,
            None if sum_of is None else sum_of.amount, None if sum_of is None else sum_of.as_of or None,
            project.page, " ".join(project.source_urls) or None, project.updated_at.date(),
        )  # fmt: skip


def _first_and_all(found: list[str]) -> tuple[str | None, str | None]:
    return (found[0], "|".join(found)) if found else (None, None)


def _codes(session: Session) -> dict[int | None, dict[str, list[str]]]:
    codes: dict[int | None, dict[str, list[str]]] = {}
    for row in session.exec(select(Classification).order_by(col(Classification.position))):
        codes.setdefault(row.project_id, {}).setdefault(row.scheme, []).append(row.code)
    return codes


def _partners(session: Session, organisations: dict[int | None, str]) -> dict[int | None, list[str]]:
    partners: dict[int | None, list[str]] = {}
    for row in session.exec(select(Participation).where(Participation.role == "partner").order_by(col(Participation.id))):
        partners.setdefault(row.project_id, []).append(organisations[row.organisation_id])
    return partners


def _newest_awarded(session: Session) -> dict[int | None, Funding]:
    question = select(Funding).where(
        Funding.amount_type == "awarded", col(Funding.project_id).is_not(None), col(Funding.amount).is_not(None), Funding.currency == "EUR"
    )
    return {row.project_id: row for row in session.exec(question.order_by(col(Funding.as_of), col(Funding.id)))}
