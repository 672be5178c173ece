"""A citizen in a browser: rates, changes and withdraws with the keyboard alone, without script, on a small phone."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from datasets import database
from feedback.tables.ratings import Rating, RatingValue
from tests import builders
from tests.looking import is_fine

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _project(app: FastAPI) -> None:
    with database.transaction(app.state.engine) as session:
        builders.a_project(session, slug="radweg", title="Radweg")


@pytest.fixture
def bare(browser: Browser, server: str) -> Iterator[Page]:
    """A page of a browser that runs no script."""
    with browser.new_context(base_url=server, java_script_enabled=False) as context:
        yield context.new_page()


def standing(app: FastAPI) -> list[tuple[str, int | None]]:
    """Status and headline answer of every rating."""
    with database.reading(app.state.engine) as session:
        question = select(Rating.status, RatingValue.value).join(RatingValue).where(RatingValue.dimension == "overall")
        return [(status, value) for status, value in session.exec(question)]


def tab_to(page: Page, selector: str) -> None:
    """Presses the tabulator until the focus is there."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"the tabulator never comes to {selector}")


def enter_on(page: Page, selector: str, then: str) -> None:
    """Walks there, presses Enter, and waits for what the next page says."""
    tab_to(page, selector)
    page.keyboard.press("Enter")
    expect(page.get_by_text(then).first).to_be_visible()


def test_rate_change_and_withdraw_with_the_keyboard_alone(app: FastAPI, page: Page) -> None:
    page.goto("/projekte/radweg")
    tab_to(page, "input[name=overall]")
    for key in ("Space", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    enter_on(page, "#rating button[type=submit]", "Danke für Ihre Stimme!")
    expect(page.locator("#rating-title")).to_be_focused()
    assert standing(app) == [("counted", 3)]
    enter_on(page, "#rating a[href='/meine-bewertungen']", "Mit einem Code")
    enter_on(page, ".mine form:has([value=change]) button", "Wie viel bringt dieses Projekt")
    tab_to(page, "input[name=overall]")
    page.keyboard.press("ArrowRight")
    enter_on(page, "main button[type=submit]", "Ihre Bewertung ist geändert.")
    assert standing(app) == [("counted", 4)]
    enter_on(page, ".mine form:has([value=withdraw]) button", "Ihre Bewertung ist zurückgezogen.")
    assert standing(app) == [("withdrawn", 4)]


def test_rate_change_and_withdraw_without_script(app: FastAPI, bare: Page) -> None:
    bare.goto("/projekte/radweg")
    bare.get_by_label("2 – wenig").first.check()
    bare.get_by_text("Möchten Sie mehr sagen?").click()
    bare.get_by_label("Was ist gut? Was fehlt?").fill("Mehr Bänke")
    bare.get_by_role("button", name="Bewertung abschicken").click()
    code = bare.locator("#code").inner_text()
    assert standing(app) == [("counted", 2)]
    bare.context.clear_cookies()
    bare.goto("/meine-bewertungen")
    bare.get_by_label("Ihr Code zum Ändern").fill(code)
    bare.get_by_role("button", name="Bewertung zeigen").click()
    bare.get_by_role("button", name="Ändern").click()
    bare.get_by_label("5 – sehr viel").first.check()
    bare.get_by_role("button", name="Änderung speichern").click()
    assert standing(app) == [("counted", 5)]
    expect(bare.get_by_text("Mehr Bänke")).to_be_visible()
    bare.get_by_role("button", name="Zurückziehen").click()
    assert standing(app) == [("withdrawn", 5)]
    bare.get_by_text("Löschen", exact=True).click()
    bare.get_by_role("button", name="Ja, endgültig löschen").click()
    assert standing(app) == []


def test_what_is_wrong_is_said_on_the_page_without_script_too(bare: Page) -> None:
    bare.goto("/projekte/radweg")
    bare.get_by_text("Über Sie (freiwillig)").click()
    bare.get_by_label("Wie alt sind Sie?").select_option("80+")
    bare.get_by_role("button", name="Bewertung abschicken").click()
    expect(bare.get_by_role("alert")).to_contain_text("Bitte beantworten Sie die Frage")
    expect(bare.get_by_label("Wie alt sind Sie?")).to_have_value("80+")


@pytest.mark.parametrize("width", [320, 1280])
def test_every_step_is_accessible_and_fits(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/projekte/radweg")
    for summary in page.locator(".fold summary").all():
        summary.click()
    assert is_fine(page)
    page.get_by_role("button", name="Bewertung abschicken").click()
    expect(page.locator("#errors")).to_be_focused()
    assert is_fine(page)
    page.get_by_label("4 – viel").first.check()
    page.get_by_role("button", name="Bewertung abschicken").click()
    expect(page.locator("#code")).to_be_visible()
    assert is_fine(page)
    page.goto("/meine-bewertungen")
    assert is_fine(page)
    page.get_by_role("button", name="Ändern").click()
    page.wait_for_selector("text=Änderung speichern")
    assert is_fine(page)


def test_by_night_the_form_can_be_read_too(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/projekte/radweg")
    page.get_by_label("4 – viel").first.check()
    assert is_fine(page)


def test_reading_leaves_no_cookie_and_rating_leaves_one(page: Page) -> None:
    for path in ("/", "/projekte", "/projekte/radweg", "/meine-bewertungen"):
        page.goto(path)
    assert page.context.cookies() == []
    page.goto("/projekte/radweg")
    page.get_by_label("4 – viel").first.check()
    page.get_by_role("button", name="Bewertung abschicken").click()
    expect(page.locator("#code")).to_be_visible()
    [cookie] = page.context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == ("mehrwert_stimme", True, "Lax")
