import pytest

from harvesters.lists.operation_words import RULES
from harvesters.lists.operations import FIELDS, NEEDED
from harvesters.reading.headers import Header, find_header, fold, match, read_header


@pytest.mark.parametrize(
    ("header", "folded"),
    [
        ("Durchführungs-beginn", "durchfuehrungsbeginn"),
        ("Unions-\nKofinan-\nzierungssatz", "unions kofinanzierungssatz"),
        ("Bau- und Werkzeug", "bau und werkzeug"),
        ("3. Name des Begünstigten*", "name des beguenstigten"),
        ("Förderfähige Ausgaben1)\n(in EUR)", "foerderfaehige ausgaben in eur"),
        ("Operation_Start_Date", "operation start date"),
        ("beneficiaryName", "beneficiary name"),
        ("Kofinanzierung in %", "kofinanzierung in prozent"),
        ("Nom du bénéficiaire", "nom du beneficiaire"),
        ("  ", ""),
    ],
)
def test_headers_are_folded_to_plain_words(header: str, folded: str) -> None:
    assert fold(header) == folded


MEANT = {
    "beguenstigter": [
        "Name des Begünstigten\n(nur juristische Personen)",
        "Zuwendungs-empfänger",
        "Beneficiary's Name",
        "Verzeichnis der Begünstigten",
        "beneficiary",
        "Name des Begünstigten (beneficiary name, nom du bénéficiaire)",
        "Fördermittelempfänger",
        "Projektträger",
        "Name und Sitz des Begünstigten",
    ],
    "vorhaben": [
        "Bezeichnung\ndes Vorhabens",
        "Vorhabenbezeichnung",
        "Projekttitel",
        "name_of_operation",
        "Bezeichnung/Zusammenf. d. Vorhabens/ operation name",
        "NAME DES PROJEKTS",
        "Projekt/ project",
        "Project title",
        "Bezeichnung des Vorhabens / Zusammenfassung des Vorhabens",
        "BEZEICHNUNG",
    ],
    "zusammenfassung": ["Zusammenfassung des Vorhabens", "Kurzbeschreibung/ project description", "Zweck und erwartete Errungenschaften"],
    "beginn": ["Datum des Beginns des Vorhabens", "Projekt-beginn", "Operation Start Date", "Laufzeit von", "Beginns des Vor-habens"],
    "ende": [
        "Durchführungs-\nende",
        "voraussichtliches Datum des Abschlusses des Vorhabens",
        "Project end",
        "Date de fin de l'opération",
        "Projektende/",
    ],
    "foerderfaehige_kosten": [
        "Gesamtbetrag förderfähiger \nAusgaben",
        "bewilligte förderfähige Gesamtinvestition",
        "Total eligible expenditure",
        "GESAMTBETRAG 1)",
        "davon zuwendungsfähige Ausgaben",
        "Total_Eligible_Expenditure_amount",
    ],
    "gesamtkosten": ["Gesamtkosten des Vorhabens", "Total cost of the operation", "Gesamtausgaben", "Total budget (EUR)", "Projektvolumen"],
    "zuwendung": [
        "Zuwendungen des Landes NRW",
        "Gewährte Beträge in Euro ",
        "Bewilligter Betrag",
        "gesamte Fördersumme / funding amount",
        "Zuschuss",
        "VORGESEHENE ÖFFENTLICHE BETEILIGUNG",
        "allocated_public_funding",
        "Gewährte Beträge - ERDF und Nationale Mittel ohne Eigenmittel",
        "Bewilligung öffentliche Mittel",
        "Betrag in EUR",
    ],
    "unionsbeitrag": [
        "Unionsbeitrag",
        "EU-Betrag",
        "davon EU-Mittel",
        "EU contribution",
        "Project_EU_Budget",
        "ESF-Mittel",
        "EU-Kofinanzierung",
        "Zuschuss EFRE",
    ],
    "auszahlung": [
        "Bei Abschluss des Vorhabens gezahlte Gesamtbeträge",
        "Ausgezahlter Betrag bei Projekt- abschluss",
        "on_finish_total_value",
    ],
    "kofinanzierungssatz": [
        "Unions-Kofinan-zierungs-satz pro Prioritäts-achse",
        "Cofinancing_Rate",
        "Kofinanzierungssatz der Union",
        "Fördersatz in %",
    ],
    "jahr": ["Jahr der Bewilligung / Jahr der Restzahlung", "Bewilligungsjahr", "years"],
    "jahr_abschluss": ["Jahr der abschließenden Restzahlung", "Jahr Projektende"],
    "vorhaben_code": [
        "Code des Vorhabens",
        "Operation ID",
        "Operation_Unique_Identifier",
        "16. Vorhabensident",
        "ANTRAGSNUMMER",
        "Vorhaben-ID",
    ],
    "plz": [
        "Postleitzahl des Vorhabens\noder andere Standortindikatoren",
        "Postal_Code",
        "PLZ operation postcode",
        "Postleit-zahl des Vor-habens",
    ],
    "beguenstigter_plz": ["PLZ \nBegünstigter", "PLZ/Ort des Zuwendungsempfängers"],
    "beguenstigter_ort": ["Sitz des Begünstigten", "Ort des Antragstellers"],
    "ort": ["Ort\ndes Vorhabens", "Investitionsort", "8. Durchführungsort des Vorhabens", "Projekt-standort", "Ville de l'opération"],
    "gebietskennziffer": ["Gebietskennziffer", "Gemeindekennziffer (Vorhaben)/", "Gemeindeschlüssel (AGS)"],
    "kreis": ["Landkreis / kreisfreie Stadt", "county", "NUTS3_Code"],
    "standort": ["Standortindikator oder Geolokalisierung für das Vorhaben", "Location_Indicator_latitude_longitude"],
    "land": ["Land", "Land -country", "Land/"],
    "fonds": ["betroffener Fonds", "Fund concerned", "Fund_Code"],
    "ziel": ["betroffenes spezifisches Ziel", "Thematisches Ziel /\nthematic objective dimension"],
    "interventionskategorie": ["EU-Interventions-kategorie", "Interven-tions-bereich", "Art der Intervention für das Vorhaben"],
    "interventionskategorie_text": ["Bezeichnung der EU-Interventionskategorie", "Category_Label"],
    "": [
        "Finanzierungsform /\nform of finance",
        "Themenfeld",
        "lfd. Nr.",
        "Rechtsform des Begünstigten",
        "Total_Eligible_Expenditure_Currency",
        "Kofinanzie-rung aus anderen öffent-lichen Mitteln co-financing from other public funding",
        "Kategorie der Region",
        "Bewilligungszeitraum",
        "Datum der letzten Aktualisierung",
        "Förderaktivität/ funding activity",
        "Anzahl der Begünstigten",
    ],
}


