"""The tables of Kohesio with their columns: what each is called, how it is read, what it means."""

from dataclasses import dataclass

from datasets.records import Text
from harvesters.reading.columns import Known


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of table. A file is of it where it has a column of each group in ``needed``, by machine name."""

    name: str
    title: Text
    columns: tuple[Known, ...]
    needed: tuple[tuple[str, ...], ...]
    cells: tuple[str, ...]
    """Columns that no row may leave empty."""
    key: tuple[tuple[str, ...], ...]
    """Columns that may identify a row, tried in this order."""


PROJECTS = (
    Known(
        "operation_id", "Operation_Unique_Identifier", "line", "Kennung des Vorhabens in Kohesio", "Identifier of the operation in Kohesio"
    ),
    Known(
        "operation_local_id",
        "Operation_Local_Identifier",
        "line",
        "Code des Vorhabens im Programm",
        "Code of the operation in its programme",
    ),
    Known(
        "title_en",
        "Operation_Name_English",
        "text",
        "Vorhaben, englisch (oft maschinell übersetzt)",
        "Operation in English (often machine translated)",
    ),
    Known(
        "title",
        "Operation_Name_Programme_Language",
        "text",
        "Vorhaben in der Sprache des Programms",
        "Operation in the programme's language",
    ),
    Known("country", "Country", "line", "Land", "Country", more=("CountryCode", "Country_Code")),
    Known("post_code", "Postal_Code", "line", "Postleitzahl", "Postcode"),
    Known("start_date", "Operation_Start_Date", "date", "Beginn", "Start"),
    Known("end_date", "Operation_End_Date", "date", "Ende", "End"),
    Known("cofinancing_rate", "Cofinancing_Rate", "rate", "Anteil der EU", "Share of the EU", unit="%"),
    Known("eligible_expenditure", "Total_Eligible_Expenditure_amount", "amount", "Förderfähige Ausgaben", "Eligible expenditure"),
    Known(
        "currency",
        "Total_Eligible_Expenditure_Currency",
        "line",
        "Währung der förderfähigen Ausgaben",
        "Currency of the eligible expenditure",
    ),
    Known("eu_budget", "Project_EU_Budget", "amount", "Beitrag der EU", "Contribution of the EU", unit="EUR"),
    Known(
        "beneficiary_id",
        "Beneficiary_Unique_Identifier",
        "line",
        "Kennung des Begünstigten in Kohesio",
        "Identifier of the beneficiary in Kohesio",
    ),
    Known(
        "beneficiary",
        "Beneficiary_Name",
        "line",
        "Begünstigter; natürliche Personen sind nicht genannt",
        "Beneficiary; natural persons are not named",
    ),
    Known(
        "beneficiary_local_id",
        "Beneficiary_Local_Identifier",
        "line",
        "Nummer des Begünstigten im Land",
        "Number of the beneficiary in its country",
    ),
    Known("location", "Location_Indicator_latitude_longitude", "line", "Breite und Länge", "Latitude and longitude"),
    Known("category", "Category_Of_Intervention", "line", "Schlüssel der Art der Intervention", "Code of the category of intervention"),
    Known("category_label", "Category_Label", "line", "Art der Intervention", "Category of intervention"),
    Known("thematic_objective", "Thematic_Objective_ID", "line", "Schlüssel des thematischen Ziels", "Code of the thematic objective"),
    Known("thematic_objective_label", "Thematic_Objective_Label", "line", "Thematisches Ziel", "Thematic objective"),
    Known("policy_objective", "Policy_Objective_ID", "line", "Schlüssel des politischen Ziels", "Code of the policy objective"),
    Known("policy_objective_label", "Policy_Objective_Label", "line", "Politisches Ziel", "Policy objective"),
    Known("fund_code", "Fund_Code", "line", "Kürzel des Fonds", "Code of the fund"),
    Known("fund", "Fund_Name", "line", "Fonds", "Fund"),
    Known("programme_code", "Programme_Code", "line", "Nummer des Programms (CCI)", "Number of the programme (CCI)"),
    Known("programme", "Programme_Name", "line", "Programm", "Programme"),
    Known("region", "Region", "line", "Region", "Region"),
    Known("nuts3", "NUTS3_Code", "line", "Kreis nach NUTS 3", "NUTS 3 region"),
    Known("period", "Programming_Period", "line", "Förderperiode", "Programming period"),
    Known("summary_en", "Operation_Summary_English", "text", "Zusammenfassung, englisch", "Summary in English"),
    Known(
        "summary",
        "Operation_Summary_Programme_Language",
        "text",
        "Zusammenfassung in der Sprache des Programms",
        "Summary in the programme's language",
    ),
    Known("managing_authority", "ManagingAuthority", "line", "Verwaltungsbehörde", "Managing authority", more=("Managing_Authority",)),
    Known("image_url", "Image_URL", "line", "Adresse eines Bildes", "Address of a picture"),
    Known("inforegio_id", "InfoRegio_ID", "line", "Kennung in InfoRegio", "Identifier in InfoRegio"),
    Known("inforegio_url", "InfoRegio_URL", "line", "Seite in InfoRegio", "Page in InfoRegio"),
)
BENEFICIARIES = (
    Known("beneficiary_id", "Beneficiary", "line", "Kennung des Begünstigten in Kohesio", "Identifier of the beneficiary in Kohesio"),
    Known("country", "Country", "line", "Land", "Country"),
    Known("region", "Region", "line", "Region", "Region"),
    Known(
        "name",
        "BeneficiaryLabel",
        "line",
        "Begünstigter; natürliche Personen sind nicht genannt",
        "Beneficiary; natural persons are not named",
        more=("Beneficiary Name", "Beneficiary_Name", "Beneficiary_Label"),
    ),
    Known("total_budget", "Total Budget", "amount", "Gesamtkosten aller Vorhaben", "Total cost of all operations", unit="EUR"),
    Known(
        "eu_contribution", "EU Contribution", "amount", "Beitrag der EU zu allen Vorhaben", "EU contribution to all operations", unit="EUR"
    ),
    Known("projects", "Number of Projects", "integer", "Zahl der Vorhaben", "Number of operations"),
    Known("transliterated_name", "Transliterated Name", "line", "Name in lateinischer Schrift", "Name in Latin letters"),
    Known("website", "Website", "line", "Webseite", "Website"),
    Known("wikidata_id", "WikidataID", "line", "Kennung in Wikidata", "Identifier in Wikidata"),
)
KINDS: tuple[Kind, ...] = (
    Kind(
        "projects",
        Text(de="Kohesio: Vorhaben der EU-Strukturfonds", en="Kohesio: operations of the EU funds"),
        PROJECTS,
        needed=(("operation_id",), ("title", "title_en"), ("eu_budget", "eligible_expenditure"), ("beneficiary", "beneficiary_id")),
        cells=("operation_id",),
        key=(("operation_id",), ("operation_id", "beneficiary_id"), ("operation_id", "beneficiary_id", "nuts3")),
    ),
    Kind(
        "beneficiaries",
        Text(de="Kohesio: Begünstigte der EU-Strukturfonds", en="Kohesio: beneficiaries of the EU funds"),
        BENEFICIARIES,
        needed=(("name",), ("beneficiary_id", "eu_contribution", "total_budget")),
        cells=("name",),
        key=(("beneficiary_id",),),
    ),
)
