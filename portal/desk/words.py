"""What staff read for the codes of the desk."""

from portal.language import gettext as _
from portal.language import ngettext


def reason(code: str) -> str:
    """Why to look at a project."""
    return reasons().get(code, code)


def reasons() -> dict[str, str]:
    """All of them, the most urgent first."""
    return {
        "notice": _("Meldung zum Inhalt"),
        "burst": _("Auffällig viele Stimmen"),
        "falling": _("Nutzen sinkt"),
        "low": _("Nutzen gering"),
        "sensitive": _("Empfindlich"),
        "polarised": _("Meinungen gehen auseinander"),
        "review_due": _("Prüfung fällig"),
        "too_few": _("Zu wenige Stimmen"),
        "effect": _("Wirkung prüfen"),
    }


def state(code: str) -> str:
    """Of a published score."""
    return states().get(code, code)


def states() -> dict[str, str]:
    """All of them, from nothing to certain."""
    return {
        "too_few": _("Weniger als 5 Stimmen"),
        "first": _("Erste Stimmen"),
        "solid": _("Belastbar"),
        "review": _("Wird geprüft"),
    }


def role(code: str) -> str:
    """Of somebody at the desk."""
    known = {
        "redaktion": _("Redaktion"),
        "pruefung": _("Prüfung"),
        "zweitpruefung": _("Zweitprüfung"),
        "leitung": _("Leitung"),
        "partner": _("Partner"),
        "datenschutz": _("Datenschutz"),
        "auditor": _("Revision"),
    }
    return known.get(code, code)


def trend(code: str) -> str:
    """Of a published score, with an arrow."""
    return {"falling": _("↓ sinkt"), "rising": _("↑ steigt"), "steady": _("→ gleich")}.get(code, "")


def proposal(code: str) -> str:
    """How a proposal stands."""
    known = {
        "proposed": _("wartet auf Zweitprüfung"),
        "confirmed": _("bestätigt"),
        "rejected": _("abgelehnt"),
        "withdrawn": _("zurückgezogen"),
    }
    return known.get(code, code)


def act(code: str) -> str:
    """What was done, as the audit log names it."""
    known = {
        "decision.propose": _("Entscheidung vorgeschlagen"),
        "decision.confirm": _("Entscheidung bestätigt und veröffentlicht"),
        "decision.reject": _("Vorschlag abgelehnt"),
        "decision.withdraw": _("Vorschlag zurückgezogen"),
        "interest.declare": _("Eigenes Interesse erklärt"),
        "measure.settle": _("Stand einer Maßnahme geändert"),
        "notice.answer": _("Meldung beantwortet"),
        "upload.receive": _("Datei eingereicht"),
        "upload.confirm": _("Änderungen bestätigt"),
        "upload.discard": _("Datei verworfen"),
        "comment.judge": _("Über Kommentare entschieden"),
        "reply.draft": _("Entwurf einer Antwort gespeichert"),
        "reply.published": _("Antwort veröffentlicht"),
        "reply.correct": _("Antwort korrigiert"),
        "reply.rejected": _("Entwurf einer Antwort abgelehnt"),
        "reply.withdrawn": _("Antwort zurückgezogen"),
        "idea.settle": _("Über eine Idee entschieden"),
        "burst.open": _("Fall eröffnet"),
        "burst.more": _("Weitere Auffälligkeit gesehen"),
        "burst.hold": _("Stimmen zurückgehalten"),
        "burst.release": _("Alle Stimmen freigegeben"),
        "exclusion.propose": _("Ausschluss vorgeschlagen"),
        "exclusion.confirm": _("Ausschluss bestätigt"),
        "exclusion.reject": _("Ausschluss abgelehnt"),
        "exclusion.withdraw": _("Vorschlag zurückgezogen"),
        "match.decide": _("Über eine Zuordnung entschieden"),
        "match.undo": _("Zuordnung rückgängig gemacht"),
    }
    return known.get(code, code)


def check(code: str) -> str:
    """The part of the votes that a check of sensitivity leaves out."""
    known = {
        "unconfirmed": _("unbestätigte Stimmen"),
        "busiest-day": _("den Tag mit den meisten Stimmen"),
        "older": _("Stimmen, die älter als 90 Tage sind"),
        "newest": _("Stimmen der letzten 30 Tage"),
    }
    kind, _dash, which = code.partition("-")
    if kind == "network":
        return _("das Netz mit den %(place)s. meisten Stimmen") % {"place": which}
    if kind == "channel":
        return _("Stimmen auf dem Weg „%(channel)s“") % {"channel": which}
    return known.get(code, code)


def age(days: int) -> str:
    """How long ago."""
    return ngettext("vor %(num)s Tag", "vor %(num)s Tagen", days) % {"num": days} if days else _("heute")


def done(code: str) -> str:
    """What has just been done; empty for what is not known."""
    known = {
        "vorschlag": _("Ihr Vorschlag ist gespeichert. Jetzt muss ihn eine zweite Person bestätigen."),
        "bestaetigen": _("Die Entscheidung ist bestätigt und öffentlich."),
        "ablehnen": _("Der Vorschlag ist abgelehnt."),
        "zurueckziehen": _("Der Vorschlag ist zurückgezogen."),
        "interesse": _("Ihr eigenes Interesse ist festgehalten."),
    }
    return known.get(code, "")


def obstacle(code: str) -> str:
    """Why somebody may not act here; empty where nothing stands against it."""
    known = {
        "role": _("Ihre Rolle darf hier nicht entscheiden."),
        "unit": _("Ihre Einrichtung leitet dieses Projekt. Jemand aus einer anderen muss entscheiden."),
        "interest": _("Sie haben für dieses Projekt ein eigenes Interesse erklärt. Jemand anderes muss entscheiden."),
        "own": _("Sie haben das selbst vorgeschlagen. Eine zweite Person muss es bestätigen."),
        "waiting": _("Es gibt schon einen Vorschlag. Über den muss zuerst entschieden werden."),
    }
    return known.get(code, code)
