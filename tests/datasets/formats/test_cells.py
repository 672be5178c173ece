"""Tests of the forms of one cell."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.formats.cells import STORED, plain
from datasets.records import Cell, ColumnType
from tests.datasets.tables import MOMENTS


def held(cell: Cell) -> float:
    stored = STORED["number"](cell)
    assert isinstance(stored, int | float)
    return stored


@given(st.decimals(min_value=-(10**13), max_value=10**13, places=2))
def test_an_amount_of_money_is_kept_to_the_cent(amount: Decimal) -> None:
    assert Decimal(plain(held(amount))) == amount


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_double_is_given_back_as_the_same_double_without_exponent(number: float) -> None:
    text = plain(held(number))
    assert float(text) == number
    assert "e" not in text


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_decimal_is_kept_exactly_or_refused(number: Decimal) -> None:
    try:
        kept = held(number)
    except ValueError:
        assert Decimal(repr(float(number))) != number
    else:
        assert Decimal(plain(kept)) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_read_from_its_text_is_held_as_before(number: float) -> None:
    assert held(Decimal(plain(held(number)))) == held(number)


@pytest.mark.parametrize("text", ["1.50", "1.5", "1.500", "15E-1"])
def test_trailing_zeros_are_no_part_of_a_number(text: str) -> None:
    assert plain(held(Decimal(text))) == "1.5"


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        ("string", 5),
        ("integer", 2**63),
        ("integer", True),
        ("integer", "5"),
        ("number", float("nan")),
        ("number", Decimal("Infinity")),
        ("number", Decimal("sNaN")),
        ("number", Decimal("0.12345678901234567890")),
        ("number", "1,5"),
        ("boolean", 1),
        ("date", dt.datetime(2020, 1, 1, tzinfo=dt.UTC)),
        ("date", "2020-01-01"),
        ("datetime", dt.date(2020, 1, 1)),
        ("datetime", dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=5)))),
        ("year", 20_000),
    ],
)
def test_a_cell_of_another_type_is_refused(kind: ColumnType, cell: Any) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        STORED[kind](cell)


def moment_held(moment: dt.datetime) -> str:
    return str(STORED["datetime"](moment))


@given(st.lists(MOMENTS.map(lambda moment: moment.replace(tzinfo=dt.UTC))))
def test_texts_of_moments_sort_as_the_moments_do(moments: list[dt.datetime]) -> None:
    assert sorted(map(moment_held, moments)) == list(map(moment_held, sorted(moments)))


def test_a_moment_is_held_in_utc() -> None:
    berlin = dt.timezone(dt.timedelta(hours=2))
    assert STORED["datetime"](dt.datetime(2026, 7, 1, 12, tzinfo=berlin)) == "2026-07-01T10:00:00+00:00"
