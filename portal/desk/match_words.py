"""What staff read about things of lists that may be things in the register."""

from portal.language import gettext as _


def kinds() -> dict[str, str]:
    """What is asked, by kind."""
    return {
        "project": _("Ist das eines unserer Projekte?"),
        "recipient": _("Welche Organisation ist dieser Empfänger?"),
        "organisation": _("Sind das zwei Namen einer Organisation?"),
    }


def states() -> dict[str, str]:
    """How a match stands."""
    return {
        "open": _("Offen"),
        "unsure": _("Unsicher"),
        "linked": _("Zugeordnet"),
        "adopted": _("Als Projekt aufgenommen"),
        "rejected": _("Nichts davon"),
    }


def state(code: str) -> str:
    """One of them; what its list no longer holds stands nowhere else."""
    return states().get(code, _("Nicht mehr in der Liste"))


def verdict(code: str) -> str:
    """What somebody said."""
    known = {"link": _("zugeordnet"), "adopt": _("als Projekt aufgenommen"), "reject": _("nichts davon"), "unsure": _("unsicher")}
    return known.get(code, code)


def reason(code: str) -> str:
    """What speaks for or against a candidate."""
    known = {
        "same_words": _("gleicher Name ohne Rechtsform und Abteilung"),
        "cover_least": _("die meisten Wörter kommen in beiden Namen vor"),
        "cover_most": _("die Wörter des einen Namens stehen im anderen"),
        "written_alike": _("fast gleich geschrieben"),
        "short_name": _("einer ist die Kurzform des anderen"),
        "alias": _("als andere Schreibweise bekannt"),
        "part_of": _("einer nennt nur eine Abteilung"),
        "same_place": _("gleiche Gemeinde"),
        "other_form": _("verschiedene Rechtsform"),
        "other_kind": _("verschiedene Art von Einrichtung"),
        "other_rest": _("beide haben eigene Wörter"),
        "same_title": _("gleicher Titel ohne Programm und Teilvorhaben"),
        "title_least": _("die meisten Wörter kommen in beiden Titeln vor"),
        "title_most": _("die Wörter des einen Titels stehen im anderen"),
        "acronym": _("gleicher Kurzname"),
        "other_acronym": _("verschiedene Kurznamen"),
        "same_recipient": _("gleicher Empfänger"),
        "same_start": _("gleicher Beginn"),
        "other_start": _("Beginn weit auseinander"),
        "generic": _("Titel vieler Förderungen, eher ein Programm"),
    }
    return known.get(code, code)


AGAINST = frozenset({"other_form", "other_kind", "other_rest", "other_acronym", "other_start", "generic"})
"""Reasons that speak against it."""


def rest() -> dict[str, str]:
    """What happens to those of the page for which nothing was chosen."""
    return {
        "": _("offen lassen"),
        "first": _("den ersten Vorschlag annehmen"),
        "reject": _("nichts davon"),
        "unsure": _("unsicher"),
    }
