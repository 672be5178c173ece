"""Somebody reports an error and proposes an idea on a small phone, without script; the pages are looked at as an auditor does."""

from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect

from datasets import database, search
from tests import builders
from tests.looking import is_fine
from tests.staffing import a_link

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 320, "height": 700}
Open = Callable[[bool], Page]


@pytest.fixture(autouse=True)
def _project(app: FastAPI) -> None:
    with database.transaction(app.state.engine) as session:
        builders.a_project(session, slug="kai", title="Bänke am Kai")
        search.put(session, "project", "kai", "Bänke am Kai", "")


@pytest.fixture
def bare(browser: Browser, server: str) -> Iterator[Page]:
    """A small phone whose browser runs no script."""
    with browser.new_context(base_url=server, java_script_enabled=False, viewport=PHONE) as context:  # type: ignore[arg-type]
        yield context.new_page()


@pytest.fixture
def desk(app: FastAPI, browser: Browser, server: str) -> Iterator[Page]:
    """Somebody of the staff, signed in."""
    with browser.new_context(base_url=server) as context:
        page = context.new_page()
        page.goto(a_link(app, "redaktion", "Ada"))
        page.get_by_role("button", name="Anmelden").click()
        page.wait_for_url("**/pruefung")
        yield page


def propose(page: Page) -> None:
    page.goto("/ideen/neu")
    page.get_by_label("Titel").fill("Neue Bänke")
    page.get_by_label("Was soll geschehen?").fill("Zehn Bänke mit Lehne.")
    page.get_by_role("button", name="Idee abschicken").click()
    # Where the list came while it was being typed, nobody asks again.
    page.get_by_role("heading", name="Danke").or_(page.get_by_text("Noch nicht abgeschickt")).first.wait_for()
    if (again := page.get_by_role("button", name="Meine Idee ist neu: abschicken")).count():
        again.click()


def publish(desk: Page) -> None:
    desk.get_by_role("link", name="Ideen", exact=True).click()
    desk.get_by_role("link", name="Neue Bänke").click()
    desk.get_by_role("button", name="Speichern").click()
    expect(desk.get_by_role("status")).to_contain_text("gespeichert")


def test_an_error_is_reported_and_its_answer_read_without_script(bare: Page, desk: Page) -> None:
    bare.goto("/projekte/kai")
    bare.get_by_role("link", name="Fehler melden").click()
    expect(bare.get_by_role("link", name="Bänke am Kai")).to_be_visible()
    bare.get_by_label("Was stimmt nicht?").fill("Der Betrag ist falsch.")
    bare.get_by_role("button", name="Meldung abschicken").click()
    code = bare.locator("#code").inner_text()
    desk.get_by_role("link", name="Meldungen").click()
    desk.get_by_role("link", name="Der Betrag ist falsch.").click()
    desk.get_by_label("Text der Antwort").fill("Ist berichtigt.")
    desk.get_by_role("button", name="Speichern").click()
    expect(desk.get_by_role("status")).to_contain_text("gespeichert")
    bare.goto("/melden/stand")
    bare.get_by_label("Ihr Code für die Antwort").fill(code)
    bare.get_by_role("button", name="Stand zeigen").click()
    expect(bare.get_by_text("Ist berichtigt.")).to_be_visible()


def test_the_questions_of_the_law_show_only_where_they_are_asked(bare: Page) -> None:
    bare.goto("/melden")
    expect(bare.get_by_text("Warum ist der Inhalt rechtswidrig?")).to_be_hidden()
    bare.get_by_label("Ein Inhalt ist rechtswidrig").check()
    expect(bare.get_by_text("Warum ist der Inhalt rechtswidrig?")).to_be_visible()
    bare.get_by_label("Was stimmt nicht?").fill("Das ist Hass.")
    bare.get_by_role("button", name="Meldung abschicken").click()
    expect(bare.get_by_role("alert")).to_contain_text("warum der Inhalt rechtswidrig ist")


def test_an_idea_is_proposed_published_and_supported_without_script(bare: Page, desk: Page) -> None:
    propose(bare)
    expect(bare.get_by_text("Danke für Ihre Idee").last).to_be_visible()
    publish(desk)
    bare.goto("/ideen")
    bare.get_by_role("button", name="Unterstützen").click()
    expect(bare.get_by_role("heading", name="Danke für Ihre Unterstützung")).to_be_visible()
    bare.get_by_role("button", name="Zurücknehmen").click()
    expect(bare.get_by_role("heading", name="zurückgenommen")).to_be_visible()


def test_what_is_like_an_idea_shows_while_its_title_is_typed(page: Page) -> None:
    page.goto("/ideen/neu")
    page.get_by_label("Titel").press_sequentially("Neue Bänke")
    expect(page.locator("#similar").get_by_role("link", name="Bänke am Kai")).to_be_visible()
    expect(page.locator("form .form")).to_have_count(0)


def test_what_is_like_an_idea_shows_without_script_too(bare: Page) -> None:
    bare.goto("/ideen/neu")
    bare.get_by_label("Titel").fill("Neue Bänke")
    bare.get_by_role("button", name="Gibt es das schon?").click()
    expect(bare.locator("#similar").get_by_role("link", name="Bänke am Kai")).to_be_visible()
    expect(bare.get_by_label("Titel")).to_have_value("Neue Bänke")


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_of_notices_is_accessible_and_fits(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto("/melden?projekte=kai")
    page.get_by_label("Ein Inhalt ist rechtswidrig").check()
    assert is_fine(page)
    page.get_by_label("Was stimmt nicht?").fill("Das ist Hass.")
    page.get_by_role("button", name="Meldung abschicken").click()
    expect(page.locator("#errors")).to_be_focused()
    assert is_fine(page)
    page.get_by_label("Etwas ist falsch oder fehlt").check()
    page.get_by_role("button", name="Meldung abschicken").click()
    code = page.locator("#code").inner_text()
    assert is_fine(page)
    page.goto("/melden/stand")
    page.get_by_label("Ihr Code für die Antwort").fill(code)
    page.get_by_role("button", name="Stand zeigen").click()
    expect(page.locator("#notice")).to_be_visible()
    assert is_fine(page)


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_of_ideas_is_accessible_and_fits(page: Page, desk: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto("/ideen/neu?title=Bänke")
    assert is_fine(page)
    propose(page)
    expect(page.get_by_role("heading", name="Danke für Ihre Idee")).to_be_visible()
    assert is_fine(page)
    publish(desk)
    for path in ("/ideen", "/ideen/1"):
        page.goto(path)
        assert is_fine(page)
    page.get_by_role("button", name="Unterstützen").click()
    expect(page.get_by_role("button", name="Zurücknehmen")).to_be_visible()
    assert is_fine(page)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_rooms_of_the_desk_are_accessible_and_fit(page: Page, desk: Page, width: int) -> None:
    propose(page)
    page.goto("/melden")
    page.get_by_label("Was stimmt nicht?").fill("Der Betrag ist falsch.")
    page.get_by_role("button", name="Meldung abschicken").click()
    expect(page.locator("#code")).to_be_visible()
    desk.set_viewport_size({"width": width, "height": 700})
    for path in ("/pruefung/meldungen", "/pruefung/meldungen/1", "/pruefung/ideen", "/pruefung/ideen/1"):
        desk.goto(path)
        assert is_fine(desk)
