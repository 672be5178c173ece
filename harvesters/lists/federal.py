"""The columns of the federal funding catalogue, with the headers that they have had, and what they mean."""

from dataclasses import dataclass

from datasets.records import Column, DatasetRecord, Text

NAME = "foerderkatalog"
TITLE = Text(de="Förderkatalog des Bundes", en="Federal funding catalogue")
LICENCE = "other-closed"
PUBLISHER = "Bundesministerium für Forschung, Technologie und Raumfahrt"
FREQUENCY = "MONTHLY"
GERMANY = "http://publications.europa.eu/resource/authority/country/DEU"
_ABOUT = Text(
    de="Vorhaben, die Bundesministerien fördern, eine Zeile je Förderkennzeichen. Alle Zeilen der Quelle sind enthalten, auch "
    "solche, die nur Zahlungen buchen. Ressorts tragen ihren heutigen Namen. Die Quelle nennt keine Lizenz.",
    en="Projects funded by federal ministries, one row per grant reference. Every row of the source is held, also those that "
    "only book payments. Ministries bear their present names. The source states no licence.",
)
EXECUTING = "ausfuehrende_stelle"
"""After this column the headers of a place are said a second time and mean the executing unit."""


@dataclass(frozen=True, slots=True)
class Known:
    """A column: its name, its headers from new to old, its meaning in German and English."""

    name: str
    headers: tuple[str, ...]
    de: str
    en: str
    type: str = "string"


KNOWN: tuple[Known, ...] = (
    Known("fkz", ("FKZ",), "Förderkennzeichen, wie die Quelle es schreibt", "Grant reference, letter by letter"),
    Known("ressort", ("Ressort",), "Fördernde Bundesbehörde mit ihrem heutigen Namen", "Funding federal ministry by its present name"),
    Known("referat", ("Referat",), "Referat der Behörde", "Division of the ministry"),
    Known(
        "administrierende_stelle",
        ("Administrierende Stelle", "PT", "Projektträger"),
        "Stelle, die die Förderung abwickelt",
        "Agency that administers the grant",
    ),
    Known("arbeitseinheit", ("Arb.-Einh.", "Arbeitseinheit"), "Arbeitseinheit dieser Stelle", "Unit of that agency"),
    Known(
        "empfaenger",
        ("Förderempfänger /Auftragnehmer", "Zuwendungsempfänger", "Förderempfänger"),
        "Wer das Geld erhält; natürliche Personen sind nicht genannt",
        "Who receives the money; natural persons are not named",
    ),
    Known("empfaenger_gemeindekennziffer", ("Gemeindekennziffer",), "Gemeindeschlüssel des Empfängers", "Recipient's municipality key"),
    Known("empfaenger_gemeinde", ("Stadt/Gemeinde",), "Gemeinde des Empfängers", "Recipient's municipality"),
    Known("empfaenger_ort", ("Ort",), "Ort des Empfängers", "Recipient's place"),
    Known("empfaenger_bundesland", ("Bundesland",), "Land des Empfängers", "Recipient's state"),
    Known("empfaenger_staat", ("Staat",), "Staat des Empfängers", "Recipient's country"),
    Known(
        EXECUTING,
        ("Ausführende Stelle",),
        "Wo gearbeitet wird; natürliche Personen sind nicht genannt",
        "Where the work is done; natural persons are not named",
    ),
    Known(
        f"{EXECUTING}_gemeindekennziffer",
        ("Gemeindekennziffer",),
        "Gemeindeschlüssel der ausführenden Stelle",
        "Executing unit's municipality key",
    ),
    Known(f"{EXECUTING}_gemeinde", ("Stadt/Gemeinde",), "Gemeinde der ausführenden Stelle", "Executing unit's municipality"),
    Known(f"{EXECUTING}_ort", ("Ort",), "Ort der ausführenden Stelle", "Executing unit's place"),
    Known(f"{EXECUTING}_bundesland", ("Bundesland",), "Land der ausführenden Stelle", "Executing unit's state"),
    Known(f"{EXECUTING}_staat", ("Staat",), "Staat der ausführenden Stelle", "Executing unit's country"),
    Known("thema", ("Thema des geförderten Vorhabens", "Thema"), "Thema des Vorhabens", "Subject of the project"),
    Known("leistungsplansystematik", ("Leistungsplansystematik",), "Schlüssel des Leistungsplans", "Code of the federal activity plan"),
    Known("leistungsplan_klartext", ("Klartext Leistungsplansystematik",), "Name zu diesem Schlüssel", "Name of that code"),
    Known("laufzeit_von", ("Laufzeit von",), "Beginn der Laufzeit", "Start", "date"),
    Known("laufzeit_bis", ("Laufzeit bis",), "Ende der Laufzeit", "End", "date"),
    Known(
        "foerdersumme_eur",
        ("Förder- / Auftragssumme (Anteil des Bundes) in EUR", "Fördersumme in EUR", "Fördersumme_EUR"),
        "Anteil des Bundes in Euro; leer, wo die Quelle 0,00 als Platzhalter schreibt",
        "Federal share in euros; empty where the source writes 0.00 as a placeholder",
        "number",
    ),
    Known("foerderprofil", ("Förderprofil",), "Förderprofil", "Funding profile"),
    Known("projekt", ("Projekt", "Verbundprojekt"), "Name des Verbundprojekts", "Name of the joint project"),
    Known("foerderart", ("Förderart",), "Art der Förderung", "Kind of funding"),
)
NEEDED = ("fkz", "empfaenger", "thema", "foerdersumme_eur")


def places_of(headers: list[str]) -> dict[str, int]:
    """Position of each known column in a header row; a header that stands twice means the executing unit the second time."""
    plain = ["".join(header.split()).casefold() for header in headers]
    found: dict[str, int] = {}
    for known in KNOWN:
        wanted = ["".join(header.split()).casefold() for header in known.headers]
        start = found.get(EXECUTING, len(plain)) if known.name.startswith(f"{EXECUTING}_") else 0
        at = next((plain.index(one, start) for one in wanted if one in plain[start:]), None)
        if at is not None:
            found[known.name] = at
    return found


def column_of(name: str, header: str) -> Column:
    """The data dictionary's entry for a column as this file calls it; unknown columns keep their header as title."""
    known = next((one for one in KNOWN if one.name == name), None)
    if known is None:
        return Column(name=name, title=Text(de=header, en=header), source_name=header)
    unit = "EUR" if known.type == "number" else ""
    title = Text(de=f"{known.headers[0]} (Ausführende Stelle)" if name.startswith(f"{EXECUTING}_") else known.headers[0], en=known.en)
    entry = {"name": name, "type": known.type, "title": title, "description": Text(de=f"{known.de}.", en=f"{known.en}."), "unit": unit}
    return Column.model_validate(entry | {"source_name": header})


def dataset_of(slug: str, source_url: str, columns: tuple[Column, ...]) -> DatasetRecord:
    """The record of the catalogue as a file gives it; a row is known by its grant reference."""
    return DatasetRecord(
        slug=slug,
        title=TITLE,
        description=_ABOUT,
        keywords=("Bund", "Förderung", "Forschung", "Zuwendung"),
        theme=("GOVE", "TECH"),
        licence=LICENCE,
        publisher=PUBLISHER,
        source_url=source_url,
        frequency=FREQUENCY,
        spatial=(GERMANY,),
        columns=columns,
        key=("fkz",),
        origin="harvested",
        source=NAME,
    )
