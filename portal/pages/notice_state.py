"""What came of a notice: its state and the answer, for whoever has the receipt code."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from datasets.errors import NotFound
from datasets.tables.types import now
from feedback.tables.notices import Notice
from feedback.trust import limits, network
from feedback.voices import notices
from portal.deps import Conf, Db
from portal.fields import Fields
from portal.language import gettext as _
from portal.pages import notice_words
from portal.pages.letters import SPENT
from portal.pages.voters import FAILURES, HOUR
from portal.render import never_kept, page

router = APIRouter(include_in_schema=False)

KIND = "notice-code"
"""As which kind of attempt a wrong code is counted."""


@router.get("/melden/stand")
def ask(request: Request) -> Response:
    """The field for a receipt code."""
    return _page(request, None)


@router.post("/melden/stand")
def tell(request: Request, db: Db, settings: Conf, fields: Fields) -> Response:
    """State and answer. A wrong code is counted, so it is a page and no exception."""
    prefix = network.prefix_of(request.state.client)
    if limits.attempts(db, KIND, prefix, now(), HOUR) >= FAILURES:
        return never_kept(_page(request, None, SPENT, _("Zu viele falsche Codes aus Ihrem Netz. Bitte warten Sie eine Stunde.")))
    try:
        return never_kept(_page(request, notices.by_code(db, settings.secret(), fields.get("code", ""))))
    except NotFound:
        limits.note(db, KIND, prefix, now())
        return never_kept(_page(request, None, 404, _("Zu diesem Code gibt es keine Meldung. Bitte prüfen Sie ihn.")))


def _page(request: Request, notice: Notice | None, status: int = 200, complaint: str = "") -> Response:
    errors = {"code": complaint} if complaint else {}
    return page(request, "notice_state.html", None, status, notice=notice, errors=errors, words=notice_words)
