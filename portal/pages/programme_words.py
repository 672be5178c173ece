"""What people read for the codes of funding programmes."""

from portal.language import gettext as _


def applicants() -> dict[str, str]:
    """Who may apply, in the order of the list of filters."""
    return {
        "municipality": _("Städte und Gemeinden"),
        "municipal_company": _("Kommunale Unternehmen"),
        "public": _("Öffentliche Einrichtungen"),
        "company": _("Unternehmen"),
        "university": _("Hochschulen"),
        "research": _("Forschungseinrichtungen"),
        "association": _("Vereine und Verbände"),
        "school": _("Schulen"),
        "person": _("Einzelne Menschen"),
    }


def levels() -> dict[str, str]:
    """Who gives the money."""
    return {
        "eu": _("Europäische Union"),
        "bund": _("Bund"),
        "land": _("Land"),
        "kommune": _("Kommune"),
        "stiftung": _("Stiftung"),
        "privat": _("Privat"),
        "": _("nicht genannt"),
    }


def statuses() -> dict[str, str]:
    """Whether one can apply today."""
    return {"open": _("Offen"), "expected": _("Beginnt noch"), "unknown": _("Frist nicht bekannt"), "closed": _("Geschlossen")}


def badge(status: str) -> tuple[str, str, str]:
    """Word, kind and sign of a badge."""
    signs = {
        "open": ("success", "check"),
        "expected": ("info", "calendar-today"),
        "unknown": ("neutral", "question-mark"),
        "closed": ("neutral", "close"),
    }
    return (statuses()[status], *signs[status])


def span(days: str) -> str:
    """A time until the deadline that can be chosen."""
    return {"30": _("in 30 Tagen"), "90": _("in 3 Monaten"), "180": _("in 6 Monaten"), "365": _("in 12 Monaten")}[days]
