"""What people read for the codes of ideas."""

from portal.language import gettext as _


def states() -> dict[str, str]:
    """Of a published idea, in the order of their time."""
    return {
        "published": _("Veröffentlicht"),
        "in_review": _("In Prüfung"),
        "adopted": _("Aufgenommen"),
        "declined": _("Abgelehnt"),
    }


def state(code: str) -> str:
    """Of an idea, a new one too."""
    return ({"new": _("Neu")} | states()).get(code, code)


def badge_kind(code: str) -> str:
    """The colour of a state."""
    return {"new": "warning", "published": "info", "in_review": "info", "adopted": "success"}.get(code, "neutral")


def missing() -> dict[str, str]:
    """What to say where a field is empty or wrong."""
    return {
        "title": _("Bitte geben Sie Ihrer Idee einen kurzen Titel."),
        "what": _("Bitte schreiben Sie, was geschehen soll."),
        "email": _("Bitte geben Sie eine gültige E-Mail-Adresse an, zum Beispiel name@example.org."),
        "answer": _("Bitte schreiben Sie eine Begründung, höchstens 2000 Zeichen."),
        "project": _("Dieses Projekt gibt es nicht. Bitte geben Sie seine Kennung an, wie sie in der Adresse seiner Seite steht."),
        "hidden": _("Nur der Text einer abgelehnten Idee kann verborgen werden."),
    }
