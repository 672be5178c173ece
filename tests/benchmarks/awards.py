"""Made-up federal awards in the form of the Förderkatalog's export, as many as wanted, the same ones everywhere."""

import csv
import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

BLOCK = ["Gemeindekennziffer", "Stadt/Gemeinde", "Ort", "Bundesland", "Staat"]
HEADER = [
    *["FKZ", "Ressort", "Referat", "Administrierende Stelle", "Arb.-Einh.", "Förderempfänger /Auftragnehmer", *BLOCK],
    *["Ausführende Stelle", *BLOCK, "Thema des geförderten Vorhabens", "Leistungsplansystematik", "Klartext Leistungsplansystematik"],
    *["Laufzeit von", "Laufzeit bis", "Förder- / Auftragssumme (Anteil des Bundes) in EUR", "Förderprofil", "Projekt", "Förderart"],
]
SUM = HEADER.index("Förder- / Auftragssumme (Anteil des Bundes) in EUR")
PLAIN = ("fkz", "ressort", "empfaenger", "gemeindeschluessel", "ort", "land", "thema", "plan", "beginn", "ende", "summe", "verbund")
LONGEST_WRAPPED = 255  # the export leaves longer texts without its ="…"

MINISTRIES = ("BMFTR", "BMFTR", "BMFTR", "BMFTR", "BMWE", "BMUKN", "BMV", "BMLEH")
LANDS = ("Nordrhein-Westfalen", "Bayern", "Sachsen", "Berlin", "Hessen", "Niedersachsen", "Baden-Württemberg", "Bremen")
BEGINNINGS = ("Hoch", "Neu", "Alt", "Lang", "Breit", "Stein", "Bir", "Wald", "Ober", "Nieder", "Weiß", "Süd", "Königs", "Lauter")
ENDINGS = ("hausen", "stadt", "bach", "tal", "furt", "moor", "brunn", "see", "born", "lohe", "rath", "scheid", "münde", "hagen")
FIELDS = (
    "Wasserstoff",
    "Photonik",
    "Pflege",
    "Robotik",
    "Logistik",
    "Moorschutz",
    "Stromnetze",
    "Lernsoftware",
    "Krebsforschung",
    "Holzbau",
)
DOINGS = ("Aufbau", "Erprobung", "Auswertung", "Gestaltung", "Vergleich", "Übertragung", "Vermessung", "Nachweis")
OBJECTS = (
    "lernender Regelungen",
    "dezentraler Speicher",
    "gedruckter Bauteile",
    "offener Schnittstellen",
    "robuster Messketten",
    "leichter Träger",
)
WHERE = ("im Quartier", "auf dem Land", "im laufenden Betrieb", "für kleine Betriebe", "in der Ausbildung", "bei Hitze und Starkregen")
OWNERS = ("Hochschule {place}", "Werke {place} GmbH", "Institut für {field} {place} e. V.", "{place}er {field}technik AG", "Stadt {place}")


def awards(rows: int, key: str = "", seed: int = 42, everywhere: int = 900) -> Iterator[dict[str, str]]:
    """One award after the other, by the names in PLAIN; sums and dates as ISO texts.

    About one in 270 lies in the municipality ``key``; ``everywhere`` is the number of places.
    """
    chance = random.Random(seed)
    places = [_place(chance, number) for number in range(everywhere)]
    places[20] = ("Musterstadt", key or places[20][1], places[20][2])
    for number in range(rows):
        # Squared: a few places hold many awards, most hold few.
        place, key, land = places[int(chance.random() ** 2 * everywhere)]
        field = chance.choice(FIELDS)
        start = dt.date(2005, 1, 1) + dt.timedelta(days=int(chance.random() * 7600))
        joint = f"Verbund {field} {number // 4}" if number % 5 == 0 else ""
        yield {
            "fkz": f"{number % 20 + 1:02d}{chance.choice('ABEKLRTX')}{chance.choice('BCDFGH')}{number:07d}",
            "ressort": chance.choice(MINISTRIES),
            "empfaenger": chance.choice(OWNERS).format(place=place, field=field),
            "gemeindeschluessel": key,
            "ort": place,
            "land": land,
            "thema": _subject(chance, field, joint),
            "plan": f"{chance.choice('ABCDEF')}{chance.choice('ABC')}{int(chance.random() * 40) * 10 + 1000}",
            "beginn": start.isoformat(),
            "ende": (start + dt.timedelta(days=365 + int(chance.random() * 1400))).isoformat(),
            "summe": f"{chance.lognormvariate(12.3, 1.1):.2f}",
            "verbund": joint,
        }


def write_plain(file: Path, rows: int) -> Path:
    """A plain CSV of twelve columns, to be imported as it is."""
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, PLAIN)
        writer.writeheader()
        writer.writerows(awards(rows))
    return file


def write_export(file: Path, rows: int, key: str = "") -> Path:
    """The same awards as the catalogue would export them: ISO-8859-15, ``="…";``, German sums and dates."""
    with file.open("w", encoding="iso-8859-15", newline="\r\n") as target:
        target.write("".join(f'="{name}";' for name in HEADER) + "\n")
        target.writelines("".join(map(_cell, range(len(HEADER)), _export(award))) + "\n" for award in awards(rows, key))
    return file


def _place(chance: random.Random, number: int) -> tuple[str, str, str]:
    name = chance.choice(BEGINNINGS) + chance.choice(ENDINGS) + ("" if number < 100 else f" {number // 100}")
    return name, f"{number % 16 + 1:02d}{number * 7 % 1000:03d}{number % 1000:03d}", chance.choice(LANDS)


def _subject(chance: random.Random, field: str, joint: str) -> str:
    parts = [f"{chance.choice(DOINGS)} {chance.choice(OBJECTS)} {chance.choice(WHERE)}" for _ in range(1 + int(chance.random() * 3))]
    return f"{joint + ' - Teilvorhaben: ' if joint else ''}{field}: {', '.join(parts)}"


def _export(award: dict[str, str]) -> list[str]:
    where = [award["gemeindeschluessel"], award["ort"], award["ort"], award["land"], "Deutschland"]
    whole, cents = award["summe"].split(".")
    money = f"{int(whole):,}".replace(",", ".") + f",{cents}"
    dates = [".".join(reversed(award[name].split("-"))) for name in ("beginn", "ende")]
    office = [award["fkz"], award["ressort"], "F21", "PT", "UF", award["empfaenger"]]
    return [
        *office,
        *where,
        award["empfaenger"],
        *where,
        award["thema"],
        award["plan"],
        "Klartext",
        *dates,
        money,
        "Profil",
        award["verbund"],
        "Direkt",
    ]


def _cell(position: int, text: str) -> str:
    return f"{text};" if position == SUM or len(text) > LONGEST_WRAPPED else f'="{text}";'
