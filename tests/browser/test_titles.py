"""Titles on a phone: a word stays whole where it fits beside the edge of a card, with letters twice as large too."""

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser

from datasets import database
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BROKEN = """() => [...document.querySelectorAll('.card h3 a')].flatMap(one => {
    const text = one.firstChild, words = [...text.data.matchAll(/[\\p{L}\\p{N}]+/gu)], range = document.createRange();
    return words.filter(word => {
        range.setStart(text, word.index); range.setEnd(text, word.index + word[0].length);
        return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1;
    }).map(word => word[0]);
})"""
"""Words of titles that stand on two lines."""


@pytest.mark.parametrize("path", ["/projekte", "/en/projekte"])
@pytest.mark.parametrize(("size", "title"), [("100%", "Sicherheitsevaluierung von Rechnern"), ("200%", "Straßen der Innenstadt")])
def test_words_of_titles_are_whole_on_a_phone(app: FastAPI, browser: Browser, server: str, path: str, size: str, title: str) -> None:
    with database.transaction(app.state.engine) as session:
        builders.a_project(session, slug="titel", title=title)
    with browser.new_context(base_url=server, viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        page.goto(path)
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        assert page.locator(".card h3 a").inner_text() == title
        assert page.evaluate(BROKEN) == []
