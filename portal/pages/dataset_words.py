"""What people read for the codes of a dataset: origin, licence, types of columns, frequency, formats."""

from datasets.vocabularies.ckan import FORMATS
from datasets.vocabularies.licences import Licence
from portal.language import gettext as _
from portal.language import spoken


def origins() -> dict[str, str]:
    """Where datasets come from, in the order of a list of filters."""
    return {
        "own": _("Eigene Daten der Allianz"),
        "harvested": _("Übernommene Listen anderer Stellen"),
        "imported": _("Einzeln aufgenommene Dateien"),
    }


def origin(code: str) -> str:
    """Of one dataset."""
    words = {"own": _("Eigene Daten"), "harvested": _("Übernommene Liste"), "imported": _("Einzeln aufgenommen")}
    return words.get(code, code)


def licence_name(found: Licence) -> str:
    """How a licence is called; what is not stated is said so."""
    if not found.url and not found.is_open:
        return _("Keine offene Lizenz angegeben")
    return found.en if spoken() == "en" else found.de


def kind(code: str) -> str:
    """Of a column."""
    words = {
        "string": _("Text"),
        "integer": _("Ganze Zahl"),
        "number": _("Zahl"),
        "boolean": _("Ja oder nein"),
        "date": _("Tag"),
        "datetime": _("Zeitpunkt"),
        "year": _("Jahr"),
    }
    return words.get(code, code)


def frequency(code: str) -> str:
    """How often a dataset changes; empty where nobody says."""
    words = {
        "CONT": _("laufend"),
        "UPDATE_CONT": _("laufend"),
        "DAILY": _("täglich"),
        "WEEKLY": _("wöchentlich"),
        "MONTHLY": _("monatlich"),
        "QUARTERLY": _("vierteljährlich"),
        "ANNUAL": _("jährlich"),
        "IRREG": _("unregelmäßig"),
    }
    return words.get(code, "")


def file_format(code: str) -> str:
    """The name of a format."""
    return FORMATS[code][0] if code in FORMATS else code.upper()


def file_note(code: str) -> str:
    """What a file of that format is good for."""
    words = {
        "csv": _("für Tabellenprogramme und alles andere"),
        "xlsx": _("für Excel und LibreOffice"),
        "json": _("für Programme im Browser"),
        "jsonl": _("ein Objekt je Zeile"),
        "parquet": _("für DuckDB, pandas und Spark"),
        "geojson": _("für Karten"),
        "zip": _("alle Dateien mit Beschreibung"),
    }
    return words.get(code, "")
