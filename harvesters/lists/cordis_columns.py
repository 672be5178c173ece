"""The tables of CORDIS with their columns: what each is called, how it is read, what it means."""

from dataclasses import dataclass

from datasets.records import Text
from harvesters.reading.columns import Known


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of table. A file is of it where it has all of ``needed`` and one of ``any_of``, by machine name."""

    name: str
    title: Text
    columns: tuple[Known, ...]
    needed: tuple[str, ...]
    any_of: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    """Columns that no row may leave empty."""
    key: tuple[tuple[str, ...], ...] = ()
    """Columns that may identify a row, tried in this order."""


PROJECT = Known("project_id", "projectID", "line", "Projekt (Nummer der Finanzhilfe)", "Project (grant agreement number)")
TITLE = Known("title", "title", "text", "Titel", "Title")
UPDATED = Known("content_update_date", "contentUpdateDate", "datetime", "Letzte Änderung in CORDIS", "Last change in CORDIS")
RCN = Known("rcn", "rcn", "line", "Seitennummer in CORDIS", "Page number in CORDIS")
SOURCE_OF = Known("source", "source", "line", "Herkunft des Eintrags", "Where the entry comes from")
TYPE = Known("type", "type", "line", "Art des Eintrags", "Kind of entry")
REPRESENTS = Known("represents", "represents", "line", "Wofür der Eintrag steht", "What the entry stands for")
LANGUAGES = Known("available_languages", "availableLanguages", "line", "Verfügbare Sprachen", "Available languages")

ORGANISATION = (
    PROJECT,
    Known("project_acronym", "projectAcronym", "line", "Kurzname des Projekts", "Project acronym"),
    Known("organisation_id", "organisationID", "line", "Teilnehmerkennung der EU (PIC)", "Participant identification code (PIC)"),
    Known("vat_number", "vatNumber", "line", "Umsatzsteuernummer", "VAT number"),
    Known("name", "name", "line", "Name der Organisation; natürliche Personen sind nicht genannt", "Name; natural persons are not named"),
    Known("short_name", "shortName", "line", "Kurzname der Organisation", "Short name of the organisation"),
    Known("sme", "SME", "boolean", "Kleines oder mittleres Unternehmen", "Small or medium-sized enterprise"),
    Known("activity_type", "activityType", "line", "Art der Organisation (HES, REC, PRC, PUB, OTH)", "Kind (HES, REC, PRC, PUB, OTH)"),
    Known("street", "street", "line", "Straße", "Street"),
    Known("post_code", "postCode", "line", "Postleitzahl", "Postcode"),
    Known("city", "city", "line", "Ort, in der Schreibweise der Quelle", "Place, as the source spells it"),
    Known(
        "country",
        "country",
        "line",
        "Land (EL ist Griechenland, UK das Vereinigte Königreich)",
        "Country (EL is Greece, UK the United Kingdom)",
    ),
    Known("nuts_code", "nutsCode", "line", "Region nach NUTS", "NUTS region"),
    Known("geolocation", "geolocation", "line", "Breite und Länge", "Latitude and longitude"),
    Known("organization_url", "organizationURL", "line", "Webseite der Organisation", "Website of the organisation"),
    Known("contact_form", "contactForm", "line", "Kontaktformular der EU", "Contact form of the EU"),
    UPDATED,
    RCN,
    Known("position", "order", "integer", "Platz in der Liste der Beteiligten", "Position in the list of participants"),
    Known(
        "role",
        "role",
        "line",
        "Rolle (coordinator, participant, thirdParty, partner …)",
        "Role (coordinator, participant, thirdParty, partner …)",
    ),
    Known(
        "ec_contribution",
        "ecContribution",
        "amount",
        "Beitrag der EU mit dem Anteil Dritter; nicht aufsummieren, sonst zählt dieser doppelt",
        "EU contribution with the share of third parties; adding it up counts that share twice",
        unit="EUR",
    ),
    Known(
        "net_ec_contribution",
        "netEcContribution",
        "amount",
        "Beitrag der EU für die Organisation selbst; vor Horizont 2020 nicht angegeben",
        "EU contribution for the organisation itself; not stated before Horizon 2020",
        unit="EUR",
    ),
    Known(
        "total_cost",
        "totalCost",
        "amount",
        "Gesamtkosten der Organisation im Projekt",
        "Total cost of the organisation in the project",
        unit="EUR",
    ),
    Known("end_of_participation", "endOfParticipation", "boolean", "Teilnahme vorzeitig beendet", "Participation ended early"),
    Known("active", "active", "line", "Aktiv, wie die Quelle es schreibt", "Active, as the source writes it"),
)
PROJECTS = (
    Known("id", "id", "line", "Projekt (Nummer der Finanzhilfe)", "Project (grant agreement number)"),
    Known("acronym", "acronym", "line", "Kurzname", "Acronym"),
    Known("status", "status", "line", "Stand (SIGNED, CLOSED, TERMINATED)", "Status (SIGNED, CLOSED, TERMINATED)"),
    TITLE,
    Known("start_date", "startDate", "date", "Beginn", "Start"),
    Known("end_date", "endDate", "date", "Ende", "End"),
    Known("total_cost", "totalCost", "amount", "Gesamtkosten", "Total cost", unit="EUR"),
    Known("ec_max_contribution", "ecMaxContribution", "amount", "Höchster Beitrag der EU", "Maximum EU contribution", unit="EUR"),
    Known("legal_basis", "legalBasis", "line", "Rechtsgrundlage im Rahmenprogramm", "Legal basis in the framework programme"),
    Known("topics", "topics", "line", "Thema der Ausschreibung", "Topic of the call"),
    Known("ec_signature_date", "ecSignatureDate", "date", "Unterschrift der Kommission", "Signature of the Commission"),
    Known("framework_programme", "frameworkProgramme", "line", "Rahmenprogramm", "Framework programme"),
    Known("master_call", "masterCall", "line", "Ausschreibung", "Call"),
    Known("sub_call", "subCall", "line", "Teil der Ausschreibung", "Part of the call"),
    Known("funding_scheme", "fundingScheme", "line", "Art der Förderung", "Funding scheme"),
    Known("nature", "nature", "line", "Wesen des Projekts; nur in älteren Ausgaben", "Nature of the project; in older dumps only"),
    Known("objective", "objective", "text", "Ziel des Projekts", "Objective"),
    UPDATED,
    RCN,
    Known("grant_doi", "grantDoi", "line", "DOI der Finanzhilfe", "DOI of the grant"),
    Known("keywords", "keywords", "text", "Schlagwörter", "Keywords"),
    Known("cluster", "cluster", "line", "Cluster des Rahmenprogramms", "Cluster of the framework programme"),
)
TOPICS = (PROJECT, Known("topic", "topic", "line", "Kennung des Themas", "Identifier of the topic"), TITLE)
LEGAL_BASIS = (
    PROJECT,
    Known("legal_basis", "legalBasis", "line", "Kennung der Rechtsgrundlage", "Identifier of the legal basis"),
    TITLE,
    Known(
        "unique_programme_part",
        "uniqueProgrammePart",
        "boolean",
        "Ob dies der eine Programmteil ist; mehrere kommen vor",
        "Whether this is the one part of the programme; several occur",
    ),
)
SCI_VOC = (
    PROJECT,
    Known("euro_sci_voc_code", "euroSciVocCode", "line", "Schlüssel in EuroSciVoc", "EuroSciVoc code"),
    Known("euro_sci_voc_path", "euroSciVocPath", "line", "Pfad in EuroSciVoc", "EuroSciVoc path"),
    Known("euro_sci_voc_title", "euroSciVocTitle", "line", "Wissenschaftsgebiet", "Field of science"),
    Known("euro_sci_voc_description", "euroSciVocDescription", "text", "Beschreibung des Gebiets", "Description of the field"),
)
WEB_LINK = (
    PROJECT,
    Known("phys_url", "physUrl", "line", "Adresse", "Address"),
    Known("id", "id", "line", "Kennung des Verweises", "Identifier of the link"),
    LANGUAGES,
    Known("status", "status", "line", "Stand des Verweises", "Status of the link"),
    Known("archived_date", "archivedDate", "datetime", "Wann er archiviert wurde", "When it was archived"),
    TYPE,
    SOURCE_OF,
    REPRESENTS,
)
WEB_ITEM = (
    Known("language", "language", "line", "Sprache", "Language"),
    LANGUAGES,
    Known("uri", "uri", "line", "Adresse", "Address"),
    TITLE,
    TYPE,
    SOURCE_OF,
    REPRESENTS,
)
REPORTS = (
    Known("id", "id", "line", "Kennung des Berichts", "Identifier of the report"),
    TITLE,
    PROJECT,
    Known("project_acronym", "projectAcronym", "line", "Kurzname des Projekts", "Project acronym"),
    Known("attachment", "attachment", "text", "Anhang", "Attachment"),
    UPDATED,
    RCN,
)


def _title(what: str, en: str) -> Text:
    return Text(de=f"CORDIS: {what}", en=f"CORDIS: {en}")


KINDS: tuple[Kind, ...] = (
    Kind(
        "organization",
        _title("Beteiligungen an Forschungsprojekten der EU", "participations in EU research projects"),
        ORGANISATION,
        needed=("project_id", "name"),
        any_of=("net_ec_contribution", "ec_contribution"),
        cells=("project_id", "name"),
        key=(("project_id", "position"), ("project_id", "organisation_id", "role")),
    ),
    Kind(
        "project",
        _title("Forschungsprojekte der EU", "EU research projects"),
        PROJECTS,
        needed=("id", "title"),
        any_of=("ec_max_contribution", "total_cost"),
        cells=("id", "title"),
        key=(("id",),),
    ),
    Kind(
        "euroSciVoc",
        _title("Wissenschaftsgebiete der Projekte", "fields of science of projects"),
        SCI_VOC,
        needed=("project_id", "euro_sci_voc_code"),
        cells=("project_id",),
    ),
    Kind(
        "topics", _title("Themen der Projekte", "topics of projects"), TOPICS, needed=("project_id", "topic"), cells=("project_id", "topic")
    ),
    Kind(
        "legalBasis",
        _title("Rechtsgrundlagen der Projekte", "legal bases of projects"),
        LEGAL_BASIS,
        needed=("project_id", "legal_basis"),
        cells=("project_id", "legal_basis"),
    ),
    Kind("webLink", _title("Verweise der Projekte", "links of projects"), WEB_LINK, needed=("project_id", "phys_url"), cells=("phys_url",)),
    Kind("webItem", _title("Seiten über Projekte", "pages about projects"), WEB_ITEM, needed=("uri", "title"), cells=("uri",)),
    Kind(
        "reportSummaries",
        _title("Berichte und Ergebnisse der Projekte", "reports and results of projects"),
        REPORTS,
        needed=("id", "title", "project_id"),
        cells=("id",),
    ),
)
"""In the order of trying; the first that fits counts."""
