"""What staff read for the codes of the desk."""

from collections.abc import Mapping, Sequence

from feedback.people.staff import MAY
from portal.language import gettext as _
from portal.language import ngettext

LEFT_OPEN = ("notice.answer", "idea.settle")
"""Acts whose words leave the state open; the log says it beside them."""


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


def who(codes: Sequence[str]) -> str:
    """Roles in one phrase."""
    *some, last = (role(code) for code in codes)
    return _("%(some)s oder %(last)s") % {"some": ", ".join(some), "last": last} if some else last


def rooms(of: str) -> list[tuple[str, str, str]]:
    """The rooms of the desk for a role: address, name, and what is done there."""
    if of == "partner":
        return [
            ("/pruefung", _("Ihre Projekte"), _("Was Menschen zu Ihren Projekten sagen, mit offenen Zusagen.")),
            ("/pruefung/antworten", _("Antworten"), _("Ihre Entwürfe und was daraus wurde.")),
        ]
    return [
        ("/pruefung", _("Projekte"), _("Alle Projekte mit ihren Ergebnissen, die dringendsten zuerst. Von hier aus wird entschieden.")),
        ("/pruefung/meldungen", _("Meldungen"), _("Was Menschen als falsch, fehlend oder rechtswidrig melden.")),
        ("/pruefung/kommentare", _("Kommentare"), _("Kommentare lesen, freigeben oder nicht veröffentlichen.")),
        ("/pruefung/antworten", _("Antworten"), _("Öffentliche Antworten auf Kommentare und zu Projekten.")),
        ("/pruefung/ideen", _("Ideen"), _("Vorschläge für neue Projekte lesen und beantworten.")),
        ("/pruefung/register", _("Verzeichnis"), _("Tabellen mit Projekten, Organisationen und Förderungen einreichen.")),
        ("/pruefung/haeufungen", _("Häufungen"), _("Viele Stimmen auf einmal: ansehen und zählen lassen, oder nicht.")),
        ("/pruefung/zuordnungen", _("Zuordnungen"), _("Welche Förderung in einer Liste zu welchem Projekt gehört.")),
        ("/pruefung/karten", _("Karten"), _("Karten mit Codes drucken, für das Bewerten vor Ort.")),
        ("/pruefung/quellen", _("Quellen"), _("Woher die Daten kommen und wann sie zuletzt gelesen wurden.")),
    ]


def rights(acts: Sequence[str]) -> list[str]:
    """What somebody may do, in the order of a day's work."""
    known = {
        "review": _("Projekte mit ihren Ergebnissen und Begründungen ansehen"),
        "qualify": _("Meldungen, Kommentare und Ideen bearbeiten, Antworten veröffentlichen"),
        "reply": _("Entwürfe von Antworten schreiben"),
        "propose": _("Entscheidungen vorschlagen, zurückgehaltene Stimmen zählen lassen, Karten machen"),
        "confirm": _("Vorschläge anderer bestätigen oder ablehnen"),
        "register": _("Tabellen für das Verzeichnis einreichen"),
        "harvest": _("Quellen jetzt lesen lassen"),
    }
    return [text for act, text in known.items() if act in acts]


def only(act: str) -> str:
    """What stands where somebody may look and not act."""
    return _("Sie können hier lesen. Entscheiden darf, wer eine dieser Rollen hat: %(roles)s.") % {"roles": who(MAY[act])}


def due(code: str) -> str:
    """What waits for somebody, before its number."""
    return {
        "second": _("Vorschläge zur Zweitprüfung"),
        "exclusion": _("Vorschläge, Stimmen nicht zu zählen"),
        "burst": _("Häufungen von Stimmen"),
        "review": _("Projekte, deren Prüfung fällig ist"),
        "notice": _("Offene Meldungen"),
        "comment": _("Kommentare, die niemand gelesen hat"),
        "idea": _("Neue Ideen"),
        "reply": _("Entwürfe von Antworten"),
    }[code]


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
        "notice.answer": _("Meldung bearbeitet"),
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


def counted(facts: Mapping[str, object]) -> str:
    """How many votes an act was about; empty where it was about none."""
    for name in ("held", "released", "ratings", "excluded"):
        if name in facts:
            count = int(str(facts[name]))
            return ngettext("%(num)s Stimme", "%(num)s Stimmen", count) % {"num": count}
    return ""


def check(code: str) -> str:
    """The part of the votes that a check of sensitivity leaves out."""
    known = {
        "unconfirmed": _("unbestätigte Stimmen"),
        "busiest-day": _("den Tag mit den meisten Stimmen"),
        "older": _("Stimmen, die älter als 90 Tage sind"),
        "newest": _("Stimmen der letzten 30 Tage"),
        "alike": _("fast gleiche Stimmen der letzten 30 Tage"),
    }
    kind, _dash, which = code.partition("-")
    if kind == "network":
        return _("das Netz auf Platz %(place)s nach Stimmen") % {"place": which}
    if kind == "channel":
        return {"web": _("Stimmen über die Internetseite"), "code": _("Stimmen mit Karte")}.get(which, which)
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
        "role": _("Ihre Rolle darf hier nicht entscheiden. Das darf: %(roles)s.") % {"roles": who(MAY["propose"])},
        "unit": _("Ihre Einrichtung leitet dieses Projekt. Jemand aus einer anderen muss entscheiden."),
        "interest": _("Sie haben für dieses Projekt ein eigenes Interesse erklärt. Jemand anderes muss entscheiden."),
        "own": _("Sie haben das selbst vorgeschlagen. Eine zweite Person muss es bestätigen."),
        "waiting": _("Es gibt schon einen Vorschlag. Über den muss zuerst entschieden werden."),
    }
    return known.get(code, code)
