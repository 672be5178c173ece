"""A question to the rows of a dataset as it stands in an address: ``?ort=Kassel&betrag__ge=1000&q=Radweg&sort=betrag desc``."""

import json
import re
from collections.abc import Iterable
from typing import get_args
from urllib.parse import urlencode

from datasets.errors import BadQuestion
from datasets.question import Figure, Filter, Function, Grouping, Operator, Question, Sort
from datasets.records import Column

RESERVED = frozenset({
    "q", "fields", "sort", "limit", "offset", "after", "distinct", "seite", "total", "facets", "facet_limit", "group", "aggregate",
})  # fmt: skip
"""Names that are no column here; a column called so is asked for by ``name__eq``."""
OPERATORS: tuple[Operator, ...] = get_args(Operator)
FUNCTIONS: tuple[Function, ...] = get_args(Function)
SORT = re.compile(
    r'\s*(?P<sign>-?)"?(?P<column>[a-z_][a-z0-9_]*)"?(?:\s+(?P<direction>asc|desc))?(?:\s+nulls\s+(?P<nulls>first|last))?\s*', re.IGNORECASE
)
YES = frozenset({"true", "yes", "t", "y", "1", "ja"})
NO = frozenset({"false", "no", "f", "n", "0", "nein"})
CURSOR = re.compile(r"(?P<release>\d{4}-\d{2}-\d{2}(\.\d+)?)~(?P<cells>\[.*\])", re.DOTALL)
LONGEST_CURSOR = 10_000

Pairs = list[tuple[str, str]]


def question(pairs: Pairs, columns: Iterable[Column], limit: int, most: int, only_known: bool = True) -> Question:
    """The question of an address. Raises BadQuestion, naming the parameter, unless what is unknown is to be passed over."""
    names = {"_id", *(column.name for column in columns)}
    given = {name: value for name, value in pairs if name in RESERVED}
    return Question(
        filters=_filters(pairs, names, only_known),
        q=given.get("q", ""),
        fields=listed(given.get("fields", "")),
        sort=order(given.get("sort", "").split(",")),
        limit=min(_number(given, "limit", limit), most),
        offset=_number(given, "offset", 0),
        distinct=given.get("distinct", "").lower() in YES,
        include_total=given.get("total", "").lower() not in NO,
        after=known_row(given["after"])[1] if given.get("after") else (),
    )


def grouping(pairs: Pairs, limit: int, most: int) -> Grouping | None:
    """``group=ort,land&aggregate=count,sum:betrag``; None where neither is asked. Raises BadQuestion naming the parameter."""
    given = {name: value for name, value in pairs if name in RESERVED and value.strip()}
    if not given.keys() & {"group", "aggregate"}:
        return None
    if unmeant := given.keys() & {"fields", "after", "distinct", "facets"}:
        raise BadQuestion(f"{min(unmeant)} is about rows; with group or aggregate leave it out.", min(unmeant))
    return Grouping(
        by=listed(given.get("group", "")),
        figures=tuple(_figure(part) for part in listed(given.get("aggregate", "count"))),
        sort=order(given.get("sort", "").split(",")),
        limit=min(_number(given, "limit", limit), most),
        offset=_number(given, "offset", 0),
    )


def facets(pairs: Pairs, names: Iterable[str], most: int) -> tuple[tuple[str, ...], int]:
    """Columns whose values are to be counted, and how many of each. Raises BadQuestion naming the parameter."""
    given = {name: value for name, value in pairs if name in RESERVED}
    asked, known = listed(given.get("facets", "")), list(names)
    if unknown := [name for name in asked if name not in known]:
        raise BadQuestion(f"There is no column {unknown[0]!r}; there are {', '.join(known)}.", "facets")
    return asked, min(_number(given, "facet_limit", 10), most)


def listed(text: str) -> tuple[str, ...]:
    """Names with commas between them."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def cursor(release: str, last: tuple[object, ...]) -> str:
    """Where the next page begins: the release, and what stands in the last row."""
    return f"{release}~{json.dumps(last, ensure_ascii=False, separators=(',', ':'))}"


def known_row(text: str) -> tuple[str, tuple[object, ...]]:
    """The release and the row that a cursor names. Raises BadQuestion about ``after``."""
    found = CURSOR.fullmatch(text) if len(text) <= LONGEST_CURSOR else None
    try:
        cells = json.loads(found["cells"]) if found else None
    except (ValueError, RecursionError):
        cells = None
    if found is None or not isinstance(cells, list) or not cells or not all(isinstance(cell, str | int | float | None) for cell in cells):
        raise BadQuestion("after is the place where a page ended; take it as it stands in next of an answer.", "after")
    return found["release"], tuple(cells)


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


def _figure(text: str) -> Figure:
    function, _, column = (part.strip() for part in text.partition(":"))
    name = next((known for known in FUNCTIONS if known == function), None)
    if name is None or (name == "count") == bool(column):
        raise BadQuestion(
            f"aggregate takes count, or sum, min, max, mean or distinct with a column as sum:amount, not {text[:100]!r}.", "aggregate"
        )
    return Figure(name, column)


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
            raise _unknown(name, names)
        if meant is not None:
            values.setdefault(meant, []).append(value)
    return tuple(filter_ for (column, operator), given in values.items() for filter_ in _of(column, operator, given))


def _unknown(name: str, names: set[str]) -> BadQuestion:
    column, found, operator = name.rpartition("__")
    if found and column in names:
        return BadQuestion(f"There is no comparison {operator!r}; there are {', '.join(OPERATORS)}, as in {column}__ge=1.", name)
    words = f"There is no column and no parameter {name[:100]!r}; columns are {', '.join(sorted(names))}"
    return BadQuestion(f"{words}, parameters {', '.join(sorted(RESERVED - {'seite'}))}.", name)


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
