"""Programmes in a browser without script: closed ones are folded, and an address of one of them opens the fold."""

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, expect

from datasets.database import transaction
from datasets.tables.programmes import Programme
from tests.looking import is_fine

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PATH = "/foerderung/programme"


@pytest.fixture
def closed(app: FastAPI) -> int:
    """Twelve programmes, two of them closed; the number of the last."""
    given = {
        "source": "foerderprogramme",
        "dataset": "foerderprogramme",
        "funder": "Bund",
        "level": "bund",
        "source_url": "https://a.example/",
    }
    with transaction(app.state.engine) as session:
        rows = [Programme(key=str(one), title=f"Programm {one}", stated="closed" if one > 9 else "open", **given) for one in range(12)]
        session.add_all(rows)
        session.flush()
        return int(rows[-1].id or 0)


def test_an_address_of_a_folded_programme_opens_the_fold(browser: Browser, server: str, closed: int) -> None:
    with browser.new_context(base_url=server, java_script_enabled=False, viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        page.goto(PATH)
        expect(page.get_by_text("Programm 3", exact=True)).to_be_visible()
        expect(page.get_by_text("Programm 11", exact=True)).to_be_hidden()
        page.goto("about:blank")
        page.goto(f"{PATH}#programm-{closed}")
        expect(page.get_by_role("heading", name="Programm 11")).to_be_in_viewport()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_is_accessible_folded_and_open(browser: Browser, server: str, closed: int, width: int) -> None:
    with browser.new_context(base_url=server, viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.goto(PATH)
        assert is_fine(page)
        page.goto(f"{PATH}?stand=closed")
        page.get_by_text("Wer, wie viel, bis wann").last.click()
        assert is_fine(page)
