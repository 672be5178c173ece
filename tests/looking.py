"""Looking at a page as an auditor does: violations found by axe, sideways scrolling, targets that are too small, squeezed buttons."""

import pytest
from playwright.sync_api import Page

from portal.assets import PACKAGES

AXE = PACKAGES / "node_modules" / "axe-core" / "axe.min.js"
RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
CHECK = f"axe.run(document, {{runOnly: {RULES}}}).then(done => done.violations.map(one => [one.id, one.nodes.map(node => node.html)]))"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll('main .kern-form-check, main button, main summary, main select, .desk a, .desk button')]
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 43.5).map(one => one.outerHTML)"""


NARROW = """() => [...document.querySelectorAll('main .kern-btn')]
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().width < 60).map(one => one.outerHTML)"""


def is_fine(page: Page) -> bool:
    """Fails with what is wrong."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed; run make setup")
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate(CHECK) == []
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(SMALL) == []
    assert page.evaluate(NARROW) == []
    return True
