"""A question to the rows of a dataset as a page: the form, the answer as a table, and the same question for programs."""

from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from datasets import aggregates, datastore
from datasets.errors import BadQuestion
from datasets.formats.cells import Value
from datasets.records import Column
from portal import asking
from portal.api.downloads import edition_of, on_shelf
from portal.api.queries import columns_of
from portal.api.query import Query, read
from portal.convertors import register
from portal.deps import Conf
from portal.language import gettext as _
from portal.language import link, localized
from portal.pages import asked_form, preview
from portal.pages.questions import number
from portal.render import asked_by_htmx, entered, page
from portal.threads import count

register()
router = APIRouter(include_in_schema=False)

SIZE = 50
KINDS = ("csv", "json", "jsonl", "parquet")
OWN = {asked_form.MARK, "seite"}


@router.get("/daten/{slug}/abfrage")
async def show(request: Request, settings: Conf, slug: str) -> Response:
    """A question to the current release; htmx gets only the block ``answer``."""
    return await count(_page, request, settings.releases, slug, "")


@router.get("/daten/{slug}/{release:release}/abfrage")
async def show_release(request: Request, settings: Conf, slug: str, release: str) -> Response:
    """The same question to one release."""
    return await count(_page, request, settings.releases, slug, release)


def _page(request: Request, releases: Path, slug: str, release: str) -> Response:
    edition = edition_of(request, slug, release or on_shelf(request, slug).release)
    columns = datastore.schema(releases / slug / edition.name / "index.sqlite").columns
    path = f"/daten/{slug}/{release}/abfrage" if release else f"/daten/{slug}/abfrage"
    pairs = [(name, value) for name, value in request.query_params.multi_items() if value.strip()]
    if asked_form.MARK in dict(pairs):
        # Not ``pairs``: lines of the form belong together by their places, the empty ones too.
        pairs = asked_form.question_of(request.query_params.multi_items(), columns)
        if not asked_by_htmx(request):
            return RedirectResponse(link(asking.address(path, pairs)) + "#antwort", 303)
    at = number(dict(pairs).get("seite", ""))
    pairs = [pair for pair in pairs if pair[0] not in OWN]
    table = _table(request, releases, (slug, release), pairs, at)
    answer = page(
        request,
        "query.html",
        "answer",
        422 if table["wrong"] else 200,
        slug=slug,
        edition=edition,
        pinned=bool(release),
        path=path,
        address=asking.address(path, pairs),
        form=asked_form.shown(pairs, columns),
        table=table | {"page": at},
        kinds=KINDS,
        query=asking.address("", pairs),
    )
    if asked_by_htmx(request):
        entered(answer, link(asking.address(path, pairs)))
    return answer


def _table(request: Request, releases: Path, where: tuple[str, str], pairs: asking.Pairs, at: int) -> dict[str, Any]:
    """The answer as texts; ``wrong`` names the parameter that cannot be answered, ``why`` says what to do."""
    slug, release = where
    paged = [pair for pair in pairs if pair[0] not in {"limit", "offset", "after", "total"}]
    try:
        asked = read(request, releases, slug, release, "json", [*paged, ("limit", str(SIZE)), ("offset", str((at - 1) * SIZE))])
        columns, rows, total = _answer(asked)
    except BadQuestion as error:
        return {"wrong": error.field or "q", "why": _advice(error), "heads": [], "rows": [], "total": 0, "pages": 1}
    return {
        "wrong": "",
        "why": "",
        "heads": [(localized(column.title), preview.attribute(column)) for column in columns],
        "rows": preview.laid_out(columns, rows),
        "total": total,
        "pages": max(1, -(-total // SIZE)),
    }


def _answer(asked: Query) -> tuple[list[Column], list[Any], int]:
    if asked.grouping is not None:
        found = aggregates.grouped(asked.folder, asked.slug, asked.question, asked.grouping)
        return list(found.columns), [_rounded(found.columns, row) for row in found.rows], found.total
    answer = datastore.answer(asked.index, asked.question)
    return columns_of(asked), answer.rows, answer.total or 0


def _rounded(columns: tuple[Column, ...], row: tuple[Value, ...]) -> list[Value]:
    """Means with two decimals: people read them; the files have all their digits."""
    named = zip(columns, row, strict=True)
    return [round(cell, 2) if column.name.startswith("mean_") and isinstance(cell, float) else cell for column, cell in named]


def _advice(error: BadQuestion) -> str:
    """What to do, in the language that is spoken; the sentence of the error is for programs."""
    advice = {
        "aggregate": _("Summe und Mittelwert gibt es nur für Spalten mit Zahlen."),
        "sort": _("Sortieren lässt sich nach Spalten der Antwort: bei Gruppen nach den Gruppen und ihren Zahlen."),
        "group": _("Nach höchstens fünf Spalten lässt sich zusammenfassen, jede einmal."),
    }
    return advice.get(error.field) or _("Schreiben Sie Zahlen wie 1234,5 und Tage wie 31.05.2026; „enthält“ passt zu Texten und Tagen.")
