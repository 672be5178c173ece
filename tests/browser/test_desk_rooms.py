"""Rooms of the desk in a real browser: comments where they stand, a burst, printed cards, what partners see; in all colours."""

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, expect
from starlette.testclient import TestClient

from datasets import database
from datasets.settings import Settings
from feedback import publish
from feedback.review import watch
from feedback.voices import ratings
from tests import builders, voting
from tests.feedback.voters import SECRET, a_submission
from tests.looking import is_fine
from tests.staffing import a_link

pytestmark = [pytest.mark.browser, pytest.mark.slow]

IN_FRONT = """() => { const one = document.activeElement, dock = document.querySelector('.docked');
    return dock.contains(one) || one.getBoundingClientRect().bottom <= dock.getBoundingClientRect().top + 1 }"""
OVERFULL = """() => [...document.querySelectorAll('.cards-sheet li')]
    .filter(one => one.scrollHeight > one.clientHeight || one.scrollWidth > one.clientWidth).length"""


@pytest.fixture(autouse=True)
def _voices(app: FastAPI, settings: Settings) -> None:
    """A project with a published figure, thirty comments and a burst of eighteen votes, twelve of them equal; a partner leads it."""
    now = dt.datetime.now(dt.UTC)
    with database.transaction(app.state.engine) as session:
        lead = builders.an_organisation(session, slug="tiefbau", name="Tiefbauamt", partner=True)
        kai = builders.a_project(session, slug="kai", title="Bänke am Kai mit Blick auf das Hafenbecken", lead_id=lead.id)
        builders.a_project(session, slug="hafen", title="Hafen")
        for value in (2, 3, 4, 4, 5, 5):
            builders.a_rating(session, kai, value)
        publish.publish(session, settings)
    for one in range(30):
        voting.rate(TestClient(app), "hafen", comment=f"Gut so, zum Mal {one}.")
    with database.transaction(app.state.engine) as session:
        for number in range(12):
            at = now - dt.timedelta(minutes=12 - number)
            ratings.cast(session, SECRET, builders.key_of(kai), a_submission(1), at)
        watch.look(session, now)


@pytest.fixture
def contexts(browser: Browser, server: str) -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def enter(
    app: FastAPI, browser: Browser, server: str, stack: ExitStack, role: str = "pruefung", unit: str = "", script: bool = True
) -> Page:
    context: BrowserContext = stack.enter_context(browser.new_context(base_url=server, java_script_enabled=script, locale="de-DE"))
    page = context.new_page()
    page.goto(a_link(app, role, "Ada", unit))
    page.get_by_role("button", name="Anmelden").click()
    page.wait_for_url("**/pruefung")
    return page


def test_a_reviewer_keeps_the_place_in_the_list(app: FastAPI, browser: Browser, server: str, contexts: ExitStack) -> None:
    page = enter(app, browser, server, contexts, script=False)
    page.goto("/pruefung/kommentare")
    following = page.locator(".remarks > li").nth(15).locator(".written")
    words = following.inner_text()
    page.get_by_role("button", name="Freigeben").nth(14).click()
    page.wait_for_url("**#weiter")
    expect(page.locator("#weiter")).to_contain_text("Über 1 Kommentar ist entschieden")
    expect(page.locator("#weiter")).to_be_focused()
    expect(page.get_by_text(words, exact=True)).to_be_in_viewport()
    for _ in ("tick", "project", "release"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**getan=1**")
    expect(page.locator(".count")).to_contain_text("28 Kommentare")


def test_many_are_decided_on_from_the_foot_of_the_window(app: FastAPI, browser: Browser, server: str, contexts: ExitStack) -> None:
    page = enter(app, browser, server, contexts, script=False)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/pruefung/kommentare")
    for number in (3, 4):
        page.locator("[name=comment][type=checkbox]").nth(number).check()
    dock = page.get_by_text("Für alle mit Haken entscheiden")
    expect(dock).to_be_in_viewport()
    dock.click()
    page.locator(".docked").get_by_label("Freigeben").check()
    page.get_by_role("button", name="Für alle gewählten entscheiden").click()
    expect(page.locator("#weiter")).to_contain_text("Über 2 Kommentare ist entschieden")


def test_what_has_the_focus_is_never_behind_the_foot(app: FastAPI, browser: Browser, server: str, contexts: ExitStack) -> None:
    page = enter(app, browser, server, contexts)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/pruefung/kommentare")
    page.locator("[name=comment][type=checkbox]").first.focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        page.wait_for_function(IN_FRONT, timeout=3000)


def test_a_burst_is_understood_and_let_count_with_one_click(app: FastAPI, browser: Browser, server: str, contexts: ExitStack) -> None:
    page = enter(app, browser, server, contexts, script=False)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/pruefung/haeufungen")
    page.get_by_role("link", name="Bänke am Kai").click()
    expect(page.get_by_text("18 Stimmen warten.")).to_be_in_viewport()
    expect(page.get_by_text("Öffentlich steht der letzte Stand")).to_be_in_viewport()
    page.get_by_role("link", name="Zur Entscheidung").click()
    button = page.get_by_role("button", name="Alle 18 Stimmen zählen lassen")
    expect(button).to_be_in_viewport()
    button.click()
    expect(page.get_by_role("status")).to_contain_text("Der Fall ist geschlossen")
    expect(page.get_by_text("Alle Stimmen freigegeben: 18 Stimmen – Ada")).to_be_visible()


def test_no_card_spills_over_its_edge_or_over_two_sheets(app: FastAPI, browser: Browser, server: str, contexts: ExitStack) -> None:
    page = enter(app, browser, server, contexts)
    page.goto("/pruefung/karten")
    page.get_by_label("Projekt").select_option("kai")
    page.get_by_label("Ort").fill("Bürgerfest")
    page.get_by_label("Tag").fill("2026-12-05")
    page.get_by_label("Wie viele?").fill("13")
    page.get_by_role("button", name="Karten machen").click()
    expect(page.locator(".cards-sheet code")).to_have_count(13)
    assert is_fine(page)
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 3
    page.set_viewport_size({"width": 718, "height": 1047})
    page.emulate_media(media="print")
    assert page.evaluate(OVERFULL) == 0
    expect(page.get_by_role("heading", level=1)).to_be_hidden()


@pytest.mark.parametrize("colours", ["light", "dark", "contrast"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_rooms_are_accessible_and_fit(
    app: FastAPI, browser: Browser, server: str, contexts: ExitStack, width: int, colours: str
) -> None:
    page = enter(app, browser, server, contexts)
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if colours == "dark" else "light", forced_colors="active" if colours == "contrast" else "none")
    for path in ("", "/kommentare", "/haeufungen", "/haeufungen/1", "/karten", "/ich"):
        page.goto(f"/pruefung{path}")
        assert is_fine(page), path


@pytest.mark.parametrize("width", [320, 1280])
def test_what_a_partner_meets_is_accessible_and_fits(app: FastAPI, browser: Browser, server: str, contexts: ExitStack, width: int) -> None:
    page = enter(app, browser, server, contexts, "partner", "Tiefbauamt")
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("", "/antworten", "/kommentare"):
        page.goto(f"/pruefung{path}")
        assert is_fine(page), path
