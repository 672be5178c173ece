"""Who voted on a project and how sure its score is, in words: what the published table says, or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from datasets.city import City
from datasets.own.beteiligung import ALL, FIGURE, UNSAID
from datasets.register.scores import Published
from feedback.statistics.states import SOLID_FROM
from feedback.statistics.weighting import BOTH_LEAST
from feedback.voices.forms import OUTSIDE
from portal.language import gettext as _
from portal.numbers import format_date, format_number
from portal.pages import answers
from portal.pages.questions import names

EVEN_FROM, UNEVEN_FROM = 0.7, 0.4
"""Lowest beside highest rate of votes from which participation is called even, and uneven rather than very uneven."""

MANY = 3
"""So many groups that are told together are named in the line itself; more are named below the table."""


@dataclass(frozen=True, slots=True)
class Line:
    """A group: of a hundred votes so many, of a hundred people so many (both None where nobody lives)."""

    label: str
    votes: int
    of_votes: int | None
    of_people: int | None


@dataclass(frozen=True, slots=True)
class Voters:
    """The table of a project in words; ``whole`` is its row of all votes."""

    lines: tuple[Line, ...]
    whole: Mapping[str, Any]
    by_age: bool
    sentences: tuple[str, ...]
    most: int
    """The longest bar."""
    together: str
    """Which groups stand behind a line that does not name them."""


def told(score: Published | None, city: City) -> Voters | None:
    """The table beside a score; None where none is published."""
    rows = score.figures.get(FIGURE) if score else None
    if not rows:
        return None
    by_age, whole = rows[-1]["margin"] == "age", rows[-1]
    words = {**(answers.ages() if by_age else names(city.districts)), OUTSIDE: _("außerhalb"), UNSAID: _("keine Angabe")}
    groups = [row for row in rows if row["group"] != ALL]
    hidden = [row["group"].split() for row in groups if len(row["group"].split()) > MANY]
    lines = tuple(_line(row, words) for row in groups)
    return Voters(
        lines=lines,
        most=max(1, *(number or 0 for line in lines for number in (line.of_votes, line.of_people))),
        whole=whole,
        by_age=by_age,
        sentences=tuple(_sentences(groups, words, by_age, float(whole.get("participation_ratio") or 0))),
        together=", ".join(words.get(cell, cell) for cells in hidden for cell in cells),
    )


def _line(row: Mapping[str, Any], words: Mapping[str, str]) -> Line:
    cells = row["group"].split()
    label = _("Übrige zusammen") if len(cells) > MANY else ", ".join(words.get(cell, cell) for cell in cells)
    return Line(label, row["n"], _hundred(row.get("share")), _hundred(row.get("residents_share")))


def _hundred(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


def _sentences(groups: list[dict[str, Any]], words: Mapping[str, str], by_age: bool, ratio: float) -> list[str]:
    """The group that is most and the one that is least heard for those who live there, and how even it is."""
    compared = sorted((row for row in groups if row.get("residents")), key=lambda row: row["n"] / row["residents"])
    told = [_sentence(_named(row, words, by_age), row, by_age) for row in (compared[-1], compared[0])]
    if ratio >= EVEN_FROM:
        return [*told, _("Die Gruppen haben ähnlich oft abgestimmt.")]
    uneven = _("Manche Gruppen haben öfter abgestimmt als andere.")
    return [*told, uneven if ratio >= UNEVEN_FROM else _("Die Gruppen haben sehr verschieden oft abgestimmt.")]


def _named(row: Mapping[str, Any], words: Mapping[str, str], by_age: bool) -> str:
    cells = row["group"].split()
    if len(cells) > MANY:
        return _("alle übrigen") if by_age else _("den übrigen Bezirken")
    return ", ".join(words.get(cell, cell) for cell in cells)


def _sentence(name: str, row: Mapping[str, Any], by_age: bool) -> str:
    numbers = {"name": name, "votes": _hundred(row["share"]), "people": _hundred(row["residents_share"])}
    if by_age:
        return _("Von 100 Stimmen kamen %(votes)s aus der Altersgruppe „%(name)s“; so alt sind %(people)s von 100 Menschen.") % numbers
    return _("Von 100 Stimmen kamen %(votes)s aus %(name)s; dort wohnen %(people)s von 100 Menschen.") % numbers


def untold(score: Published, city: City) -> str:
    """Why a score has no table. Says nothing but what is public anyway, and never how much is missing."""
    if not city.residents:
        return _nobody(city)
    if (score.votes or 0) < SOLID_FROM:
        return _("Woher die Stimmen kommen, zeigen wir ab %(least)s Stimmen.") % {"least": SOLID_FROM}
    return _(
        "Noch sagen zu wenige Stimmen, woher sie kommen. Wir zeigen nur Gruppen mit mindestens 10 Stimmen, damit niemand zu erkennen ist."
    )


def _nobody(city: City) -> str:
    known = _("Für %(city)s liegen uns keine Zahlen vor, wie viele Menschen in welchem Bezirk leben oder wie alt sie sind.")
    return " ".join((known % {"city": city.name}, _("Deshalb vergleichen und gewichten wir hier nichts.")))


def weighed(whole: Mapping[str, Any]) -> list[str]:
    """The weighted score in sentences, or why there is none."""
    if whole.get("weighted_score") is None:
        return [
            _("Gewichtet haben wir nicht: Dafür müssen mindestens %(least)s Stimmen ihre Gruppe nennen, und keine darf zu schwer wiegen.")
            % {"least": BOTH_LEAST}
        ]
    numbers = {name: format_number(whole[f"weighted_{name}"], 1) for name in ("score", "low", "high")}
    return [
        _weighted_by(whole) % numbers,
        _("Ohne Gewichte ergaben dieselben Stimmen %(score)s.") % {"score": format_number(whole["score"], 2)},
        _("Gewichten macht die Zahl ungenauer: %(n)s Stimmen sagen dann so viel wie %(worth)s ohne Gewichte (Faktor %(effect)s).")
        % {
            "n": format_number(whole["n"]),
            "worth": format_number(whole["n_effective"]),
            "effect": format_number(whole["design_effect"], 1),
        },
    ]


def _weighted_by(whole: Mapping[str, Any]) -> str:
    if whole["margin"] == "age":
        return _("Gewichtet nach Alter: %(score)s von 5, wahrscheinlich zwischen %(low)s und %(high)s.")
    if whole.get("weighted_ages"):
        return _("Gewichtet nach Stadtbezirk und Alter: %(score)s von 5, wahrscheinlich zwischen %(low)s und %(high)s.")
    return _("Gewichtet nach Stadtbezirk: %(score)s von 5, wahrscheinlich zwischen %(low)s und %(high)s.")


def residents(city: City) -> str:
    """For the page of the method, as Markdown: with whom votes are compared, or that there is nobody."""
    if not city.residents:
        return _nobody(city)
    words = names(city.districts) | answers.ages()
    heads = (_("Gruppe"), _("Menschen"), _("Stand"), _("Quelle"))
    lines = [
        (words.get(one.group, one.group), format_number(one.population), format_date(one.as_of), one.source.replace("|", "/"))
        for one in city.residents
    ]
    table = [f"| {' | '.join(cells)} |" for cells in (heads, ("---",) * len(heads), *lines)]
    unknown = _("Wie alt die Menschen in %(city)s sind, wissen wir nicht. Nach Alter gewichten wir deshalb nicht.") % {"city": city.name}
    missing = "" if city.people("age") else unknown
    return "\n".join((_("Damit vergleichen wir:"), "", *table, "", missing))
