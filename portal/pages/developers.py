"""For developers: the first call, code per dataset, what can be relied on, and a page per error."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from datasets.errors import NotFound
from datasets.settings import Settings
from portal import prose
from portal.api.described import GROUPS
from portal.deps import Conf, catalogue_view
from portal.faults import FAULTS
from portal.language import gettext, localized
from portal.limits import SPAN
from portal.numbers import format_number
from portal.pages.snippets import snippets
from portal.pages.texts import TEXTS, words
from portal.render import page, site

router = APIRouter(include_in_schema=False)

FIRST = "projekte"
"""The dataset whose code is shown until another is chosen."""


@router.get("/entwickler")
def show(request: Request, settings: Conf, datensatz: str = FIRST) -> HTMLResponse:
    """Code for one dataset and what holds for all."""
    text = prose.read((TEXTS,), "entwickler", _facts(request, settings))
    # The heading stands above the code, the text below it.
    body = text.html.partition("</h1>")[2]
    return page(request, "developers.html", title=text.title, body=body, language_of_text=text.language, **_choice(request, datensatz))


@router.get("/entwickler/fehler/{name}")
def fault(request: Request, settings: Conf, name: str) -> HTMLResponse:
    """What an error means and what to do."""
    if name not in FAULTS:
        raise NotFound(f"There is no kind of error called {name}.")
    text = prose.read((TEXTS / "fehler",), name, _facts(request, settings))
    return page(request, "fault.html", text=text, fault=FAULTS[name], faults=list(FAULTS.values()))


def _choice(request: Request, wanted: str) -> dict[str, Any]:
    """Code for the dataset that is wanted, and what else the page lists."""
    entries = catalogue_view(request).entries
    chosen = next((slug for slug in (wanted, FIRST, *entries) if slug in entries), FIRST)
    return {
        "choices": [(slug, localized(entry.title)) for slug, entry in entries.items()],
        "chosen": chosen,
        "snippets": snippets(site(request), chosen),
        "groups": [(name, gettext(about)) for name, about in GROUPS.items()],
        "faults": list(FAULTS.values()),
    }


def _facts(request: Request, settings: Settings) -> dict[str, Any]:
    return words(request, settings) | {"limit": format_number(settings.requests_per_minute), "span": str(SPAN)}
