"""What may be asked of a release: filters, words, columns, order and page; plain values without a database."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Operator = Literal["eq", "ne", "lt", "le", "gt", "ge", "in", "contains", "starts", "null", "notnull"]
Words = str | Mapping[str, str] | tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on one column; all filters of a question must hold.

    ``value`` is what the asker wrote and is read by the column's type: ``"42"`` meets 42. An empty text or None stands
    for an empty cell: ``eq`` meets empty cells then, ``ne`` the others. ``in`` takes a list; ``null`` and ``notnull``
    take no value. ``ne`` meets empty cells, too: what is not known is not equal. ``lt le gt ge`` never do.
    ``contains`` looks for letters within a text or an ISO date, without regard to upper and lower case of any alphabet
    whose letters come in pairs (so Ä meets ä; ß does not meet ss); ``starts`` looks for them at the beginning.
    """

    column: str
    operator: Operator = "eq"
    value: object = None

    def __post_init__(self) -> None:
        if isinstance(self.value, list):
            object.__setattr__(self, "value", tuple(self.value))  # so that a question can be a key


@dataclass(frozen=True, slots=True)
class Sort:
    """One column of the order: numbers by value, texts by code point (so Z comes before a), empty cells last unless said otherwise."""

    column: str
    descending: bool = False
    nulls_last: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """One question to one release.

    ``q``: words that must all occur in a row's texts, or per column in that column (a mapping becomes pairs, so that a
    question can be a key). Quotes make a phrase; a word or phrase that ends in ``*`` or ``:*`` is the beginning of one.
    Case and accents do not count. ``fields``: columns of the answer, ``_id`` allowed; empty means all columns of the
    dataset, with the number of the row before them where it is to be ``numbered``. Without ``sort`` rows come in the
    order of their numbers, and ties always do. ``after``: what stands in the last row that is known, the columns of
    ``sort`` and its number; the answer begins behind it, however far that is.
    """

    filters: tuple[Filter, ...] = ()
    q: Words = ""
    fields: tuple[str, ...] = ()
    numbered: bool = False
    sort: tuple[Sort, ...] = ()
    limit: int = 100
    offset: int = 0
    distinct: bool = False
    include_total: bool = True
    after: tuple[object, ...] = ()
    ranked: bool = False
    """Whether the answer says how well each row fits the words, and the best come first where no order is asked for."""

    def __post_init__(self) -> None:
        if isinstance(self.q, Mapping):
            object.__setattr__(self, "q", tuple(self.q.items()))


Function = Literal["count", "sum", "min", "max", "mean", "distinct"]


@dataclass(frozen=True, slots=True)
class Figure:
    """What is worked out for each group: ``count`` counts its rows, the others look at one column.

    Empty cells do not count; where there are no others, ``distinct`` is 0 and the rest nothing.
    """

    function: Function
    column: str = ""

    @property
    def name(self) -> str:
        """Of its column in the answer."""
        return f"{self.function}_{self.column}" if self.column else self.function


@dataclass(frozen=True, slots=True)
class Grouping:
    """Rows put together by equal cells of the columns ``by`` (none: all rows together); empty cells are equal.

    ``sort`` names columns of the answer; without it groups come in the order of their cells.
    """

    by: tuple[str, ...]
    figures: tuple[Figure, ...] = (Figure("count"),)
    sort: tuple[Sort, ...] = ()
    limit: int = 100
    offset: int = 0
