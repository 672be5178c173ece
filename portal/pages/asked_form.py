"""The form in which people put a question to a dataset together: what it sends, made into an address, and an address shown in it."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from datasets.errors import BadQuestion
from datasets.question import Operator
from datasets.records import Column
from portal import asking
from portal.language import gettext as _
from portal.language import localized
from portal.pages import cells

MARK = "formular"
"""A hidden field that tells an address of the form from one of the question."""
LINES = 2
"""Lines of filters, orders, groups and figures that are always there; one more than is filled."""
VALUELESS = frozenset({"null", "notnull"})

Pairs = asking.Pairs


def operators() -> list[tuple[Operator, str]]:
    """Comparisons in the order of the form."""
    return [
        ("eq", _("ist")),
        ("ne", _("ist nicht")),
        ("contains", _("enthält")),
        ("starts", _("beginnt mit")),
        ("in", _("ist eines von (mit Komma)")),
        ("ge", _("ab, mindestens")),
        ("gt", _("über")),
        ("le", _("bis, höchstens")),
        ("lt", _("unter")),
        ("null", _("ist leer")),
        ("notnull", _("ist nicht leer")),
    ]


def functions() -> list[tuple[str, str]]:
    """What can be worked out for a group."""
    return [
        ("sum", _("Summe")),
        ("mean", _("Mittelwert")),
        ("min", _("Kleinster Wert")),
        ("max", _("Größter Wert")),
        ("distinct", _("Verschiedene Werte")),
    ]


def question_of(sent: Pairs, columns: Sequence[Column]) -> Pairs:
    """The question of a form that was sent, as it stands in an address."""
    known = {column.name: column for column in columns}
    made = _filters(sent, known)
    if words := "".join(_all(sent, "woerter")[:1]).strip():
        made.append(("q", words))
    groups = [name for name in _all(sent, "gruppe") if name in known]
    figures = [
        f"{how}:{name}" for how, name in zip(_all(sent, "rechnung"), _all(sent, "rechenspalte"), strict=False) if how and name in known
    ]
    if groups or figures:
        made += [("group", ",".join(dict.fromkeys(groups)))] if groups else []
        made.append(("aggregate", ",".join(dict.fromkeys(["count", *figures]))))
    elif 0 < len(fields := [name for name in _all(sent, "zeige") if name in known]) < len(known):
        made.append(("fields", ",".join(fields)))
    orders = zip(_all(sent, "sortierung"), _all(sent, "richtung"), strict=False)
    if sorts := [f"{name}{' desc' if way == 'desc' else ''}" for name, way in orders if name]:
        made.append(("sort", ",".join(sorts)))
    return made


def shown(pairs: Pairs, columns: Sequence[Column]) -> dict[str, Any]:
    """What the form shows of a question: its lines, filled and empty ones, and all there is to choose from."""
    given = dict(pairs)
    names = {column.name for column in columns}
    split = [(asking.split(name, names), value) for name, value in pairs if name not in asking.RESERVED]
    filters = [(meant[0], meant[1], value) for meant, value in split if meant is not None]
    figures = [tuple(part.split(":", 1)) for part in asking.listed(given.get("aggregate", "")) if ":" in part]
    named = [(column.name, localized(column.title)) for column in columns]
    return {
        "columns": named,
        "numbers": [(column.name, localized(column.title)) for column in columns if column.type in cells.NUMBERS | {"year"}],
        "operators": operators(),
        "functions": functions(),
        "filters": _lines(filters, ("", "", "")),
        "sorts": _lines(_sorts(given.get("sort", "")), ("", "")),
        "groups": _lines(list(asking.listed(given.get("group", ""))), ""),
        "figures": _lines(figures, ("", "")),
        "fields": set(asking.listed(given.get("fields", ""))) or names,
        "sortable": named + _figure_names(given, dict(named)),
        "words": given.get("q", ""),
    }


def _filters(sent: Pairs, known: dict[str, Column]) -> Pairs:
    lines = zip_longest(_all(sent, "spalte"), _all(sent, "vergleich"), _all(sent, "wert"), fillvalue="")
    made = []
    for name, how, value in lines:
        if name in known and how in asking.OPERATORS and (how in VALUELESS or value.strip()):
            parts = [cells.typed(known[name], part) for part in (value.split(",") if how == "in" else [value])]
            made.append((f"{name}__{how}", "1" if how in VALUELESS else ",".join(parts)))
    return made


def _sorts(text: str) -> list[tuple[str, str]]:
    try:
        return [(sort.column, "desc" if sort.descending else "") for sort in asking.order(text.split(","))]
    except BadQuestion:
        return []


def _figure_names(given: dict[str, str], titles: dict[str, str]) -> list[tuple[str, str]]:
    """Figures that the order may name."""
    if not given.get("aggregate"):
        return []
    words = dict(functions())
    figures = [part.split(":", 1) for part in asking.listed(given["aggregate"]) if ":" in part]
    named = [(f"{how}_{name}", f"{words.get(how, how)}: {titles.get(name, name)}") for how, name in figures]
    return [("count", _("Anzahl")), *named]


def _all(sent: Pairs, name: str) -> list[str]:
    return [value for key, value in sent if key == name]


def _lines(filled: list[Any], empty: Any) -> list[Any]:
    return [*filled, *[empty] * max(1, LINES - len(filled))]
