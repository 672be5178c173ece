import pytest

from harvesters.reading.places import is_name, is_of_city, names_city
from tests.harvesters.samples import a_city


@pytest.mark.parametrize("key", ["05913000", "5913000", "0591300000", "591300000", "059130000000", "05913000 - Dortmund", "05913", "DEA52"])
def test_a_key_of_the_city_counts_in_every_length(key: str) -> None:
    assert is_of_city(a_city(), [key], []) is True


@pytest.mark.parametrize("key", ["04011000", "0340300000", "10041100 - Saarbrücken", "0591300012", "DEA51"])
def test_another_key_does_not(key: str) -> None:
    assert is_of_city(a_city(), [key], []) is False


def test_a_key_decides_before_postcode_and_name() -> None:
    assert is_of_city(a_city(), ["04011000"], ["44135", "Dortmund"]) is False
    assert is_of_city(a_city(), ["05913000"], ["28195", "Bremen"]) is True


HERE = ["Dortmund", "DORTMUND", "44137", "44388 Lütgendortmund", "Dortmund, Stadt", "Stadt Dortmund", "Dortmund (NRW)"]
HERE += ["Dortmund-Hörde", "Köln, Dortmund", "44001 Dortmund"]
ELSEWHERE = ["Köln", "50667 Köln", "Neu-Dortmund", "Dortmunder Straße", "7.44135, 51.51422", "28195 Dortmund", "Deutschland"]


@pytest.mark.parametrize("place", HERE)
def test_a_place_counts_by_postcode_or_name(place: str) -> None:
    assert is_of_city(a_city(), [None], [place]) is True


@pytest.mark.parametrize("place", ELSEWHERE)
def test_another_place_does_not(place: str) -> None:
    assert is_of_city(a_city(), [], [place]) is False


def test_a_row_without_places_leaves_it_open() -> None:
    assert is_of_city(a_city(), [None, ""], [None]) is None


def test_an_organisation_may_bear_the_name_of_the_city() -> None:
    assert names_city(a_city(), "Technische Universität Dortmund")
    assert names_city(a_city(), "Dortmunder Hafen AG")
    assert not names_city(a_city(), "Dortmundia Reisen")
    assert not is_name(a_city(), "Projekt in Dortmund")
