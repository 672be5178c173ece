"""Supporting an idea with one click, and taking that back."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from datasets.errors import BadQuestion, NotFound, Refused
from datasets.tables.types import now
from feedback.trust import network, stamp, token
from feedback.voices import ideas
from portal.deps import Conf, Db
from portal.fields import Fields
from portal.language import gettext as _
from portal.language import link
from portal.pages.letters import SPENT
from portal.render import never_kept, page

router = APIRouter(include_in_schema=False)

PATH = "/ideen/unterstuetzen"
FORM = "support"
"""What the form's stamp is for."""


@router.get(PATH)
def back(request: Request) -> Response:
    """Who reads the address of the answer anew is led to the list."""
    return RedirectResponse(link("/ideen", request.state.language), 303)


@router.post(PATH)
def support(request: Request, db: Db, settings: Conf, fields: Fields) -> Response:
    """One voice per browser and idea; the answer sets the cookie that makes it one, and can take it back."""
    try:
        believed = stamp.read(settings.secret(), FORM, fields.get(stamp.FIELD, ""), now())
        mine = token.known(request.cookies.get(token.COOKIE)) or token.fresh(settings.secret(), believed.nonce)
        return _answer(request, db, settings.secret(), fields, mine)
    except BadQuestion:
        return _refused(
            request, 422, _("Die Seite war zu lange offen. Bitte gehen Sie zurück, laden Sie sie neu und versuchen Sie es noch einmal.")
        )
    except Refused:
        return _refused(request, SPENT, _("Aus Ihrem Netz kamen heute schon viele Stimmen für diese Idee. Bitte versuchen Sie es morgen."))


def _refused(request: Request, status: int, why: str) -> Response:
    return never_kept(page(request, "idea_support.html", None, status, idea=None, taken=False, why=why))


def _answer(request: Request, db: Session, secret: bytes, fields: dict[str, str], mine: str) -> Response:
    number, taken = _number(fields.get("idee", "")), fields.get("action") == "back"
    if taken:
        idea = ideas.take_back(db, secret, number, mine)
    else:
        idea = ideas.support(db, secret, number, mine, network.prefix_of(request.state.client))
    answer = page(request, "idea_support.html", idea=idea, taken=taken, why="")
    secure = request.url.scheme == "https"
    answer.set_cookie(token.COOKIE, mine, max_age=token.DAYS * 86400, path="/", secure=secure, httponly=True, samesite="lax")
    return never_kept(answer)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotFound("There is no such idea.")
    return int(text)
