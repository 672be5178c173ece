"""Addresses of lists."""

import pytest

from portal.pages.questions import Address, number, options

ADDRESS = Address("/orte", (("q", "a b"), ("art", ""), ("sort", "name")))


def test_an_address_holds_what_is_asked_and_nothing_empty() -> None:
    assert ADDRESS.having() == "/orte?q=a+b&sort=name"
    assert ADDRESS.having(art="x&y", sort="") == "/orte?q=a+b&art=x%26y"
    assert Address("/orte", (("q", ""),)).having() == "/orte"


def test_the_base_of_pages_can_take_one_more_part() -> None:
    assert ADDRESS.base() == "/orte?q=a+b&sort=name&"
    assert Address("/orte", ()).base() == "/orte?"


def test_options_stand_in_the_order_of_their_labels_and_leave_out_what_gives_nothing() -> None:
    made = options(ADDRESS, "art", [("b", 3), ("neu", 2), ("a", 1), ("leer", 0)], {"a": "Alpha", "b": "Beta"})
    assert [(label, count, active) for label, _href, count, active in made] == [("Alpha", 1, False), ("Beta", 3, False), ("neu", 2, False)]


def test_a_chosen_option_stays_though_it_gives_nothing() -> None:
    chosen = Address("/orte", (("art", "a"),))
    assert options(chosen, "art", [("a", 0)], {}) == [("a", "/orte", 0, True)]


@pytest.mark.parametrize(("text", "page"), [("3", 3), ("", 1), ("-1", 1), ("x", 1), ("٣", 1), ("99999999", 1)])
def test_a_page_number_is_read_kindly(text: str, page: int) -> None:
    assert number(text) == page
