"""The list of datasets: search, filters with their counts, order and pages, all of it in the address."""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from datasets import search
from datasets.database import reading
from datasets.shelf import Entry
from datasets.vocabularies.licences import licence
from datasets.vocabularies.themes import theme
from portal.deps import catalogue_view
from portal.language import gettext as _
from portal.language import localized
from portal.pages import dataset_words
from portal.pages.questions import Address, Option, number, options
from portal.render import page
from portal.threads import count

router = APIRouter(include_in_schema=False)

SIZE = 20
FILTERS = ("herkunft", "thema", "lizenz")


class Found(NamedTuple):
    """One page of the list."""

    items: list[Entry]
    total: int
    page: int
    pages: int


# Asynchronous, though it waits for nothing: others are sent to a thread.
async def _asked(*, q: str = "", herkunft: str = "", thema: str = "", lizenz: str = "", sort: str = "") -> Address:
    order = sort if sort in {"titel", "neu", "zeilen"} else ""
    return Address("/daten", (("q", q.strip()), ("herkunft", herkunft), ("thema", thema), ("lizenz", lizenz), ("sort", order)))


Asked = Annotated[Address, Depends(_asked)]


@router.get("/daten")
async def show(request: Request, asked: Asked, seite: str = "") -> HTMLResponse:
    """The list; htmx gets only the block ``hits``."""
    return await count(_show, request, asked, number(seite))


def _show(request: Request, asked: Address, at: int) -> HTMLResponse:
    entries = _entries(request, asked.of("q"))
    facets = _facets(asked, entries)
    found = _page(_sorted([entry for entry in entries if _fits(asked, entry)], asked.of("sort")), at)
    chosen = [(f"{legend}: {label}", href) for _name, legend, choices in facets for label, href, _count, active in choices if active]
    words: dict[str, Any] = {"words": dataset_words, "licence": licence}
    return page(request, "datasets.html", "hits", found=found, asked=asked, facets=facets, chosen=chosen, **words)


def _entries(request: Request, question: str) -> list[Entry]:
    """All datasets by title, or those that a question finds, the best first."""
    known = catalogue_view(request).entries
    if not question:
        return list(known.values())
    with reading(request.app.state.engine) as session:
        slugs = search.hits(session, "dataset", question, limit=max(len(known), 1))[0]
    return [known[slug] for slug in slugs if slug in known]


def _page(found: list[Entry], asked: int) -> Found:
    pages = max(1, -(-len(found) // SIZE))
    at = min(max(asked, 1), pages)
    return Found(found[(at - 1) * SIZE : at * SIZE], len(found), at, pages)


def _values(entry: Entry, name: str) -> tuple[str, ...]:
    """What a filter looks at."""
    if name == "thema":
        return entry.theme
    return (entry.origin,) if name == "herkunft" else (entry.licence,)


def _fits(asked: Address, entry: Entry, without: str = "") -> bool:
    return all(not asked.of(name) or asked.of(name) in _values(entry, name) for name in FILTERS if name != without)


def _sorted(entries: list[Entry], order: str) -> list[Entry]:
    """By title as they come, or as they were found."""
    if order == "neu":
        return sorted(entries, key=lambda entry: entry.released_at, reverse=True)
    if order == "zeilen":
        return sorted(entries, key=lambda entry: entry.rows, reverse=True)
    return entries


def _facets(asked: Address, entries: Iterable[Entry]) -> list[tuple[str, str, list[Option]]]:
    """Name, legend and options of each filter; counts are of what the other filters let through."""
    legends = {"herkunft": _("Herkunft"), "thema": _("Thema"), "lizenz": _("Lizenz")}
    made = []
    for name, legend in legends.items():
        counts = Counter(value for entry in entries if _fits(asked, entry, without=name) for value in _values(entry, name))
        made.append((name, legend, options(asked, name, counts.most_common(), _labels(name, counts))))
    return [(name, legend, choices) for name, legend, choices in made if choices]


def _labels(name: str, codes: Iterable[str]) -> dict[str, str]:
    if name == "herkunft":
        return dataset_words.origins()
    label = localized if name == "thema" else str
    named = {code: label(theme(code)) if name == "thema" else dataset_words.licence_name(licence(code)) for code in codes}
    return dict(sorted(named.items(), key=lambda pair: pair[1]))
