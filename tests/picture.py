"""``python -m tests.picture [ADDRESS]``: takes the picture of README.md from a running portal, as ``make demo`` starts it."""

import shutil
import sys

from playwright.sync_api import sync_playwright

from datasets.settings import ROOT
from tests.conftest import CHROMIUM, CHROMIUM_OPTIONS

FILE = ROOT / "portal" / "assets" / "start.png"


def main(address: str) -> None:
    """The start page as a screen of 1280 by 800 shows it."""
    found = next(path for name in CHROMIUM if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_OPTIONS)
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="de-DE")
        page.goto(address)
        page.screenshot(path=FILE)
        browser.close()


if __name__ == "__main__":
    main((sys.argv[1:] or ["http://127.0.0.1:8000/"])[0])
