from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvesters.reading.amounts import Notation, amount, notation_of, shapes
from harvesters.reading.cells import Unreadable
from harvesters.reading.grid import RawCell

SUMS = st.decimals(min_value=1000, max_value=10**9, places=2)


def _column(*cells: RawCell, header: str = "") -> list[str | None]:
    votes: Counter = Counter(shape for cell in cells for shape in shapes(cell))
    read = [amount(cell, notation_of(votes, header)) for cell in cells]
    return [None if value is None else str(value) for value in read]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("172.306 €", "172306"),
        ("€ 833851.95", "833851.95"),
        ("4,156.00", "4156.00"),
        ("4.555.116", "4555116"),
        ("794.358,00", "794358.00"),
        (1234.5, "1234.5"),
        (148086.77000000002, "148086.77"),
        (3500, "3500"),
        ("1 234,50", "1234.50"),
        ("1\u00a0234,50 EUR", "1234.50"),
        ("1'234.50", "1234.50"),
        ("1.500,-", "1500"),
        ("12.000 €*", "12000"),
        ("12.000 1)", "12000"),
        ("-5,50", "-5.50"),
        ("12,5 Mio. €", "12500000.0"),
        ("1,2 Mrd. EUR", "1200000000.0"),
        ("400 T€", "400000"),
        ("TEUR 400", "400000"),
        ("5 Mio.", "5000000"),
        ("1.000 Tsd. Euro 1)", "1000000"),
        ("0,00 €", "0.00"),
        ("1.234", "1234"),
        ("1,234", "1234"),
        ("26634,86", "26634.86"),
        ("31450", "31450"),
    ],
)
def test_one_sum_is_read_in_any_notation(cell: RawCell, value: str) -> None:
    assert _column(cell) == [value]


@pytest.mark.parametrize("cell", [None, "", " ", "-", "k.A.", "n/a", "–"])
def test_nothing_is_no_sum_and_no_error(cell: RawCell) -> None:
    assert _column(cell) == [None]


@pytest.mark.parametrize(
    "cell", ["auf Anfrage", "1.2.3", "1,5,2", "1.23.456,00", "12.34.567", True, "1.000,00 € 2.000,00 €", "2010 300", "5 m", "USD 5"]
)
def test_what_is_no_sum_is_unreadable(cell: RawCell) -> None:
    with pytest.raises(Unreadable):
        _column(cell)


def test_the_column_decides_what_three_digits_mean() -> None:
    assert _column("12.345", "833851.95", "1500.50") == ["12.345", "833851.95", "1500.50"]
    assert _column("12.345", "4.555.116", "7.001") == ["12345", "4555116", "7001"]
    assert _column("12,345", "1580,38", "4876,3") == ["12.345", "1580.38", "4876.3"]
    assert _column("29,275", "5,819,053", "120") == ["29275", "5819053", "120"]


def test_a_number_that_may_have_lost_its_zeros_is_not_guessed() -> None:
    with pytest.raises(Unreadable, match="zeros may be lost"):
        _column("5,819,053", "29,275", "158,87")
    assert _column("1.234,56", "99.5", "1.000") == ["1234.56", "99.5", "1000"]


def test_the_header_may_say_thousands_or_millions() -> None:
    assert _column("1,5", header="Gesamtkosten in Mio. €") == ["1500000.0"]
    assert _column(12, header="Zuschuss (T€)") == ["12000"]


@given(st.lists(SUMS, min_size=2, max_size=9))
def test_a_column_means_the_same_in_german_english_and_plain(values: list[Decimal]) -> None:
    english = [f"{value:,.2f}" for value in values]
    german = [text.translate(str.maketrans(",.", ".,")) for text in english]
    plain = [f"€ {value:.2f}" for value in values]
    expected = [f"{value:.2f}" for value in values]
    assert _column(*english) == _column(*german) == _column(*plain) == expected


def test_without_a_column_the_reading_is_german() -> None:
    assert amount("1.234", Notation()) == 1234
    assert amount("1,5", Notation()) == Decimal("1.5")
