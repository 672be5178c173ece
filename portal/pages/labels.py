"""What people read for the codes of the register: one word per thing, in the language that is spoken."""

from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from feedback.statistics import agreement
from portal.language import gettext as _

LONGEST_NAME = 64


def status(code: str) -> str:
    """Of a project."""
    return statuses().get(code, code)


def statuses() -> dict[str, str]:
    """All of them, in the order of a list of filters."""
    return {
        "running": _("Läuft"),
        "planned": _("Geplant"),
        "idea": _("Idee"),
        "finished": _("Abgeschlossen"),
        "stopped": _("Beendet ohne Abschluss"),
    }


def kind(code: str) -> str:
    """Of an organisation."""
    return kinds().get(code, code)


def kinds() -> dict[str, str]:
    """All kinds of organisations that are shown, in the order of a list of filters."""
    return {
        "municipality": _("Stadt oder Gemeinde"),
        "public": _("Öffentliche Einrichtung"),
        "company": _("Unternehmen"),
        "university": _("Hochschule"),
        "research": _("Forschung"),
        "chamber": _("Kammer"),
        "association": _("Verein oder Verband"),
        "foundation": _("Stiftung"),
        "other": _("Sonstige"),
    }


def role(code: str) -> str:
    """Of an organisation in a project."""
    words = {"lead": _("Leitung"), "partner": _("Partner"), "funder": _("Fördergeber"), "supporter": _("Unterstützung")}
    return words.get(code, code)


def amount(code: str) -> str:
    """Of the type of a sum."""
    return amounts().get(code, ("", code))[1]


def amount_note(code: str) -> str:
    """What a type of sum means."""
    return amounts().get(code, (code, ""))[0]


def amounts() -> dict[str, tuple[str, str]]:
    """Meaning and word of each type of sum, from the most to the least certain."""
    return {
        "awarded": (_("Der Fördergeber hat dieses Geld zugesagt."), _("Bewilligt")),
        "disbursed": (_("Dieses Geld ist schon überwiesen."), _("Ausgezahlt")),
        "union_contribution": (_("Dieser Teil kommt von der Europäischen Union."), _("Beitrag der EU")),
        "eligible": (_("So viel der Kosten erkennt der Fördergeber an. Er bezahlt davon nur einen Teil."), _("Förderfähige Kosten")),
        "own_share": (_("Diesen Teil bezahlen die Beteiligten selbst."), _("Eigenanteil")),
        "total_cost": (_("So viel kostet alles zusammen."), _("Gesamtkosten")),
        "announced": (_("Das Geld wurde angekündigt, aber noch nicht zugesagt."), _("Angekündigt")),
        "applied": (_("Um so viel Geld wurde gebeten."), _("Beantragt")),
        "claimed": (_("Diese Summe nennt jemand, ohne zu sagen, was genau darin steckt."), _("Genannt")),
    }


def scheme(code: str) -> str:
    """Of a name that somebody else gave."""
    words = {
        "fkz": _("Förderkennzeichen"),
        "eu-grant": _("Nummer des EU-Vertrags"),
        "operation": _("Nummer des Vorhabens"),
        "pic": _("Teilnehmernummer der EU"),
        "ror": _("Nummer im Verzeichnis ROR"),
        "register": _("Registernummer"),
    }
    return words.get(code, code)


def question(code: str) -> str:
    """Short form of a question that people answer about a project."""
    words = {
        "overall": _("Nutzen insgesamt"),
        "everyday": _("Alltag"),
        "life": _("Lebensqualität und Miteinander"),
        "for_all": _("Für alle"),
        "climate": _("Umwelt und Klima"),
        "trust": _("Offenheit und Vertrauen"),
    }
    return words.get(code, code)


def band(code: str) -> str:
    """Of a score: one word, or two where the votes leave it open."""
    words = {"low": _("gering"), "medium": _("mittel"), "high": _("hoch"), "very_high": _("sehr hoch")}
    return _(" bis ").join(words.get(part, part) for part in code.split("-"))


def divided(counts: Sequence[int]) -> bool:
    """Whether to say of a histogram that opinions differ."""
    return agreement.divided(counts)


def decision(code: str) -> str:
    """Of a decision on a project."""
    words = {
        "continue": _("Das Projekt geht weiter wie bisher"),
        "adjust": _("Das Projekt wird geändert"),
        "sharpen": _("Die Ziele werden klarer gefasst"),
        "recommend_stop": _("Wir empfehlen, das Projekt zu beenden"),
        "no_action": _("Es ist nichts zu tun"),
        "data_weak": _("Die Daten reichen für eine Entscheidung nicht aus"),
    }
    return words.get(code, code)


def measure(code: str) -> str:
    """Of the state of a measure."""
    return {"open": _("Offen"), "done": _("Erledigt"), "dropped": _("Zurückgenommen")}.get(code, code)


def host(url: str) -> str:
    """Who an address belongs to, as ``rvr.ruhr``."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def source(url: str) -> str:
    """A readable name for an address: its host and the last telling part of its path."""
    parts = [part.rsplit(".", 1)[0] for part in unquote(urlsplit(url).path).split("/") if part]
    telling = [part for part in parts if part != "index"]
    words = telling[-1].replace("-", " ").replace("_", " ") if telling else ""
    shown = words if len(words) <= LONGEST_NAME else words[:LONGEST_NAME].rsplit(" ", 1)[0] + " …"
    return f"{host(url)}: {shown}" if shown else host(url)


def reply(organisation: str) -> str:
    """Of an official reply, by who gives it."""
    return _("Antwort von %(name)s") % {"name": organisation}
