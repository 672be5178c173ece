import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvesters.reading.cells import Unreadable
from harvesters.reading.dates import date, is_month_first, shape
from harvesters.reading.grid import RawCell


def _column(*cells: RawCell) -> list[str]:
    votes: Counter = Counter(shape(cell) for cell in cells)
    return [str(date(cell, is_month_first(votes))) for cell in cells]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("17.12.2015", "2015-12-17"),
        (" 1. 2. 2015 ", "2015-02-01"),
        ("05.02.16", "2016-02-05"),
        ("01-01-2014", "2014-01-01"),
        ("2015-05-01T00:00:00Z", "2015-05-01"),
        ("2015-05-01 00:00:00", "2015-05-01"),
        ("01.05.2015 00:00", "2015-05-01"),
        (dt.datetime(2015, 5, 1, 12), "2015-05-01"),
        (dt.date(2015, 5, 1), "2015-05-01"),
        (42355.0, "2015-12-17"),
        ("42355", "2015-12-17"),
        ("1. Januar 2015", "2015-01-01"),
        ("15 Mar 2015", "2015-03-15"),
        ("2012", "2012"),
        (2012.0, "2012"),
        ("06/2015", "2015-06"),
        ("06.2015", "2015-06"),
        ("2015-06", "2015-06"),
        ("Dez 13", "2013-12"),
        ("o.A.", "None"),
        (None, "None"),
    ],
)
def test_a_date_is_read_in_any_notation_and_no_more_exact_than_it_is(cell: RawCell, value: str) -> None:
    assert _column(cell) == [value]


@pytest.mark.parametrize(
    "cell", ["31.02.1990", "offen bis Herbst", "01.01.2014 - 31.12.2020", "99.99.9999", 5.0, "1.1.0201", True, dt.time(1)]
)
def test_what_is_no_date_is_unreadable(cell: RawCell) -> None:
    with pytest.raises(Unreadable):
        date(cell)


def test_the_column_decides_whether_the_month_stands_first() -> None:
    assert _column("9/7/2015", "12/17/2015") == ["2015-09-07", "2015-12-17"]
    assert _column("9/7/2015", "17/12/2015") == ["2015-07-09", "2015-12-17"]
    assert _column("9/7/2015") == ["2015-07-09"]


FORMS = ["%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y", "%d/%m/%Y", "%Y-%m-%dT%H:%M:%S"]


@given(st.dates(dt.date(1970, 1, 1), dt.date(2069, 12, 31)), st.sampled_from(FORMS))
def test_every_day_comes_back(day: dt.date, form: str) -> None:
    assert date(day.strftime(form)) == day
