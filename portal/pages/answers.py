"""A rating in words: what its author answered, and whether it counts."""

from datasets.city import City
from feedback.voices.mine import Mine
from portal.language import gettext as _
from portal.pages import labels
from portal.pages.questions import names


def words(found: Mine, city: City) -> list[tuple[str, str]]:
    """Question and answer, only of what was answered."""
    facts = [
        (_("Kennen Sie dieses Projekt?"), familiarity(found.familiarity)),
        *((labels.question(name), step(value)) for name, value in found.answers.items()),
        (_("Was ist gut? Was fehlt?"), found.comment),
        (_("Wo wohnen Sie?"), places(city).get(found.district, "")),
        (_("Wie alt sind Sie?"), ages().get(found.age, "")),
    ]
    return [(question, answer) for question, answer in facts if answer]


def step(value: int | None) -> str:
    """One of the five, or "don't know"."""
    if value is None:
        return _("Weiß ich nicht")
    return f"{value} – {(_('gar nicht'), _('wenig'), _('etwas'), _('viel'), _('sehr viel'))[value - 1]}"


def familiarity(code: str) -> str:
    """How well the voter knows the project."""
    return {"use": _("Ja, ich nutze es"), "heard": _("Ja, ich habe davon gehört"), "no": _("Nein")}.get(code, "")


def places(city: City) -> dict[str, str]:
    """The city's districts, and elsewhere."""
    return names(city.districts) | {"ausserhalb": _("Ich wohne nicht in %(city)s") % {"city": city.name}}


def ages() -> dict[str, str]:
    """All bands of age."""
    between = {band: band.replace("-", " – ") for band in ("18-29", "30-44", "45-64", "65-79")}
    return {"u18": _("unter 18")} | between | {"80+": _("80 und älter")}


def standing(found: Mine) -> tuple[str, str]:
    """Kind of badge and words for whether the rating counts."""
    if found.status == "excluded":
        return "warning", _("Zählt nicht: %(reason)s") % {"reason": exclusion(found.reason)}
    return {
        "counted": ("success", _("Zählt mit")),
        "held": ("info", _("Wird geprüft")),
        "withdrawn": ("neutral", _("Zurückgezogen, zählt nicht")),
    }[found.status]


def exclusion(code: str) -> str:
    """The public reason why a rating does not count."""
    reasons = {
        "doppelt": _("doppelt abgegeben"),
        "automatisiert": _("von einem Programm abgegeben"),
        "kampagne_ohne_bezug": _("Aufruf ohne Bezug zum Projekt"),
        "anderes_projekt": _("meint ein anderes Projekt"),
        "rechtswidrig": _("verletzt geltendes Recht"),
        "personenbezogen": _("nennt private Daten von Personen"),
        "eigenbewertung": _("kommt von Beteiligten des Projekts"),
        "technischer_fehler": _("technischer Fehler"),
    }
    return reasons.get(code, code)
