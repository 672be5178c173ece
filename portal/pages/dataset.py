"""The page of a dataset, now or in an older release: what it is, its rows, columns, releases, files and code."""

from itertools import pairwise
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from datasets import datastore, history
from datasets.catalogue import Edition
from datasets.database import reading
from datasets.errors import BadQuestion
from datasets.formats.cells import Value
from datasets.records import Column
from datasets.vocabularies import citation, ckan
from datasets.vocabularies.licences import licence
from datasets.vocabularies.themes import theme
from portal import asking
from portal.api.citations import cited
from portal.api.downloads import edition_of, on_shelf
from portal.convertors import register
from portal.deps import Conf
from portal.language import gettext as _
from portal.language import link, localized
from portal.pages import asked_form, cells, dataset_metadata, dataset_words, preview
from portal.pages.questions import number
from portal.pages.snippets import snippets
from portal.render import asked_by_htmx, entered, page, site
from portal.threads import count

register()
router = APIRouter(include_in_schema=False)

SIZE = 20
RELEASES = 10
SUFFIXES = {"string": "__contains", "date": "__contains", "datetime": "__contains"}
"""How a column is filtered on the page: texts and days by a part, the others by their value."""


@router.get("/daten/{slug}")
async def show(request: Request, settings: Conf, slug: str) -> HTMLResponse:
    """The current release; htmx gets only the block ``rows``."""
    return await count(_page, request, settings.releases, slug, "")


@router.get("/daten/{slug}/{release:release}")
async def show_release(request: Request, settings: Conf, slug: str, release: str) -> HTMLResponse:
    """One release; htmx gets only the block ``rows``."""
    return await count(_page, request, settings.releases, slug, release)


def _page(request: Request, releases: Path, slug: str, release: str) -> HTMLResponse:
    entry = on_shelf(request, slug)
    edition = edition_of(request, slug, release or entry.release)
    path = f"/daten/{slug}/{release}" if release else f"/daten/{slug}"
    table = _table(request, releases / slug / edition.name / "index.sqlite", path)
    current = edition.name == entry.release
    rest = {} if asked_by_htmx(request) else _about(request, slug, edition, current)
    status = 422 if table["wrong"] else 200
    answer = page(request, "dataset.html", "rows", status, entry=entry, edition=edition, current=current, table=table, **rest)
    if asked_by_htmx(request):
        entered(answer, link(table["address"]))
    return answer


def _about(request: Request, slug: str, edition: Edition, current: bool) -> dict[str, Any]:
    """What stands around the rows."""
    with reading(request.app.state.engine) as session:
        past = history.past(session, slug, RELEASES + 1)
    return {
        "record": edition.record,
        "terms": licence(edition.record.licence),
        "theme": theme,
        "words": dataset_words,
        "past": past[:RELEASES],
        "cite": {"apa": citation.apa(cited(request, slug, edition)), "bibtex": citation.bibtex(cited(request, slug, edition))},
        "names": [one.name for one in past if one.is_there],
        "form": asked_form.shown([], edition.record.columns),
        "pairs": _before([one.name for one in past if one.is_there]),
        "resources": ckan.resource_files(edition, slug),
        "snippets": snippets(site(request), slug),
        "structured": dataset_metadata.structured(request, slug),
        "grants": dataset_metadata.grants(request, slug, edition) if current else None,
        "quality": dataset_metadata.quality_of(request, slug, edition) if current else {},
    }


def _before(names: list[str]) -> dict[str, str]:
    """Each release with the one before it, among those that can be had."""
    return dict(pairwise(names))


def _table(request: Request, index: Path, path: str) -> dict[str, Any]:
    """Rows as texts with all that the table's head needs; ``wrong`` names the parameter that cannot be answered."""
    schema = datastore.schema(index)
    pairs = [(name, value) for name, value in request.query_params.multi_items() if value.strip()]
    asked = _asked(pairs, schema.columns)
    at = number(dict(pairs).get("seite", ""))
    rows, total, wrong = _answer(index, schema.columns, asked, at)
    return {
        "heads": [_head(column, path, asked) for column in schema.columns],
        "rows": preview.laid_out(schema.columns, rows),
        "total": total,
        "whole": schema.rows,
        "wrong": wrong,
        "q": dict(asked).get("q", ""),
        "sort": dict(asked).get("sort", ""),
        "filtered": any(name != "sort" for name, _value in asked),
        "page": at,
        "pages": max(1, -(-total // SIZE)),
        "path": path,
        "address": asking.address(path, pairs),
        "base": asking.address(path, [pair for pair in pairs if pair[0] != "seite"]),
        "query": asking.address("", asked).removeprefix("?"),
    }


def _answer(index: Path, columns: tuple[Column, ...], asked: asking.Pairs, at: int) -> tuple[list[tuple[Value, ...]], int, str]:
    """The rows of one page and how many fit in all; or none, and the name of what is wrong with the question."""
    try:
        question = asking.question([*asked, ("offset", str((at - 1) * SIZE))], columns, SIZE, SIZE, only_known=False)
        answer = datastore.answer(index, question)
    except BadQuestion as error:
        return [], 0, error.field or "q"
    return answer.rows, answer.total or 0, ""


def _asked(pairs: asking.Pairs, columns: tuple[Column, ...]) -> asking.Pairs:
    """What is asked, as the datastore reads it; names that mean nothing here are left out."""
    known = {column.name: column for column in columns}
    kept = [(name, value) for name, value in pairs if name in {"q", "sort"}]
    for name, value in pairs:
        meant = asking.split(name, set(known)) if name not in asking.RESERVED else None
        if meant is not None:
            kept.append((name, cells.typed(known[meant[0]], value)))
    return kept


def _head(column: Column, path: str, asked: asking.Pairs) -> dict[str, Any]:
    """A column's head: its filter, and the link that sorts by it, then the other way round, then no more."""
    suffix = SUFFIXES.get(column.type, "__eq" if column.name in asking.RESERVED else "")
    given, title = dict(asked), localized(column.title)
    direction = {column.name: "ascending", f"{column.name} desc": "descending"}.get(given.get("sort", ""), "")
    following = {"": column.name, "ascending": f"{column.name} desc", "descending": None}[direction]
    return {
        "title": title,
        "label": _("Filter für %(column)s") % {"column": title},
        "attribute": preview.attribute(column),
        "is_boolean": column.type == "boolean",
        "name": column.name + suffix,
        "value": given.get(column.name + suffix, ""),
        "direction": direction,
        "href": link(asking.address(path, asked, sort=following)),
    }
