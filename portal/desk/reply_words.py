"""What staff read for the codes of replies."""

from datasets.errors import BadQuestion
from portal.language import gettext as _


def state(code: str) -> str:
    """How a reply stands."""
    return states().get(code, code)


def states() -> dict[str, str]:
    """All of them, in the order of their life."""
    return {
        "draft": _("Entwurf"),
        "published": _("Veröffentlicht"),
        "rejected": _("Abgelehnt"),
        "withdrawn": _("Zurückgezogen"),
    }


def badge_kind(code: str) -> str:
    """How the state looks."""
    return {"draft": "warning", "published": "success"}.get(code, "neutral")


def done(code: str) -> str:
    """What has just been done; empty for anything else."""
    known = {
        "saved": _("Der Entwurf ist gespeichert. Öffentlich ist er noch nicht."),
        "published": _("Die Antwort ist veröffentlicht."),
        "corrected": _("Die Antwort ist korrigiert. Auf der Seite steht, dass und wann."),
        "rejected": _("Der Entwurf ist abgelehnt."),
        "withdrawn": _("Die Antwort ist zurückgezogen."),
    }
    return known.get(code, "")


def complaints(error: Exception | None) -> dict[str, str]:
    """What is wrong, at the field that it is wrong in."""
    if error is None:
        return {}
    if not isinstance(error, BadQuestion):
        return {"text": _("Das ging nicht. Unten steht, wie es jetzt steht und was Sie tun dürfen.")}
    known = {
        "text": _("Bitte schreiben Sie die Antwort, höchstens 3000 Zeichen."),
        "organisation": _("Bitte schreiben Sie, wer antwortet, höchstens 200 Zeichen."),
        "comment_key": _("Dieser Kommentar ist nicht mehr öffentlich. Bitte wählen Sie einen anderen oder keinen."),
        "answer": _("Bitte schreiben Sie, warum Sie den Entwurf ablehnen, höchstens 500 Zeichen."),
    }
    return {error.field: known[error.field]} if error.field in known else {"text": _("Diese Handlung gibt es nicht.")}
