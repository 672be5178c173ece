"""Comments, news, poster and record on a small phone without script, looked at as an auditor does."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from datasets import database
from datasets.settings import Settings
from feedback import publish
from tests import builders, voting
from tests.looking import is_fine
from tests.staffing import a_link

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 320, "height": 700}


@pytest.fixture(autouse=True)
def _comments(app: FastAPI, settings: Settings) -> None:
    with database.transaction(app.state.engine) as session:
        builders.a_project(session, slug="kai", title="Bänke am Kai")
    for one in range(5):
        voting.rate(TestClient(app), "kai", comment=f"Gut so {one}.")
    with database.transaction(app.state.engine) as session:
        publish.publish(session, settings)


@pytest.fixture
def bare(browser: Browser, server: str) -> Iterator[Page]:
    """A small phone whose browser runs no script."""
    with browser.new_context(base_url=server, java_script_enabled=False, viewport=PHONE) as context:  # type: ignore[arg-type]
        yield context.new_page()


def test_comments_are_released_by_keyboard_and_read_without_script(app: FastAPI, bare: Page) -> None:
    bare.goto(a_link(app, "redaktion", "Ada"))
    bare.get_by_role("button", name="Anmelden").click()
    bare.goto("/pruefung/kommentare")
    bare.locator("summary", has_text="Für alle mit Haken entscheiden").focus()
    bare.keyboard.press("Enter")
    bare.get_by_label("Alle auf dieser Seite").focus()
    bare.keyboard.press("Space")
    bare.get_by_role("radio", name="Freigeben").focus()
    bare.keyboard.press("Space")
    bare.get_by_role("button", name="Für alle gewählten entscheiden").focus()
    bare.keyboard.press("Enter")
    expect(bare.get_by_text("Über 5 Kommentare ist entschieden.")).to_be_visible()
    bare.goto("/projekte/kai")
    expect(bare.get_by_text("Gut so 0.")).to_be_visible()


@pytest.mark.parametrize(
    "path", ["/projekte/kai/plakat", "/projekte/kai/einbetten", "/projekte/kai/kommentare", "/datenschutz/verzeichnis"]
)
def test_the_pages_are_fine_on_a_small_phone(page: Page, path: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(path)
    assert is_fine(page)
