import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import language
from portal.numbers import format_bytes, format_date, format_euro, format_euro_short, format_number, format_share


def test_numbers_in_german() -> None:
    assert [format_number(1234567), format_number(3.5), format_number(3.5, 2), format_number(None)] == ["1.234.567", "3,5", "3,50", "–"]


def test_numbers_in_english() -> None:
    language.speak("en")
    assert [format_number(1234567), format_euro(Decimal("12.50")), format_euro_short(39900000)] == ["1,234,567", "€12.50", "€39.9M"]


def test_cents_only_where_there_are_some() -> None:
    assert [format_euro(Decimal(1000)), format_euro(Decimal("0.5")), format_euro(None)] == ["1.000 €", "0,50 €", "–"]


def test_a_sum_for_headlines() -> None:
    assert format_euro_short(Decimal(39_900_000)) == "39,9\xa0Mio.\xa0€"
    assert format_euro_short(Decimal(155_916)) == format_euro(Decimal(155_916))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2020", "2020"),
        ("2020-09", "September 2020"),
        ("2020-09-07", "7. September 2020"),
        (dt.date(2020, 9, 7), "7. September 2020"),
        (dt.datetime(2020, 9, 7, tzinfo=dt.UTC), "7. September 2020"),
        ("", "–"),
        (None, "–"),
        ("bald", "bald"),
    ],
)
def test_a_date_is_no_more_exact_than_its_source(value: dt.date | str | None, shown: str) -> None:
    assert format_date(value) == shown


@pytest.mark.parametrize(
    ("size", "shown"), [(0, "0 B"), (999, "999 B"), (1500, "1,5 kB"), (250_000, "250 kB"), (1_240_000, "1,2 MB"), (5 * 10**12, "5.000 GB")]
)
def test_bytes(size: int, shown: str) -> None:
    assert format_bytes(size) == shown


@given(st.floats(0, 1))
def test_a_share_is_a_whole_number_of_per_cent(share: float) -> None:
    assert 0 <= int(format_share(share).removesuffix("\xa0%")) <= 100
