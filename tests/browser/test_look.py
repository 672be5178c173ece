from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page

from datasets import catalogue
from datasets.database import transaction
from portal.assets import PACKAGES
from portal.pages.machine import PAGES
from tests.builders import a_funding, a_project, an_organisation

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = PACKAGES / "node_modules" / "axe-core" / "axe.min.js"
RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
CHECK = f"axe.run(document, {{runOnly: {RULES}}}).then(done => done.violations.map(one => [one.id, one.nodes.map(node => node.html)]))"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll('header a, header button, header summary, footer li a, .kern-btn, .pages a')]
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 43.5).map(one => one.outerHTML)"""


@pytest.fixture(autouse=True)
def _projects(app: FastAPI) -> None:
    with transaction(app.state.engine) as session:
        lead = an_organisation(session, slug="werk", name="Werk der Stadt", partner=True)
        for number in range(4):
            project = a_project(session, slug=f"vorhaben-{number}", title=f"Straßenbeleuchtungsmodernisierung {number}", lead_id=lead.id)
            a_funding(session, project, amount="1250000.00", as_of="2021-07")
        catalogue.raise_version(session)


def _axe() -> str:
    if not AXE.exists():
        pytest.skip("axe-core is not installed; run make setup")
    return Path(AXE).read_text("utf-8")


@pytest.mark.parametrize(
    "path", [*PAGES, "/ls/", "/ls/hilfe", "/en/", "/projekte/vorhaben-1", "/partner/werk", "/nothing", "/entwickler/fehler/unlesbar"]
)
def test_a_page_is_accessible_and_fits_a_small_phone(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(path)
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(SMALL) == []
    page.evaluate(_axe())
    assert page.evaluate(CHECK) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/projekte", "/projekte/vorhaben-1", "/methode"])
def test_colours_can_be_told_apart_by_day_and_by_night(page: Page, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(path)
    page.evaluate(_axe())
    assert page.evaluate(CHECK) == []


def test_the_menu_opens_on_a_phone_without_script(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.route("**/*.js", lambda route: route.abort())
    page.goto("/")
    link = page.get_by_role("navigation", name="Hauptmenü").get_by_role("link", name="Daten")
    assert not link.is_visible()
    page.get_by_text("Menü", exact=True).click()
    assert link.is_visible()


def test_the_menu_stands_open_on_a_wide_screen(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/")
    assert page.get_by_role("navigation", name="Hauptmenü").get_by_role("link", name="Daten").is_visible()


def test_the_first_key_leads_to_the_content(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Zum Inhalt springen"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_search_works_without_script(page: Page) -> None:
    page.route("**/*.js", lambda route: route.abort())
    page.goto("/")
    page.get_by_role("searchbox").fill("Vorhaben")
    page.keyboard.press("Enter")
    page.wait_for_url("**/suche?q=Vorhaben")
