"""The thanks after a rating: a page that is drawn once and kept; only the code in it is another for everybody."""

import datetime as dt
import secrets
from typing import Any
from weakref import WeakKeyDictionary

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from datasets.register.projects import Named
from datasets.register.scores import Published
from datasets.tables.types import now
from feedback.trust import token
from feedback.voices import ratings
from feedback.voices.submission import Cast
from portal.render import VARY, asked_by_htmx, never_kept, page, site

CODE = f"code-{secrets.token_hex(12)}"
"""Stands for the code in a kept page; nobody can know it."""

MOST = 256
"""Kept pages, of a few kilobytes each."""

_kept: WeakKeyDictionary[FastAPI, dict[tuple[object, ...], list[bytes]]] = WeakKeyDictionary()
"""The parts between which the code stands."""


def thanks(request: Request, named: Named, cast: Cast, score: Published | None, stranger: bool = False) -> HTMLResponse:
    """The answer to a rating. ``score`` is the published one of the project's main question; a ``stranger`` does not know the project."""
    until = (now() + ratings.KEEPS).date()
    shown = ("", "") if score is None else (score.state, score.figures.get("snapshot_sha256"))
    key = (request.state.language, asked_by_htmx(request), site(request), named, cast.status, stranger, until, *shown)
    pages = _kept.setdefault(request.app, {})
    if key not in pages:
        if len(pages) >= MOST:
            pages.clear()
        said = {"standing": cast.status, "stranger": stranger}
        pages[key] = _drawn(request, named, said, until, score)
    return never_kept(HTMLResponse(token.grouped(cast.code).encode().join(pages[key]), headers={"Vary": VARY}))


def _drawn(request: Request, named: Named, said: dict[str, Any], until: dt.date, score: Published | None) -> list[bytes]:
    answer = page(request, "rating_thanks.html", "rating", project=named, until=until, score=score, code=CODE, **said)
    return bytes(answer.body).split(CODE.encode())
