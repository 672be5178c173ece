"""A dataset's table in a browser: filters, order and pages change the rows and the address; it is fine for everybody."""

import re

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from tests.looking import is_fine
from tests.published import a_published, many_rows

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _datasets(app: FastAPI) -> None:
    a_published(app, many_rows(50))
    a_published(app, slug="klima", origin="harvested", licence="other-closed")


def test_a_filter_narrows_the_rows_while_it_is_typed(page: Page) -> None:
    page.goto("/daten/liste")
    page.get_by_label("Filter für Name").fill("zeile 7")
    expect(page.locator("#rows .count")).to_have_text("5 von 50 Zeilen passen")
    expect(page).to_have_url(re.compile(r"/daten/liste\?name__contains=zeile\+7$"))
    expect(page.get_by_label("Filter für Name")).to_be_focused()


def test_a_head_orders_and_the_pages_turn(page: Page) -> None:
    page.goto("/daten/liste")
    page.get_by_role("link", name="Nummer", exact=True).click()
    page.get_by_role("link", name="Nummer", exact=True).click()
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Nummer")
    page.get_by_role("link", name="Weiter", exact=True).click()
    expect(page.locator("#rows .count")).to_contain_text("Seite 2 von 3")
    expect(page.locator("#rows tbody tr").first).to_contain_text("30")
    expect(page).to_have_url(re.compile(r"/daten/liste\?sort=id\+desc&seite=2$"))


def test_the_way_back_leads_to_the_rows_before(page: Page) -> None:
    page.goto("/daten/liste")
    page.get_by_label("Filter für Name").fill("zeile 7")
    expect(page.locator("#rows .count")).to_have_text("5 von 50 Zeilen passen")
    page.go_back()
    expect(page.locator("#rows .count")).to_contain_text("50 Zeilen")


@pytest.mark.parametrize("path", ["/daten", "/daten/liste", "/daten/liste?name__contains=x", "/en/daten/klima", "/daten/klima?id=abc"])
def test_every_page_of_data_is_fine_for_everybody(page: Page, path: str) -> None:
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(path)
        assert is_fine(page)
