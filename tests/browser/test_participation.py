"""Who voted, on a small phone in a browser: opened by keyboard, read as an auditor reads it, in both languages."""

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from datasets.database import transaction
from datasets.settings import Settings
from feedback import publish
from tests import builders
from tests.conftest import NOON
from tests.looking import is_fine

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _voted(app: FastAPI, settings: Settings) -> None:
    with transaction(app.state.engine) as session:
        project = builders.a_project(session, slug="radweg")
        for number in range(130):
            district = ("hoerde", "hoerde", "eving", "hombruch", "brackel", "innenstadt-nord")[number % 6]
            builders.a_rating(session, project, 1 + number % 5, district=district, created_at=NOON, changed_at=NOON)
        publish.publish(session, settings, NOON)


@pytest.mark.parametrize(
    ("path", "said"), [("/projekte/radweg", "Gewichtet nach Stadtbezirk"), ("/en/projekte/radweg", "Weighted by district")]
)
def test_it_opens_by_keyboard_and_fits_a_small_phone(page: Page, path: str, said: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(path)
    for fold in ("#ergebnis", "details.voters"):
        page.locator(f"{fold} > summary").focus()
        page.keyboard.press("Enter")
    expect(page.locator("details.voters")).to_contain_text(said)
    expect(page.locator("details.voters svg")).to_have_count(5)
    assert is_fine(page)


def test_the_numbers_stand_in_a_table_with_heads(page: Page) -> None:
    page.goto("/projekte/radweg")
    page.locator("#ergebnis > summary").click()
    page.locator("details.voters > summary").click()
    table = page.get_by_role("table", name="Woher die Stimmen kommen")
    expect(table.get_by_role("columnheader", name="von 100 Stimmen")).to_be_visible()
    expect(table.get_by_role("row", name="Hörde")).to_contain_text("34")
