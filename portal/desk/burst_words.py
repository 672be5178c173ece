"""What staff read about bursts of votes."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from feedback.review.holding import HeldVote
from feedback.voices.standing import EXCLUSIONS
from portal.language import gettext as _
from portal.numbers import format_number, format_share

Bar = tuple[str, int, str]

NETWORKS = 8


def detector(code: str) -> str:
    """What a test saw."""
    known = {
        "volume": _("Viel mehr Stimmen als sonst"),
        "shape": _("Fast nur gleiche Antworten, oder ganz andere als vorher"),
        "concentration": _("Viele Stimmen aus einem Netz"),
        "speed": _("Stimmen in sehr kurzem Abstand"),
        "shift": _("Das Ergebnis würde sich an einem Tag deutlich verschieben"),
    }
    return known.get(code, code)


def detectors(codes: str) -> list[str]:
    """All that were seen."""
    return [detector(code) for code in codes.split()]


def exclusion(code: str) -> str:
    """Why a vote is not counted, as everybody may read it."""
    words = (
        _("Doppelt abgegeben"),
        _("Von einem Programm abgegeben"),
        _("Kampagne ohne Bezug zum Projekt"),
        _("Gilt einem anderen Projekt"),
        _("Rechtswidriger Inhalt"),
        _("Enthält Angaben zu Personen"),
        _("Bewertung des eigenen Projekts"),
        _("Technischer Fehler"),
    )
    return dict(zip(EXCLUSIONS, words, strict=True)).get(code, code)


def by_hour(votes: Sequence[HeldVote], clock: dt.tzinfo) -> list[Bar]:
    """Held votes per hour of this clock."""
    counts = Counter(vote.at.astimezone(clock).strftime("%d.%m. %H:00") for vote in votes)
    return [(hour, count, format_number(count)) for hour, count in counts.items()]


def by_network(votes: Sequence[HeldVote]) -> list[Bar]:
    """The largest networks as letters with their share; no sketch and no address."""
    counts = Counter(vote.network for vote in votes if vote.network)
    return [
        (_("Netz %(letter)s") % {"letter": name}, count, format_share(count / len(votes))) for name, count in counts.most_common(NETWORKS)
    ]


def done(code: str) -> str:
    """What has just been done; empty for what is not known."""
    known = {
        "freigeben": _("Alle Stimmen zählen. Der Fall ist geschlossen."),
        "ausschliessen": _("Ihr Vorschlag ist gespeichert. Jetzt muss ihn eine zweite Person bestätigen."),
        "bestaetigen": _("Der Ausschluss ist bestätigt."),
        "ablehnen": _("Der Vorschlag ist abgelehnt."),
        "zurueckziehen": _("Der Vorschlag ist zurückgezogen."),
        "fenster": _("Das Zeitfenster ist eingetragen."),
        "aufgehoben": _("Das Zeitfenster ist beendet."),
    }
    return known.get(code, "")


def complaint(field: str) -> dict[str, str]:
    """Where the error stands, and what to do."""
    known = {
        "reason": _("Bitte wählen Sie einen Grund oder schreiben Sie ihn auf."),
        "note": _("Bitte begründen Sie den Vorschlag mit mindestens 20 Zeichen."),
        "handles": _("Bitte wählen Sie mindestens eine Stimme aus, oder alle."),
        "answer": _("Bitte schreiben Sie, warum Sie nicht zustimmen."),
        "project": _("Dieses Projekt gibt es nicht."),
        "channel": _("Bitte schreiben Sie, wo dazu aufgerufen wird."),
        "starts_at": _("Bitte geben Sie einen Beginn an, der in der Zukunft liegt."),
        "ends_at": _("Bitte geben Sie ein Ende an: nach dem Beginn, höchstens 14 Tage danach."),
    }
    return {field: known.get(field, _("Bitte prüfen Sie diese Angabe."))}


def refused() -> dict[str, str]:
    """Somebody else was faster, or may not."""
    return {"decide": _("Das ging nicht. Unten steht, wie der Fall jetzt steht und warum.")}
