import datetime as dt
from decimal import Decimal

import pytest

from harvesters.reading import cells
from harvesters.reading.grid import RawCell


@pytest.mark.parametrize(
    ("cell", "value"),
    [("0.6012", "60.12"), (0.6012, "60.12"), ("33,33%", "33.33"), ("25%*", "25"), ("50 %", "50"), (0.5, "50"), (1, "100"), (40, "40")],
)
def test_a_rate_is_a_percentage_however_it_is_written(cell: RawCell, value: str) -> None:
    assert cells.rate(cell) == Decimal(value)


@pytest.mark.parametrize("cell", ["viel", "150 %", 101, True, "1.2.3"])
def test_what_is_no_rate_is_unreadable(cell: RawCell) -> None:
    with pytest.raises(cells.Unreadable):
        cells.rate(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("  Stadt  Köln \u00a0", "Stadt Köln"),
        ("Folgen_x000D_\n", "Folgen"),
        ("eins \r\n zwei", "eins\nzwei"),
        ("weich\u00adgetrennt\u200b", "weichgetrennt"),
        (44135.0, "44135"),
        (1.5, "1.5"),
        (dt.datetime(2020, 1, 2), "2020-01-02"),
        (True, "ja"),
        ("   ", None),
        (None, None),
    ],
)
def test_text_keeps_its_lines_and_loses_what_nobody_sees(cell: RawCell, value: str | None) -> None:
    assert cells.text(cell) == value


def test_a_line_has_no_breaks() -> None:
    assert cells.line("Diakonisches Werk \ngGmbH") == "Diakonisches Werk gGmbH"


@pytest.mark.parametrize(
    ("cell", "value"), [(44135.0, "44135"), ("7743", "07743"), ("44135.0", "44135"), ("20095 Hamburg ", "20095 Hamburg"), ("o.A.", "o.A.")]
)
def test_a_postcode_gets_its_zero_back(cell: RawCell, value: str) -> None:
    assert cells.postcode(cell) == value


@pytest.mark.parametrize(
    ("cell", "value"), [(5913000.0, "05913000"), ("05913000", "05913000"), (340300000.0, "0340300000"), ("DEA52", "DEA52")]
)
def test_a_key_gets_its_zero_back(cell: RawCell, value: str) -> None:
    assert cells.key(cell) == value


@pytest.mark.parametrize(("cell", "value"), [("2013", 2013), (2013.0, 2013), ("", None)])
def test_a_year_is_a_number(cell: RawCell, value: int | None) -> None:
    assert cells.year(cell) == value


@pytest.mark.parametrize("cell", ["2010/ 2012", "Juni 2012", "1812"])
def test_what_is_no_single_year_is_unreadable(cell: RawCell) -> None:
    with pytest.raises(cells.Unreadable):
        cells.year(cell)
