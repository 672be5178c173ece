"""What people read for changes of the register and of lists, and for the states of uploads."""

from typing import Any

from portal.language import gettext as _


def kind(code: str) -> str:
    """Of a thing in the register."""
    words = {
        "project": _("Projekt"),
        "organisation": _("Organisation"),
        "participation": _("Beteiligung"),
        "funding": _("Förderung"),
        "claim": _("Genannte Zahl"),
        "rank": _("Rang im Smart City Index"),
        "programme": _("Förderprogramm"),
        "row": _("Zeile"),
    }
    return words.get(code, code)


def what(code: str) -> tuple[str, str, str]:
    """Of a change: word, kind and sign of its badge."""
    words = {"added": (_("Neu"), "success", "add"), "changed": (_("Geändert"), "info", "autorenew")}
    return words.get(code, (_("Nicht mehr enthalten"), "warning", "close"))


def state(code: str) -> tuple[str, str, str]:
    """Of an upload: word, kind and sign of its badge."""
    words = {
        "waiting": (_("Wird gelesen"), "info", "autorenew"),
        "ready": (_("Wartet auf Bestätigung"), "warning", "warning"),
        "confirmed": (_("Wird übernommen"), "info", "autorenew"),
        "applied": (_("Übernommen"), "success", "check"),
        "refused": (_("Nicht lesbar"), "danger", "danger"),
        "discarded": (_("Verworfen"), "neutral", "close"),
    }
    return words[code]


def value(given: Any) -> str:
    """A value as a cell shows it; a dash where there is none."""
    if given is None or given in ("", []):
        return "–"
    if isinstance(given, bool):
        return _("ja") if given else _("nein")
    return ", ".join(str(one) for one in given) if isinstance(given, list) else str(given)
