"""The list of projects in a browser: filters and words change the list, the address and nothing else."""

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from datasets import catalogue, search
from datasets.database import transaction
from tests.builders import a_project

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _projects(app: FastAPI) -> None:
    with transaction(app.state.engine) as session:
        for number in range(15):
            project = a_project(session, title=f"Vorhaben {number:02}", topics=("energie" if number % 3 else "sicherheit",))
            search.put(session, "project", project.slug, project.title, "Laternen" if number == 4 else "")
        catalogue.raise_version(session)


def test_a_filter_changes_the_list_and_keeps_the_focus(page: Page) -> None:
    page.goto("/projekte")
    page.get_by_role("link", name="Energie").click()
    expect(page.locator(".count")).to_have_text("10 Projekte")
    assert page.url.endswith("/projekte?thema=energie")
    expect(page.locator(":focus")).to_contain_text("Energie")


def test_words_narrow_what_is_filtered_while_they_are_typed(page: Page) -> None:
    page.goto("/projekte?thema=energie")
    page.get_by_label("Suchwort").fill("latern")
    expect(page.locator(".count")).to_have_text("1 Projekt zu „latern“")
    assert "thema=energie" in page.url
    expect(page.get_by_label("Suchwort")).to_be_focused()


def test_the_way_back_leads_to_the_list_before(page: Page) -> None:
    page.goto("/projekte")
    page.get_by_role("link", name="Weiter").click()
    expect(page.locator(".count")).to_contain_text("Seite 2 von 2")
    page.go_back()
    expect(page.locator(".count")).to_contain_text("Seite 1 von 2")


def test_a_card_leads_to_its_project_as_a_whole_page(page: Page) -> None:
    page.goto("/projekte?thema=sicherheit")
    page.get_by_role("link", name="Vorhaben 00").click()
    expect(page.locator("h1")).to_have_text("Vorhaben 00")
