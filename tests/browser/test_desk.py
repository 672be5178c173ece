"""Two people at the desk in real browsers: one signs in and proposes, the other confirms, everybody reads it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect

from datasets import database
from datasets.settings import Settings
from feedback import publish
from tests import builders
from tests.looking import is_fine
from tests.staffing import REASONING, a_link

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Enter = Callable[[str, str], Page]


@pytest.fixture(autouse=True)
def _project(app: FastAPI, settings: Settings) -> None:
    with database.transaction(app.state.engine) as session:
        project = builders.a_project(session, slug="radweg", title="Radweg")
        for value in (2, 3, 4, 4, 5, 5):
            builders.a_rating(session, project, value)
        builders.a_project(session, slug="hafen", title="Hafen")
        publish.publish(session, settings)


@pytest.fixture
def enter(app: FastAPI, browser: Browser, server: str) -> Iterator[Enter]:
    """``enter(role, name)`` signs a new person in, in a browser of their own, by link and button."""
    with ExitStack() as stack:

        def sign_in(role: str, name: str) -> Page:
            page = stack.enter_context(browser.new_context(base_url=server)).new_page()
            page.goto(a_link(app, role, name))
            page.get_by_role("button", name="Anmelden").click()
            page.wait_for_url("**/pruefung")
            return page

        yield sign_in


def fill_in(page: Page) -> None:
    page.get_by_label("Entscheidung", exact=True).select_option("adjust")
    page.get_by_label("Begründung (intern)").fill(REASONING)
    page.get_by_label("Text für alle").fill("Wir bauen mehr Bänke.")
    page.get_by_label("Was?").first.fill("Zehn Bänke")
    page.get_by_label("Zuständig").first.fill("Tiefbauamt")
    page.get_by_label("Bis wann?").first.fill("2027-06-30")
    page.get_by_label("Ich habe kein eigenes Interesse").check()
    page.get_by_role("button", name="Zur Zweitprüfung geben").click()


def test_a_decision_from_the_link_to_the_public_page(page: Page, enter: Enter) -> None:
    ada = enter("pruefung", "Ada")
    ada.get_by_role("link", name="Radweg").click()
    fill_in(ada)
    expect(ada.get_by_role("status")).to_contain_text("eine zweite Person")
    expect(ada.get_by_role("button", name="Bestätigen und veröffentlichen")).to_have_count(0)
    bea = enter("zweitpruefung", "Bea")
    bea.get_by_label("Wartet auf Zweitprüfung").check()
    expect(bea.locator(".count")).to_contain_text("1 Projekt")
    bea.get_by_role("link", name="Radweg").click()
    bea.get_by_label("Ich habe kein eigenes Interesse").check()
    bea.get_by_role("button", name="Bestätigen und veröffentlichen").click()
    expect(bea.get_by_role("status")).to_contain_text("öffentlich")
    for path in ("/projekte/radweg", "/gesagt-getan"):
        page.goto(path)
        expect(page.get_by_text("Wir bauen mehr Bänke.")).to_be_visible()
        expect(page.get_by_text("Zehn Bänke")).to_be_visible()


def test_the_filters_change_the_list_and_the_address(enter: Enter) -> None:
    ada = enter("pruefung", "Ada")
    ada.get_by_label("Stimmen", exact=True).select_option("first")
    expect(ada.locator(".count")).to_contain_text("1 Projekt")
    ada.wait_for_url("**stand=first**")
    ada.get_by_role("link", name="Nutzen").click()
    assert "stand=first" in ada.url
    assert "sort=nutzen" in ada.url


def test_signing_out_leads_out(enter: Enter) -> None:
    ada = enter("pruefung", "Ada")
    ada.get_by_role("button", name="Abmelden").click()
    ada.wait_for_url("**/anmelden")
    ada.goto("/pruefung")
    ada.wait_for_url("**/anmelden")


def test_the_table_can_be_saved(enter: Enter) -> None:
    ada = enter("pruefung", "Ada")
    with ada.expect_download() as saved:
        ada.get_by_role("link", name="Als CSV speichern").click()
    assert saved.value.suggested_filename == "pruefung.csv"


@pytest.mark.parametrize("width", [320, 1280])
def test_the_desk_is_accessible_and_fits(enter: Enter, width: int) -> None:
    ada = enter("pruefung", "Ada")
    ada.set_viewport_size({"width": width, "height": 800})
    assert is_fine(ada)
    ada.get_by_role("link", name="Radweg").click()
    assert is_fine(ada)
    fill_in(ada)
    bea = enter("zweitpruefung", "Bea")
    bea.set_viewport_size({"width": width, "height": 800})
    bea.goto("/pruefung/radweg")
    assert is_fine(bea)