@pytest.mark.parametrize(("header", "name"), [(header, name) for name, headers in MEANT.items() for header in headers])
def test_a_header_of_any_land_and_period_is_understood(header: str, name: str) -> None:
    assert match(header, RULES)[1] == name


def test_every_rule_names_a_known_column() -> None:
    assert {name for _, name in RULES} - {""} <= set(FIELDS)


def test_of_two_columns_with_one_meaning_the_narrower_word_wins() -> None:
    header = read_header(1, ["Fördergegenstand", "Bezeichnung des Vorhabens", "Projekt"], RULES)
    assert header.found == {"vorhaben": 1}


def _find(*rows: list[str]) -> Header:
    return find_header(list(enumerate(rows, 1)), RULES, NEEDED)


def test_the_header_is_found_below_titles_and_beside_remarks() -> None:
    found = _find(["Liste der Vorhaben"], ["", "Stand:", "1.1.2020"], [], ["Vorhaben", "Begünstigter", "Gesamtkosten"], ["x", "y", "1"])
    assert (found.line, found.found) == (4, {"vorhaben": 0, "beguenstigter": 1, "gesamtkosten": 2})


def test_a_header_in_two_rows_is_read_as_one() -> None:
    found = _find(
        ["Begünstigter", "", "Vorhaben", "Finanzierung"], ["Sitz", "Name", "Bezeichnung", "Gesamtkosten"], ["Köln", "A", "B", "1"]
    )
    assert found.line == 2
    assert {"beguenstigter": 1, "beguenstigter_ort": 0, "vorhaben": 2, "gesamtkosten": 3}.items() <= found.found.items()


def test_the_best_row_is_told_where_no_row_has_all() -> None:
    found = _find(["Name des Begünstigten", "Ort", "Datum"], ["A", "B", "1.1.2020"])
    assert (found.line, found.missing(NEEDED)) == (1, [1, 2])
