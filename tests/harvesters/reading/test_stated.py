"""What portals state, made plain: whatever comes, nothing breaks and nothing dangerous stays."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.records import Distribution
from harvesters.reading import stated
from tests.harvesters.portals import ANYTHING


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("<p>Alle B&auml;ume.</p><p>Ohne Wald.</p>", "Alle Bäume.\nOhne Wald."),
        ("<ul><li>eins</li><li>zwei</li></ul>", "eins\nzwei"),
        ("Schall < 50 dB und > 20 dB", "Schall < 50 dB und > 20 dB"),
        ("R&D", "R&D"),
        ("<script>alert(1)</script>Text<style>p{}</style>", "Text"),
        ("viel   Platz\n\n\n\nhier", "viel Platz\n\nhier"),
        ("halb \ud83d\x00", "halb"),
        ("<!-- nur ein Kommentar -->", ""),
    ],
)
def test_text_loses_its_markup(given, found):
    assert stated.plain(given) == found


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("https://a.example/ä b?q=1&r=%20#x", "https://a.example/%C3%A4%20b?q=1&r=%20#x"),
        ("  HTTP://a.example ", "http://a.example"),
        ("https://bäume.example/x", "https://xn--bume-loa.example/x"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//a.example/x", None),
        ("https://", None),
        ("https://[a", None),
        ("https://name:wort@a.example/", None),
        ("https://a.example/a\tb", "https://a.example/ab"),
        ("https://a.example/" + "x" * 2000, None),
        (7, None),
    ],
)
def test_only_web_addresses_are_addresses(given, found):
    assert stated.address(given) == found


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("2020-09-07T10:00:00", "2020-09-07"),
        ("2020-09-07", "2020-09-07"),
        ("2020-09", "2020-09"),
        ("2020", "2020"),
        (2020, "2020"),
        ("02.03.2015", "2015-03-02"),
        ("20200907", ""),
        ("2020-13-01", "2020"),
        ("gestern", ""),
        (None, ""),
    ],
)
def test_days_are_no_more_exact_than_stated(given, found):
    assert stated.day(given) == found


def test_words_stand_once_in_their_order():
    assert stated.words(["Bus", "Bahn", "bus", None, 7, " "]) == ("Bus", "Bahn")


@pytest.mark.parametrize(
    ("given", "german", "english"),
    [
        ("A", "A", ""),
        ({"en": "E", "fr": "F"}, "E", ""),
        ({"de-DE": "D", "en": "E"}, "D", "E"),
        ({"fr": "F"}, "F", ""),
        ({"de": " "}, None, None),
    ],
)
def test_german_comes_first(given, german, english):
    found = stated.text(given)
    assert (found and found.de, found and found.en) == (german, english)


@given(ANYTHING)
def test_whatever_is_stated_nothing_breaks(value):
    assert re.search(r"[\x00\ud800-\udfff]", stated.line(value)) is None
    assert re.fullmatch(r"(\d{4}(-\d{2}(-\d{2})?)?)?", stated.day(value))
    url = stated.address(value)
    assert url is None or Distribution(url=url).url == url


@given(st.text(st.characters(codec=None), max_size=60).map("https://".__add__))
def test_what_is_an_address_is_one_for_records_too(value):
    url = stated.address(value)
    assert url is None or Distribution(url=url).url.isascii()
