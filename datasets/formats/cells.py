"""The forms of one cell: what a parser hands in, what an index holds, what files and answers show."""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from datasets.records import Cell, Column, ColumnType

Stored = str | int | float | None
"""What an index holds: dates as ISO text, yes and no as 1 and 0, an empty text as nothing."""
Value = str | int | float | bool | Decimal | None
"""What files and answers show: as stored, with yes and no as ``bool``; a sum that no double keeps is a Decimal."""

FULLY_EXACT = 2**53
"""Every whole number below is exact as a double."""
WIDEST = 2**63


def plain(number: float | Decimal) -> str:
    """A number as decimals with a point and no exponent: ``1234.5``, ``0.00001``."""
    if isinstance(number, Decimal):
        return format(number, "f")
    if isinstance(number, float) and needs_exponent(number):
        return format(Decimal(repr(number)), "f")
    return repr(number)


def needs_exponent(number: float) -> bool:
    """Whether Python would write this real with an ``e``."""
    return number != 0 and not 1e-4 <= abs(number) < 1e16


def shown(columns: Sequence[Column], rows: Iterable[tuple[Stored, ...]]) -> Iterator[tuple[Value, ...]]:
    """Rows as stored -> rows as shown."""
    booleans = [position for position, column in enumerate(columns) if column.type == "boolean"]
    return (with_booleans(row, booleans) for row in rows) if booleans else iter(rows)


def with_booleans(row: tuple[Stored, ...], positions: Sequence[int]) -> tuple[Value, ...]:
    """A row as shown; ``positions`` are its cells that are yes or no."""
    cells: list[Value] = list(row)
    for position in positions:
        if cells[position] is not None:
            cells[position] = bool(cells[position])
    return tuple(cells)


def _text(cell: Cell) -> Stored:
    if cell is None or type(cell) is str:
        return cell or None
    raise ValueError(f"{cell!r} is not a text")


def _whole(cell: Cell) -> Stored:
    if cell is None:
        return None
    if type(cell) is not int:
        raise ValueError(f"{cell!r} is not a whole number")
    if not -WIDEST <= cell < WIDEST:
        raise ValueError(f"{cell} needs more than 64 bits")
    return cell


def _year(cell: Cell) -> Stored:
    year = _whole(cell)
    if isinstance(year, int) and not 0 <= year <= 9999:
        raise ValueError(f"{cell} is not a year of four digits")
    return year


def _number(cell: Cell) -> Stored:
    if cell is None or type(cell) is int:
        return _whole(cell)
    if type(cell) is Decimal:
        return _decimal(cell)
    if type(cell) is not float:
        raise ValueError(f"{cell!r} is not a number")
    if not math.isfinite(cell):
        raise ValueError(f"{cell!r} is not a finite number")
    if abs(cell) >= FULLY_EXACT:
        return _decimal(Decimal(repr(cell)))
    return int(cell) if cell.is_integer() else cell


def _decimal(cell: Decimal) -> Stored:
    if not cell.is_finite():
        raise ValueError(f"{cell} is not a finite number")
    real = float(cell)
    if abs(real) < WIDEST and real.is_integer() and int(cell) == cell and -WIDEST <= int(cell) < WIDEST:
        return int(cell)
    shortest = repr(real)
    # as texts they are compared in a fifth of the time; 1.50 and 1.5 differ as texts only
    if shortest == str(cell) or Decimal(shortest) == cell:
        return real
    raise ValueError(f"{cell} has more digits than a double keeps")


def _boolean(cell: Cell) -> Stored:
    if cell is None:
        return None
    if type(cell) is not bool:
        raise ValueError(f"{cell!r} is neither yes nor no")
    return int(cell)


def _date(cell: Cell) -> Stored:
    if cell is None:
        return None
    if type(cell) is not dt.date:
        raise ValueError(f"{cell!r} is not a date")
    return cell.isoformat()


def _datetime(cell: Cell) -> Stored:
    if cell is None:
        return None
    if type(cell) is not dt.datetime:
        raise ValueError(f"{cell!r} is not a date with a time")
    # "+00:00", not "Z": then texts of one column sort as the moments do, with and without parts of a second
    try:
        return (cell.astimezone(dt.UTC) if cell.tzinfo else cell).isoformat()
    except OverflowError:
        raise ValueError(f"{cell} lies outside the years 1 to 9999") from None


STORED: dict[ColumnType, Callable[[Cell], Stored]] = {
    "string": _text,
    "integer": _whole,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
    "year": _year,
}
"""From a cell to what an index holds, by the column's type; ``ValueError`` says why a cell does not fit.

A ``number`` is held exactly: as a whole number of 64 bits, or as the double whose shortest decimal form is that number.
So up to 15 digits always fit, as in 1234567890123.45; what a double cannot give back is refused, never rounded.
Trailing zeros are no part of a number: 1234.50 is 1234.5 in every file.
"""
