"""Notices and comments in numbers: by year what was reported and what was decided, told once a month and from five on."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from datasets.tables.types import now
from feedback.review import comments
from feedback.voices import notices
from portal.deps import ReadDb
from portal.language import gettext as _
from portal.pages import comment_words, notice_words
from portal.render import page

router = APIRouter(include_in_schema=False)

Line = tuple[str, list[int | None]]
"""What is counted, and the numbers year by year; None is not told: too small, or it would tell such a number."""

Years = Mapping[int, Mapping[str, int | None]]


@router.get("/transparenz/inhalte")
def show(request: Request, db: ReadDb) -> HTMLResponse:
    """Two tables; the newest year first. What happened in this month is told in the next."""
    month = now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    reported, decided = notices.yearly(db, month), comments.yearly(db, month)
    tables = [
        (_("Meldungen"), _newest(reported), _lines(reported, _reported())),
        (_("Entscheidungen über Kommentare"), _newest(decided), _lines(decided, _decided())),
    ]
    return page(request, "moderation.html", tables=tables, until=month)


def _newest(years: Years) -> list[int]:
    return sorted(years, reverse=True)


def _lines(years: Years, names: dict[str, str]) -> list[Line]:
    return [(label, [years[year].get(name) for year in _newest(years)]) for name, label in names.items()]


def _reported() -> dict[str, str]:
    kinds = {code: notice_words.kind(code) for code in ("error", "illegal")}
    grounds = {code: _("Grund: %(ground)s") % {"ground": label} for code, label in notice_words.grounds() if code}
    return kinds | grounds | {"handled": _("Beantwortet"), "days": _("Tage bis zur Antwort (Median)")}


def _decided() -> dict[str, str]:
    states = comment_words.states()
    reasons = {code: _("Grund: %(ground)s") % {"ground": label} for code, label in comment_words.reasons().items()}
    return {"shown": states["shown"], "hidden": states["hidden"]} | reasons
