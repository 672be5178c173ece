"""What people read for the codes of runs, jobs and frequencies."""

from portal.language import gettext as _


def state(code: str) -> tuple[str, str]:
    """Of a run: its words and the colour of its badge."""
    return {
        "running": (_("Läuft gerade"), "info"),
        "done": (_("Gelesen"), "success"),
        "unchanged": (_("Gelesen, unverändert"), "success"),
        "refused": (_("Zurückgewiesen"), "warning"),
        "failed": (_("Nicht gelungen"), "danger"),
        "interrupted": (_("Abgebrochen"), "warning"),
    }.get(code, (code, "neutral"))


def frequency(code: str) -> str:
    """How often a source is read."""
    return {
        "CONT": _("täglich"),
        "DAILY": _("täglich"),
        "WEEKLY": _("wöchentlich"),
        "BIWEEKLY": _("alle zwei Wochen"),
        "QUARTERLY": _("vierteljährlich"),
        "ANNUAL_2": _("halbjährlich"),
        "ANNUAL": _("jährlich"),
    }.get(code, _("monatlich"))


def counts() -> list[tuple[str, str]]:
    """Figures of a run in the order in which they are shown."""
    return [
        ("seen", _("Zeilen gesehen")),
        ("accepted", _("angenommen")),
        ("rejected", _("abgewiesen")),
        ("masked", _("Namen verdeckt")),
        ("added", _("neu")),
        ("changed", _("geändert")),
        ("unchanged", _("unverändert")),
        ("gone", _("nicht mehr enthalten")),
        ("warnings", _("Warnungen")),
    ]
