"""What changed between two releases of a dataset, as a page: rows that came and went, cells with what they were and are."""

from itertools import islice
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from datasets import history
from datasets.catalogue import Edition
from datasets.formats import index
from datasets.formats.differences import changed_cells, differences, only_in
from datasets.formats.layout import Schema
from portal.api.downloads import edition_of
from portal.convertors import RELEASE, register
from portal.deps import Conf, ReadDb
from portal.language import gettext as _
from portal.language import link, localized
from portal.pages import cells, preview
from portal.pages.questions import number
from portal.render import page

register()
router = APIRouter(include_in_schema=False)

SIZE = 50
"""Rows or cells of a page."""


@router.get("/daten/{slug}/vergleich")
def choose(slug: str, von: str = "", bis: str = "") -> Response:
    """Where the form that chooses two releases leads."""
    chosen = all(RELEASE.fullmatch(name) for name in (von, bis)) and von != bis
    return RedirectResponse(link(f"/daten/{slug}/{von}..{bis}" if chosen else f"/daten/{slug}") + ("" if chosen else "#ausgaben"), 303)


@router.get("/daten/{slug}/{first:release}..{second:release}")
def show(request: Request, db: ReadDb, settings: Conf, slug: str, first: str, second: str, art: str = "", seite: str = "") -> HTMLResponse:
    """Counts of all, and one page of what was changed, added or removed."""
    old, new = edition_of(request, slug, first), edition_of(request, slug, second)
    before, after = (settings.releases / slug / edition.name / "index.sqlite" for edition in (old, new))
    names = [past.name for past in history.past(db, slug) if past.is_there]
    columns, table = _columns(old, new), _table(before, after, art, number(seite))
    return page(request, "difference.html", slug=slug, old=old, new=new, names=names, columns=columns, **table)


def _table(before: Path, after: Path, asked: str, at: int) -> dict[str, Any]:
    """Counts of all kinds, and a page of the one that is asked for, else of the first that there is."""
    found = differences(before, after)
    counts = {"geaendert": found.changed, "neu": found.added, "entfernt": found.gone}
    kind = asked if asked in counts else next((name for name, count in counts.items() if count), "geaendert")
    rows = _changed(before, after, at) if kind == "geaendert" else _rows(*((after, before) if kind == "neu" else (before, after)), at)
    return {
        "counts": counts,
        "unchanged": found.unchanged,
        "kind": kind,
        "words": {"geaendert": _("Geändert"), "neu": _("Neu"), "entfernt": _("Entfernt")},
        "table": {**rows, "rows": rows["rows"][:SIZE], "more": len(rows["rows"]) > SIZE, "page": at},
    }


def _changed(before: Path, after: Path, at: int) -> dict[str, Any]:
    columns = {column.name: column for column in index.read_schema(after).columns}
    found = islice(changed_cells(before, after), (at - 1) * SIZE, at * SIZE + 1)
    rows = [
        (one.key, localized(columns[one.column].title), *(cells.shown(columns[one.column], value) or "–" for value in (one.old, one.new)))
        for one in found
    ]
    return {"heads": [_("Zeile"), _("Spalte"), _("Vorher"), _("Nachher")], "rows": [[("", text, "") for text in row] for row in rows]}


def _rows(path: Path, other: Path, at: int) -> dict[str, Any]:
    schema: Schema = index.read_schema(path)
    found = [row for _key, row in islice(only_in(path, other), (at - 1) * SIZE, at * SIZE + 1)]
    return {"heads": [localized(column.title) for column in schema.columns], "rows": preview.laid_out(schema.columns, found)}


def _columns(old: Edition, new: Edition) -> tuple[list[str], list[str]]:
    """Columns that came and that went."""
    before, after = ({column.name: localized(column.title) for column in edition.record.columns} for edition in (old, new))
    return [after[name] for name in after if name not in before], [before[name] for name in before if name not in after]
