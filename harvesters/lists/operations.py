"""The columns that lists of operations (ERDF, ESF, JTF) have in common, in the order in which they are published."""

from dataclasses import dataclass
from typing import Literal

from datasets.records import AmountType, Text

Kind = Literal["line", "text", "amount", "date", "rate", "key", "postcode", "year"]


@dataclass(frozen=True, slots=True)
class Field:
    """What a known column means; ``amount`` says which sort of sum it holds."""

    kind: Kind
    title: Text
    description: Text
    amount: AmountType | None = None


def _field(kind: Kind, title: tuple[str, str], about: tuple[str, str], amount: AmountType | None = None) -> Field:
    return Field(kind, Text(de=title[0], en=title[1]), Text(de=about[0], en=about[1]), amount)


FIELDS: dict[str, Field] = {
    "vorhaben_code": _field("line", ("Code des Vorhabens", "Operation code"), ("Kennung in der Quelle.", "Identifier in the source.")),
    "beguenstigter": _field(
        "line",
        ("Begünstigter", "Beneficiary"),
        ("Wer die Förderung erhält; natürliche Personen sind nicht genannt.", "Who receives the funding; natural persons are not named."),
    ),
    "vorhaben": _field("line", ("Vorhaben", "Operation"), ("Bezeichnung des Vorhabens.", "Name of the operation.")),
    "zusammenfassung": _field(
        "text", ("Zusammenfassung", "Summary"), ("Zweck und Inhalt des Vorhabens.", "Purpose and content of the operation.")
    ),
    "beginn": _field("date", ("Beginn", "Start"), ("Beginn des Vorhabens.", "Start of the operation.")),
    "ende": _field("date", ("Ende", "End"), ("Tatsächliches oder erwartetes Ende.", "Actual or expected end.")),
    "bewilligung": _field("date", ("Bewilligung", "Award date"), ("Datum der Bewilligung.", "Date of the award.")),
    "jahr": _field("year", ("Jahr der Bewilligung", "Year of award"), ("Jahr der Bewilligung.", "Year of the award.")),
    "jahr_abschluss": _field(
        "year", ("Jahr des Abschlusses", "Year of completion"), ("Jahr der letzten Zahlung.", "Year of the final payment.")
    ),
    "gesamtkosten": _field(
        "amount", ("Gesamtkosten", "Total cost"), ("Gesamtkosten des Vorhabens.", "Total cost of the operation."), "total_cost"
    ),
    "foerderfaehige_kosten": _field(
        "amount",
        ("Förderfähige Kosten", "Eligible cost"),
        ("Gesamtbetrag der förderfähigen Ausgaben.", "Total eligible expenditure."),
        "eligible",
    ),
    "zuwendung": _field(
        "amount", ("Zuwendung", "Public funding"), ("Bewilligte öffentliche Mittel.", "Public funding that was awarded."), "awarded"
    ),
    "unionsbeitrag": _field(
        "amount",
        ("Unionsbeitrag", "Union contribution"),
        ("Anteil der Europäischen Union.", "Share of the European Union."),
        "union_contribution",
    ),
    "eigenanteil": _field("amount", ("Eigenanteil", "Own share"), ("Eigene oder private Mittel.", "Own or private funds."), "own_share"),
    "auszahlung": _field(
        "amount", ("Auszahlung", "Paid"), ("Bis zum Abschluss ausgezahlte Mittel.", "Funds paid until completion."), "disbursed"
    ),
    "kofinanzierungssatz": _field(
        "rate", ("Kofinanzierungssatz", "Co-financing rate"), ("Anteil der Union in Prozent.", "Share of the Union in percent.")
    ),
    "gebietskennziffer": _field(
        "key", ("Gebietskennziffer", "Municipality key"), ("Amtlicher Schlüssel des Ortes.", "Official key of the place.")
    ),
    "plz": _field("postcode", ("Postleitzahl", "Postcode"), ("Postleitzahl des Vorhabens.", "Postcode of the operation.")),
    "ort": _field("line", ("Ort", "Place"), ("Ort des Vorhabens.", "Place of the operation.")),
    "kreis": _field("key", ("Kreis", "District"), ("Kreis oder kreisfreie Stadt.", "District or independent city.")),
    "standort": _field("key", ("Standort", "Location"), ("Angabe zum Standort des Vorhabens.", "Location of the operation.")),
    "beguenstigter_gebietskennziffer": _field(
        "key",
        ("Gebietskennziffer des Begünstigten", "Beneficiary's municipality key"),
        ("Amtlicher Schlüssel des Sitzes.", "Official key of the seat."),
    ),
    "beguenstigter_plz": _field(
        "postcode", ("Postleitzahl des Begünstigten", "Beneficiary's postcode"), ("Postleitzahl des Sitzes.", "Postcode of the seat.")
    ),
    "beguenstigter_ort": _field("line", ("Sitz des Begünstigten", "Beneficiary's seat"), ("Ort des Sitzes.", "Place of the seat.")),
    "land": _field("line", ("Land", "Country"), ("Staat oder Region des Vorhabens.", "Country or region of the operation.")),
    "fonds": _field("line", ("Fonds", "Fund"), ("Betroffener Fonds der Union.", "Fund of the Union concerned.")),
    "programm": _field("line", ("Programm", "Programme"), ("Programm oder Richtlinie.", "Programme or directive.")),
    "prioritaet": _field("line", ("Priorität", "Priority"), ("Prioritätsachse des Programms.", "Priority axis of the programme.")),
    "ziel": _field("line", ("Ziel", "Objective"), ("Spezifisches oder thematisches Ziel.", "Specific or thematic objective.")),
    "interventionskategorie": _field(
        "line", ("Interventionskategorie", "Category of intervention"), ("Code oder Name der Kategorie.", "Code or name of the category.")
    ),
    "interventionskategorie_text": _field(
        "line",
        ("Bezeichnung der Interventionskategorie", "Name of the category of intervention"),
        ("Name der Kategorie.", "Name of the category."),
    ),
}
"""Known columns by name."""

AMOUNTS: tuple[str, ...] = ("zuwendung", "unionsbeitrag", "foerderfaehige_kosten", "gesamtkosten", "auszahlung", "eigenanteil")
"""Columns with sums; a funding takes the first that has one: what was awarded before what it may cost."""
PLACES: tuple[str, ...] = (
    "gebietskennziffer",
    "plz",
    "ort",
    "kreis",
    "standort",
    "beguenstigter_gebietskennziffer",
    "beguenstigter_plz",
    "beguenstigter_ort",
)
"""Columns that say where an operation or its beneficiary is."""
NEEDED: tuple[tuple[str, ...], ...] = (("beguenstigter",), ("vorhaben",), AMOUNTS)
NEEDED_SAID: tuple[str, ...] = ("the beneficiary", "the operation's name", "a sum of money")
