"""A question to the rows of a dataset as it stands in an address: ``?ort=Kassel&betrag__ge=1000&q=Radweg&sort=betrag desc``."""

import re
from collections.abc import Iterable
from typing import get_args
from urllib.parse import urlencode

from datasets.errors import BadQuestion
from datasets.question import Filter, Operator, Question, Sort
from datasets.records import Column

RESERVED = frozenset({"q", "fields", "sort", "limit", "offset", "distinct", "seite"})
"""Names that are no column here; a column called so is asked for by ``name__eq``."""
OPERATORS: tuple[Operator, ...] = get_args(Operator)
SORT = re.compile(
    r'\s*(?P<sign>-?)"?(?P<column>[a-z_][a-z0-9_]*)"?(?:\s+(?P<direction>asc|desc))?(?:\s+nulls\s+(?P<nulls>first|last))?\s*', re.IGNORECASE
)
YES = frozenset({"true", "yes", "t", "y", "1", "ja"})

Pairs = list[tuple[str, str]]


def question(pairs: Pairs, columns: Iterable[Column], limit: int, most: int, only_known: bool = True) -> Question:
    """The question of an address. Raises BadQuestion, naming the parameter, unless what is unknown is to be passed over."""
    names = {"_id", *(column.name for column in columns)}
    given = {name: value for name, value in pairs if name in RESERVED}
    return Question(
        filters=_filters(pairs, names, only_known),
        q=given.get("q", ""),
        fields=tuple(part.strip() for part in given.get("fields", "").split(",") if part.strip()),
        sort=order(given.get("sort", "").split(",")),
        limit=min(_number(given, "limit", limit), most),
        offset=_number(given, "offset", 0),
        distinct=given.get("distinct", "").lower() in YES,
    )


def order(parts: Iterable[str]) -> tuple[Sort, ...]:
    """``amount desc nulls first`` or ``-amount``, one part per column. Raises BadQuestion about ``sort``."""
    found = [(part, SORT.fullmatch(part)) for part in parts if part.strip()]
    if wrong := [part for part, match in found if match is None]:
        raise BadQuestion(f"Cannot sort by {wrong[0][:100]!r}: a column, then asc or desc, then nulls first or nulls last.", "sort")
    return tuple(_sort(match) for _, match in found if match)


def address(path: str, pairs: Pairs, **changes: str | int | None) -> str:
    """The address with other values of some parameters; None takes one off."""
    kept = [(name, value) for name, value in pairs if name not in changes and value]
    more = [(name, str(value)) for name, value in changes.items() if value not in (None, "")]
    return f"{path}?{urlencode(kept + more)}" if kept or more else path


def split(name: str, names: set[str]) -> tuple[str, Operator] | None:
    """``betrag__ge`` -> column and operator; None where no column is called so."""
    if name in names:
        return name, "eq"
    column, found, operator = name.rpartition("__")
    if found and column in names and operator in OPERATORS:
        return column, operator
    return None


def _sort(match: re.Match[str]) -> Sort:
    falling = bool(match["sign"]) or (match["direction"] or "").lower() == "desc"
    return Sort(match["column"].lower(), falling, (match["nulls"] or "").lower() != "first")


def _filters(pairs: Pairs, names: set[str], only_known: bool) -> tuple[Filter, ...]:
    values: dict[tuple[str, Operator], list[str]] = {}
    for name, value in pairs:
        if name in RESERVED:
            continue
        meant = split(name, names)
        if meant is None and only_known:
            raise BadQuestion(f"There is no column {name!r}.", name)
        if meant is not None:
            values.setdefault(meant, []).append(value)
    return tuple(filter_ for (column, operator), given in values.items() for filter_ in _of(column, operator, given))


def _of(column: str, operator: Operator, given: list[str]) -> list[Filter]:
    if operator == "in":
        return [Filter(column, "in", [part for value in given for part in value.split(",")])]
    if operator == "eq" and len(given) > 1:
        return [Filter(column, "in", given)]
    return [Filter(column, operator, value) for value in given]


def _number(given: dict[str, str], name: str, otherwise: int) -> int:
    text = given.get(name, "").strip()
    if text and not (text.isascii() and text.isdigit() and len(text) < 16):
        raise BadQuestion(f"{name} must be a whole number from 0 on.", name)
    return int(text) if text else otherwise
