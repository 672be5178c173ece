import pytest

from datasets.vocabularies.licences import LICENCES, licence
from datasets.vocabularies.themes import theme


def test_a_term_leads_to_its_address_in_both_lists() -> None:
    found = licence("dl-by-de/2.0")
    assert found.uri == "http://dcat-ap.de/def/licenses/dl-by-de/2.0"
    assert found.eu.endswith("/licence/DLDE_BY_2_0")


@pytest.mark.parametrize("term", ["other-closed", "other-commercial", "cc-by-nc/4.0", "cc-by-nd/4.0", "nie-gehoert"])
def test_these_are_not_open(term: str) -> None:
    assert not licence(term).is_open


@pytest.mark.parametrize("term", ["dl-zero-de/2.0", "cc-by/4.0", "cc-zero", "officialWork", "other-open"])
def test_these_are_open(term: str) -> None:
    assert licence(term).is_open


def test_every_licence_stands_under_its_own_term() -> None:
    assert all(term == found.term for term, found in LICENCES.items())


def test_a_theme_that_the_list_does_not_know_keeps_its_code() -> None:
    assert (theme("GOVE").en, theme("NEU").de) == ("Government and public sector", "NEU")
