"""Filters made into conditions that SQLite understands: names checked against the columns, values read by their type."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from datasets.errors import BadQuestion
from datasets.formats.cells import STORED, Stored, plain
from datasets.formats.layout import quoted
from datasets.question import Filter
from datasets.records import ColumnType

MOST_FILTERS = 50
MOST_VALUES = 1000
LONGEST = 200
"""Characters of what ``contains`` looks for."""
COMPARISONS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">="}
YES, NO = frozenset({"true", "t", "yes", "y", "1"}), frozenset({"false", "f", "no", "n", "0"})
DECIMAL = re.compile(r"[+-]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][+-]?\d{1,3})?", re.ASCII)

Condition = tuple[str, list[Stored]]
"""A piece of SQL with its values."""
Types = Mapping[str, ColumnType]


def conditions(filters: Iterable[Filter], types: Types) -> list[Condition]:
    """One condition per filter; raises BadQuestion naming what is wrong."""
    made = [_named(filter_, types) for filter_ in filters]
    if len(made) > MOST_FILTERS:
        raise _bad(f"At most {MOST_FILTERS} filters are answered at once.")
    return made


def _named(asked: Filter, types: Types) -> Condition:
    try:
        return _condition(asked, types)
    except BadQuestion as error:
        error.column = asked.column
        raise


def column(name: str, types: Types, field: str) -> str:
    """A column's name for SQL, or BadQuestion about ``field``."""
    if name not in types:
        raise BadQuestion(f"There is no column {name!r}; there are {', '.join(types)}.", field=field)
    return f"rows.{quoted(name)}"


def _condition(asked: Filter, types: Types) -> Condition:
    name = column(asked.column, types, "filters")
    make = MAKERS.get(asked.operator)
    if make is None:
        raise _bad(f"There is no filter {asked.operator!r}; there are {', '.join(MAKERS)}.")
    return make(name, asked, types[asked.column])


def _equal(name: str, asked: Filter, kind: ColumnType) -> Condition:
    value = read(asked.value, kind, asked.column)
    return (f"{name} IS NULL", []) if value is None else (f"{name} = ?", [value])


def _unequal(name: str, asked: Filter, kind: ColumnType) -> Condition:
    return f"{name} IS NOT ?", [read(asked.value, kind, asked.column)]


def _compared(name: str, asked: Filter, kind: ColumnType) -> Condition:
    value = read(asked.value, kind, asked.column)
    if value is None:
        raise _bad(f"Column {asked.column}: {asked.operator!r} needs a value.")
    return f"{name} {COMPARISONS[asked.operator]} ?", [value]


def _in(name: str, asked: Filter, kind: ColumnType) -> Condition:
    if not isinstance(asked.value, tuple | set | frozenset) or len(asked.value) > MOST_VALUES:
        raise _bad(f"Column {asked.column}: 'in' takes a list of at most {MOST_VALUES} values.")
    values = [read(value, kind, asked.column) for value in asked.value]
    known = [value for value in values if value is not None]
    listed = f"{name} IN ({', '.join('?' * len(known))})"
    return (f"({listed} OR {name} IS NULL)" if len(known) < len(values) else listed), [*known]


def _contains(name: str, asked: Filter, kind: ColumnType) -> Condition:
    if kind not in ("string", "date", "datetime"):
        raise _bad(f"Column {asked.column}: {asked.operator!r} works on texts and dates.")
    text = read(asked.value, "string", asked.column)
    if not isinstance(text, str) or len(text) > LONGEST:
        raise _bad(f"Column {asked.column}: {asked.operator!r} takes a text of 1 to {LONGEST} characters.")
    if "\0" in text:
        return "0", []  # no cell holds one, and SQLite would end the pattern there
    # LIKE is fast and knows A to Z only. Other letters are any letter to it; what it lets through GLOB looks at again.
    before = "" if asked.operator == "starts" else "%"
    like = before + "".join(_like(letter) for letter in text) + "%"
    if text.isascii():
        return f"{name} LIKE ? ESCAPE '\\'", [like]
    return f"({name} LIKE ? ESCAPE '\\' AND {name} GLOB ?)", [like, before.replace("%", "*") + "".join(map(_glob, text)) + "*"]


def _like(letter: str) -> str:
    if not letter.isascii():
        return "_"
    return "\\" + letter if letter in "%_\\" else letter


def _glob(letter: str) -> str:
    pair = sorted({form for form in (letter, letter.lower(), letter.upper()) if len(form) == 1})
    if len(pair) > 1 or letter in "*?[":
        return "[" + "".join(pair) + "]"
    return letter


MAKERS: dict[str, Callable[[str, Filter, ColumnType], Condition]] = {
    "eq": _equal,
    "ne": _unequal,
    **dict.fromkeys(COMPARISONS, _compared),
    "in": _in,
    "contains": _contains,
    "starts": _contains,
    "null": lambda name, _asked, _kind: (f"{name} IS NULL", []),
    "notnull": lambda name, _asked, _kind: (f"{name} IS NOT NULL", []),
}


def _bad(sentence: str) -> BadQuestion:
    return BadQuestion(sentence, field="filters")


def read(value: object, kind: ColumnType, name: str) -> Stored:
    """What an asker wrote, as an index would hold it; raises BadQuestion when it is nothing of the column's type."""
    if value is None or value == "":
        return None
    try:
        return READERS[kind](value)
    except (ValueError, TypeError, ArithmeticError):
        raise _bad(f"Column {name}: {str(value)[:100]!r} is not a value of type {kind}.") from None


def _read_text(value: object) -> Stored:
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = plain(value)
    if not isinstance(value, str):
        raise TypeError
    value.encode()
    return value


def _read_number(value: object) -> Stored:
    return STORED["number"](_decimal(value))


def _read_whole(value: object) -> Stored:
    number = _decimal(value)
    if number != number.to_integral_value():
        raise ValueError
    return STORED["integer"](int(number))


def _decimal(value: object) -> Decimal:
    if isinstance(value, str):
        if not DECIMAL.fullmatch(value.strip()):
            raise ValueError
        return Decimal(value.strip())
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise TypeError
    return Decimal(repr(value) if isinstance(value, float) else value)


def _read_boolean(value: object) -> Stored:
    word = str(value).strip().lower()
    if word not in YES | NO:
        raise ValueError
    return int(word in YES)


def _read_date(value: object) -> Stored:
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value.strip())
    if isinstance(value, dt.datetime):
        if value.time() != dt.time():
            raise ValueError
        value = value.date()
    if not isinstance(value, dt.date):
        raise TypeError
    return value.isoformat()


def _read_datetime(value: object) -> Stored:
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value.strip())
    elif isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        value = dt.datetime.combine(value, dt.time())
    if not isinstance(value, dt.datetime):
        raise TypeError
    return STORED["datetime"](value)


READERS: dict[ColumnType, Callable[[object], Stored]] = {
    "string": _read_text,
    "integer": _read_whole,
    "number": _read_number,
    "boolean": _read_boolean,
    "date": _read_date,
    "datetime": _read_datetime,
    "year": _read_whole,
}
