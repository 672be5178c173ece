"""Pages of rights and replies in Chromium: each fits a small phone and passes axe, in German and English, without script too."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect

from datasets import database, search
from datasets.tables.types import now
from feedback.tables.notices import Notice
from tests import builders
from tests.looking import is_fine
from tests.staffing import a_link

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTHS = pytest.mark.parametrize("width", [320, 1280])
PREFIXES = pytest.mark.parametrize("prefix", ["", "/en"])


@pytest.fixture(autouse=True)
def _project(app: FastAPI) -> None:
    with database.transaction(app.state.engine) as session:
        builders.a_project(session, slug="kai", title="Bänke am Kai")
        search.put(session, "project", "kai", "Bänke am Kai", "")


@pytest.fixture
def desk(app: FastAPI, browser: Browser, server: str) -> Iterator[Page]:
    """Somebody of the staff, signed in, whose browser runs no script but the test's."""
    with browser.new_context(base_url=server) as context:
        page = context.new_page()
        page.goto(a_link(app, "redaktion", "Ada"))
        page.get_by_role("button", name="Anmelden").click()
        page.wait_for_url("**/pruefung")
        yield page


@WIDTHS
@PREFIXES
def test_a_reply_is_written_seen_and_published(desk: Page, page: Page, width: int, prefix: str) -> None:
    for one in (desk, page):
        one.set_viewport_size({"width": width, "height": 700})
    desk.goto(f"{prefix}/pruefung/antworten/neu?projekt=kai")
    assert is_fine(desk)
    desk.locator("#text").fill("Die Bänke kommen im Mai.")
    desk.locator("#organisation").fill("Tiefbauamt")
    desk.locator("button[value=preview]").click()
    expect(desk.locator("#vorschau")).to_contain_text("Die Bänke kommen im Mai.")
    assert is_fine(desk)
    desk.locator("button[value=saved]").click()
    desk.locator("button[value=published]").click()
    expect(desk.get_by_role("status").first).to_be_visible()
    assert is_fine(desk)
    page.goto(f"{prefix}/projekte/kai")
    expect(page.locator("#kommentare")).to_contain_text("Die Bänke kommen im Mai.")
    desk.goto(f"{prefix}/pruefung/antworten")
    assert is_fine(desk)


@WIDTHS
@PREFIXES
def test_an_idea_is_asked_about_and_found_again_by_its_code(page: Page, width: int, prefix: str) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{prefix}/ideen/neu")
    page.evaluate("document.querySelector('#title').value = 'Neue Bänke'")
    page.locator("#what").fill("Zehn Bänke mit Lehne.")
    page.locator("form.form button[type=submit]").last.click()
    expect(page.get_by_role("status").get_by_role("link", name="Bänke am Kai")).to_be_visible()
    assert is_fine(page)
    page.locator("form.form button[type=submit]").last.click()
    code = page.locator("#code").inner_text()
    assert is_fine(page)
    page.goto(f"{prefix}/meine-bewertungen")
    assert is_fine(page)
    page.locator("#code").fill(code)
    page.locator("form:has(#code) button").click()
    expect(page.get_by_role("heading", name="Neue Bänke")).to_be_visible()
    page.locator("summary").last.click()
    assert is_fine(page)
    page.locator("button[value=delete]").click()
    expect(page.get_by_role("status").first).to_be_visible()


@WIDTHS
@PREFIXES
def test_everything_of_a_browser_is_deleted_at_once(page: Page, width: int, prefix: str) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{prefix}/projekte/kai")
    page.locator("#overall-4").check()
    page.locator("form[action$='/bewertung'] button[type=submit]").last.click()
    expect(page.locator("#code")).to_be_visible()
    page.goto(f"{prefix}/meine-bewertungen")
    page.locator("#alles summary").click()
    assert is_fine(page)
    page.locator("#alles button[value=delete]").click()
    expect(page.get_by_role("status").first).to_be_visible()
    assert page.context.cookies() == []


@WIDTHS
@PREFIXES
def test_notices_in_numbers(app: FastAPI, page: Page, width: int, prefix: str) -> None:
    with database.transaction(app.state.engine) as session:
        for number in range(6):
            session.add(Notice(kind="error", text="x", code_hash=f"c{number}", nonce=f"n{number}", created_at=now().replace(year=2025)))
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{prefix}/transparenz/inhalte")
    expect(page.get_by_role("cell", name="6", exact=True)).to_be_visible()
    assert is_fine(page)
