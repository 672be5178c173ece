"""Voters of every kind in a browser: what a screen reader hears, no cookies at all, a phone of 320 px, letters twice as large."""

import re
from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from datasets import database, search
from feedback.tables.ratings import Rating
from tests import builders
from tests.looking import SIDEWAYS, is_fine

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUESTION = "Wie viel bringt dieses Projekt den Menschen in Dortmund?"
STEPS = ("1 – gar nicht", "2 – wenig", "3 – etwas", "4 – viel", "5 – sehr viel", "Weiß ich nicht")
PATHS = (
    "/", "/projekte", "/projekte/radweg", "/meine-bewertungen", "/ideen", "/ideen/neu", "/gesagt-getan", "/daten", "/transparenz", "/hilfe",
    "/melden", "/datenschutz", "/datenschutz/verzeichnis", "/projekte/radweg/einbetten", "/projekte/radweg/plakat",
    "/projekte/radweg/kommentare", "/en/projekte/radweg/kommentare", "/foerderung/programme",
)  # fmt: skip
LARGE = "document.documentElement.style.fontSize = '200%'"

Visit = Callable[..., Page]


@pytest.fixture(autouse=True)
def _project(app: FastAPI) -> None:
    with database.transaction(app.state.engine) as session:
        project = builders.a_project(session, slug="radweg", title="Straßenbeleuchtungsmodernisierung")
        builders.a_funding(session, project, amount="1250000.00", as_of="2021-07")
        search.put(session, "project", "radweg", "Straßenbeleuchtungsmodernisierung", "")


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Visit]:
    """A page of a browser with these options."""
    opened = []

    def open_page(**options: object) -> Page:
        opened.append(browser.new_context(base_url=server, locale="de-DE", **options))  # type: ignore[arg-type]
        return opened[-1].new_page()

    yield open_page
    for context in opened:
        context.close()


def statuses(app: FastAPI) -> list[str]:
    with database.reading(app.state.engine) as session:
        return list(session.exec(select(Rating.status)))


def test_a_screen_reader_hears_question_answers_and_what_is_wrong(page: Page) -> None:
    page.goto("/projekte/radweg")
    group = page.get_by_role("group", name=QUESTION)
    assert group.get_by_role("radio").count() == len(STEPS)
    for step in STEPS:
        expect(group.get_by_role("radio", name=step, exact=True)).to_have_count(1)
    page.get_by_role("button", name="Bewertung abschicken").click()
    summary = page.locator("#errors")
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    assert page.evaluate("document.activeElement.name") == "overall"
    expect(page.get_by_role("group", name=QUESTION)).to_have_accessible_description(re.compile("Bitte beantworten Sie die Frage"))


@pytest.mark.parametrize("script", [True, False])
def test_rate_change_and_withdraw_on_a_small_phone_without_cookies(app: FastAPI, visit: Visit, script: bool) -> None:
    phone = visit(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True, java_script_enabled=script)
    phone.context.route("**/*", lambda route: route.continue_(headers={k: v for k, v in route.request.headers.items() if k != "cookie"}))
    phone.goto("/projekte/radweg")
    phone.get_by_role("link", name="Projekt bewerten").first.tap()
    phone.get_by_label("2 – wenig").first.check()
    phone.get_by_role("button", name="Bewertung abschicken").tap()
    code = phone.locator("#code").inner_text()
    phone.context.clear_cookies()
    phone.goto("/meine-bewertungen")
    phone.get_by_label("Ihr Code zum Ändern").fill(code)
    phone.get_by_role("button", name="Bewertung zeigen").tap()
    phone.get_by_role("button", name="Ändern").tap()
    phone.get_by_label("5 – sehr viel").first.check()
    phone.get_by_role("button", name="Änderung speichern").tap()
    expect(phone.get_by_text("Ihre Bewertung ist geändert.")).to_be_visible()
    assert phone.evaluate(SIDEWAYS) <= 0
    phone.get_by_role("button", name="Zurückziehen").tap()
    expect(phone.get_by_text("Ihre Bewertung ist zurückgezogen.").first).to_be_visible()
    assert statuses(app) == ["withdrawn"]
    assert phone.context.cookies() == []


@pytest.mark.parametrize("path", PATHS)
def test_with_letters_twice_as_large_nothing_runs_off_a_phone(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 760})
    assert page.goto(path).status == 200  # type: ignore[union-attr]
    assert is_fine(page)
    page.evaluate(LARGE)
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.context.cookies() == []
