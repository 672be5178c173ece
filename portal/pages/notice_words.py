"""What people read for the codes of notices."""

from portal.language import gettext as _


def kinds() -> list[tuple[str, str]]:
    """Both, with what they are for."""
    return [("error", _("Etwas ist falsch oder fehlt")), ("illegal", _("Ein Inhalt ist rechtswidrig"))]


def kind(code: str) -> str:
    """Of a notice."""
    return dict(kinds()).get(code, code)


def grounds() -> list[tuple[str, str]]:
    """Why a content may be unlawful."""
    return [
        ("insult", _("Beleidigung oder falsche Behauptung über eine Person")),
        ("hate", _("Hass oder Aufruf zu Gewalt")),
        ("privacy", _("Private Daten einer Person")),
        ("copyright", _("Bild oder Text gehört jemand anderem")),
        ("child_abuse", _("Sexueller Missbrauch von Kindern")),
        ("threat", _("Gefahr für Leib oder Leben eines Menschen")),
        ("other", _("Etwas anderes")),
    ]


def ground(code: str) -> str:
    """Of a notice of an unlawful content."""
    return dict(grounds()).get(code, code)


def states() -> dict[str, str]:
    """All of them, in the order of their time."""
    return {"open": _("Offen"), "answered": _("Beantwortet"), "closed": _("Abgeschlossen")}


def state(code: str) -> str:
    """Of a notice."""
    return states().get(code, code)


def badge_kind(code: str) -> str:
    """The colour of a state."""
    return {"open": "info", "answered": "success"}.get(code, "neutral")


def missing() -> dict[str, str]:
    """What to say where a field is empty or wrong."""
    return {
        "kind": _("Bitte wählen Sie, worum es geht."),
        "ground": _("Bitte wählen Sie, warum der Inhalt rechtswidrig ist."),
        "text": _("Bitte schreiben Sie, was nicht stimmt."),
        "address": _("Bitte nennen Sie die Adresse der Seite, auf der der Inhalt steht."),
        "name": _("Bitte nennen Sie Ihren Namen. Das Gesetz verlangt ihn bei rechtswidrigen Inhalten."),
        "email": _("Bitte geben Sie eine gültige E-Mail-Adresse an, zum Beispiel name@example.org."),
        "good_faith": _("Bitte bestätigen Sie, dass Ihre Angaben nach bestem Wissen stimmen."),
    }
