"""The dataset ``organisationen``: partners of the alliance and every recipient of money that can be told apart."""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from datasets.city import City
from datasets.own import Own, column, described
from datasets.records import Cell, Text
from datasets.tables.projects import Identifier, Organisation

COLUMNS = (
    column("slug", "Kennung", "Identifier"),
    column("name", "Name", "Name"),
    column("kind", "Art", "Kind"),
    column("partner", "Partner der Allianz", "Partner of the alliance", "boolean"),
    column("partner_role", "Rolle in der Allianz", "Role in the alliance"),
    column("city", "Ort", "City"),
    column("municipality_key", "Gemeindeschlüssel", "Municipality key"),
    column("website", "Webseite", "Website"),
    column("aliases", "Andere Schreibweisen", "Other spellings", more=("Durch | getrennt.", "Separated by |.")),
    column(
        "identifiers", "Fremde Kennungen", "Identifiers of others", more=("Schema:Wert, durch | getrennt.", "scheme:value, separated by |.")
    ),
    column("source", "Quelle", "Source"),
    column("source_url", "Adresse der Quelle", "Source address"),
)


def own(city: City) -> Own:
    """The dataset for a city."""
    record = described(
        city,
        slug="organisationen",
        title=Text(de="Organisationen: Partner und Empfänger von Fördermitteln", en="Organisations: partners and recipients of funding"),
        description=Text(
            de=f"Partner der {city.alliance.de} und Organisationen, die Fördermittel erhalten haben. Nur Organisationen, keine Personen.",
            en=f"Partners of the {city.alliance.en} and organisations that received funding. Organisations only, no persons.",
        ),
        keywords=("Partner", "Organisationen", "Allianz", "Empfänger"),
        theme=("GOVE", "ECON"),
        columns=COLUMNS,
        key=("slug",),
    )
    return Own(record, rows)


def rows(session: Session) -> Iterator[tuple[Cell, ...]]:
    """One row per organisation, by slug."""
    names: dict[int, list[str]] = {}
    for one in session.exec(select(Identifier).where(Identifier.owner == "organisation").order_by(col(Identifier.id))):
        names.setdefault(one.owner_id, []).append(f"{one.scheme}:{one.value}")
    also: dict[int, list[str]] = {}
    for row in session.exec(select(Organisation).where(col(Organisation.same_as_id).is_not(None)).order_by(col(Organisation.id))):
        also.setdefault(int(row.same_as_id or 0), []).append(row.name)
        names.setdefault(int(row.same_as_id or 0), []).extend(names.get(int(row.id or 0), []))
    for row in session.exec(select(Organisation).where(col(Organisation.same_as_id).is_(None)).order_by(col(Organisation.slug))):
        spellings = dict.fromkeys([*row.aliases, *also.get(int(row.id or 0), [])])
        yield (
            row.slug, row.name, row.kind, row.partner, row.partner_role or None, row.city or None, row.municipality_key or None,
            row.website, "|".join(spellings) or None, "|".join(names.get(int(row.id or 0), [])) or None, row.source, row.source_url,
        )  # fmt: skip
