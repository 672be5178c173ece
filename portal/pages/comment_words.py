"""What people read for the codes of comments."""

from portal.language import gettext as _


def reasons() -> dict[str, str]:
    """Why a comment is not published."""
    return {
        "beleidigung": _("Beleidigung oder Drohung"),
        "personenbezogen": _("private Daten von Personen"),
        "rechtswidrig": _("Verstoß gegen geltendes Recht"),
        "werbung": _("Werbung"),
        "ohne_bezug": _("kein Bezug zum Projekt"),
        "doppelt": _("steht schon da"),
    }


def ground(reason: str) -> str:
    """On what such a decision rests: the law, or our rules."""
    if reason in {"beleidigung", "personenbezogen", "rechtswidrig"}:
        return _("Grundlage ist das geltende Recht, zum Beispiel das Strafrecht oder der Datenschutz.")
    return _("Grundlage sind unsere Regeln: Ein Kommentar sagt etwas zum Projekt, wirbt nicht und steht nur einmal da.")


def states() -> dict[str, str]:
    """How a comment stands, for staff."""
    return {"held": _("Angehalten"), "unread": _("Ungelesen"), "shown": _("Freigegeben"), "hidden": _("Nicht veröffentlicht")}


def standing(state: str) -> str:
    """How it stands, for its author; empty where there is no comment."""
    return {
        "unread": _("Ihr Kommentar ist gespeichert."),
        "held": _("Ihr Kommentar wird von einem Menschen gelesen, bevor er öffentlich ist."),
        "shown": _(
            "Ihr Kommentar ist freigegeben. Er ist öffentlich, sobald Ihre Stimme in einem veröffentlichten Ergebnis enthalten ist."
        ),
        "hidden": _("Ihr Kommentar wird nicht veröffentlicht."),
    }.get(state, "")


def doubts() -> dict[str, str]:
    """What the detectors find."""
    return {
        "link": _("Link"),
        "contact": _("Kontakt"),
        "name": _("Name"),
        "word": _("Wortliste"),
        "again": _("Schon einmal abgelehnt"),
    }


def missing() -> dict[str, str]:
    """What to say where a field is empty or wrong."""
    return {
        "comment": _("Bitte wählen Sie mindestens einen Kommentar."),
        "state": _("Bitte wählen Sie, was geschehen soll."),
        "reason": _("Bitte nennen Sie den Grund, wenn Sie einen Kommentar nicht veröffentlichen."),
        "statement": _("Der Text an die Verfasserin oder den Verfasser ist zu lang: höchstens 500 Zeichen."),
    }
