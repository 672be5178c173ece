"""What people read for the states of harvest runs."""

from portal.language import gettext as _


def state(code: str) -> tuple[str, str, str]:
    """Of a run: word, kind and sign of its badge."""
    words = {
        "done": (_("Gelesen"), "success", "check"),
        "unchanged": (_("Gelesen, unverändert"), "success", "check"),
        "running": (_("Läuft gerade"), "info", "autorenew"),
        "refused": (_("Zurückgewiesen"), "warning", "warning"),
        "failed": (_("Nicht gelungen"), "danger", "danger"),
        "interrupted": (_("Abgebrochen"), "warning", "warning"),
    }
    return words[code]
