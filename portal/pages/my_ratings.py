"""A voter's own ratings: shown, changed, withdrawn, taken along or deleted, by change code or in the browser that sent them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from sqlmodel import Session

from datasets.errors import BadQuestion, NotFound
from datasets.settings import Settings
from feedback.trust import stamp, token
from feedback.voices import forms, mine, own_ideas, ratings
from feedback.voices.mine import Mine
from feedback.voices.own_ideas import Support
from portal.deps import Conf, Db, ReadDb
from portal.fields import Fields
from portal.language import gettext as _
from portal.pages import answers, comment_words, labels, my_ideas
from portal.pages.rating import complaint, filled
from portal.pages.voters import HOUR, TooMany, Voter, changed, voter
from portal.pages.voters import answers as fields_of
from portal.render import never_kept, page

router = APIRouter(include_in_schema=False)

PATH = "/meine-bewertungen"


@dataclass(frozen=True, slots=True)
class Visit:
    """One request about own ratings."""

    request: Request
    db: Session
    settings: Settings
    voter: Voter
    fields: dict[str, str]

    def supports(self) -> list[Support]:
        """The ideas that the browser supports; none where a code asks."""
        return [] if self.voter.code else own_ideas.supports(self.db, self.voter.secret, self.voter.cookie)


@router.get(PATH)
def show(request: Request, db: ReadDb, settings: Conf) -> Response:
    """The ratings of this browser, and the form for a code."""
    visit = Visit(request, db, settings, voter(request, settings.secret()), {})
    return _page(visit, visit.voter.all(db))


@router.post(PATH)
def act(request: Request, db: Db, settings: Conf, fields: Fields) -> Response:
    """Does what is asked, at once. What goes wrong is a page and no exception: a wrong code must be counted."""
    visit = Visit(request, db, settings, voter(request, settings.secret(), fields.get("code", "").strip()), fields)
    try:
        chosen, proposal = _chosen(fields.get("action", "")), visit.voter.idea(db)
        return chosen(visit) if proposal is None else my_ideas.act(request, db, visit.voter, proposal, fields)
    except NotFound:
        return _page(visit, [], 404, errors={"code": _missing(visit.voter)})
    except TooMany:
        return _page(visit, [], 429, errors={"code": _("Zu viele falsche Codes aus Ihrem Netz. Bitte warten Sie eine Stunde.")})
    except BadQuestion as error:
        return _page(visit, [], 422, errors={"code": _wrong(error.field)})


def _chosen(action: str) -> Callable[[Visit], Response]:
    known = {"": _show, "show": _show, "change": _change, "withdraw": _withdraw, "export": _export, "delete": _delete}
    if action not in known:
        raise BadQuestion(f"{action} is no action.", "action")
    return known[action]


def _show(visit: Visit) -> Response:
    if not visit.voter.code and not visit.voter.cookie:
        raise BadQuestion("A change code is needed.", "code")
    return _page(visit, visit.voter.all(visit.db))


def _change(visit: Visit) -> Response:
    """With answers it changes them, the others stay; without any it shows the form."""
    found = mine.show(visit.db, visit.voter.rating(visit.db, visit.fields))
    new = changed(found, visit.fields)
    if not new:
        return _form(visit, found, fields_of(found))
    try:
        form = forms.read_form(new, visit.settings.city)
    except BadQuestion as error:
        return _form(visit, found, filled(new), {error.field: complaint(error.field)})
    ratings.change(visit.db, found.rating_id, form)
    return _page(visit, visit.voter.all(visit.db), done=_("Ihre Bewertung ist geändert."))


def _withdraw(visit: Visit) -> Response:
    ratings.withdraw(visit.db, visit.voter.rating(visit.db, visit.fields))
    return _page(visit, visit.voter.all(visit.db), done=_("Ihre Bewertung ist zurückgezogen. Sie zählt nicht mehr mit."))


def _delete(visit: Visit) -> Response:
    """One rating; without a project everything that this browser said."""
    if not visit.voter.code and not visit.fields.get("project"):
        visit.voter.prove(visit.fields)
        for one in visit.voter.all(visit.db):
            ratings.erase(visit.db, one.rating_id)
        own_ideas.erase_supports(visit.db, visit.voter.secret, visit.voter.cookie)
        answer = _page(visit, [], done=_("Alles aus diesem Browser ist gelöscht: Bewertungen, Kommentare und Unterstützungen."))
        answer.delete_cookie(token.COOKIE, path="/", httponly=True, samesite="lax")
        return answer
    ratings.erase(visit.db, visit.voter.rating(visit.db, visit.fields))
    left = [] if visit.voter.code else visit.voter.all(visit.db)
    return _page(visit, left, done=_("Ihre Bewertung ist gelöscht, mit allem, was dazu gespeichert war."))


def _export(visit: Visit) -> Response:
    """One rating, or all of this browser."""
    one = visit.voter.code or visit.fields.get("project")
    ids = [visit.voter.rating(visit.db, visit.fields)] if one else [found.rating_id for found in visit.voter.all(visit.db)]
    taken: dict[str, Any] = {"ratings": [mine.export(visit.db, rating_id) for rating_id in ids]}
    if not one:
        taken["supports"] = [{"idea": voice.number, "title": voice.title, "at": voice.at.isoformat()} for voice in visit.supports()]
    answer = JSONResponse(taken)
    answer.headers["Content-Disposition"] = 'attachment; filename="meine-bewertungen.json"'
    return never_kept(answer)


def _page(visit: Visit, found: list[Mine], status: int = 200, **said: Any) -> Response:
    shown = [(one, answers.words(one, visit.settings.city), answers.standing(one)) for one in found]
    answer = page(
        visit.request,
        "my_ratings.html",
        None,
        status,
        shown=shown,
        supports=visit.supports(),
        proof=_proof(visit),
        comment_words=comment_words,
        **{"done": "", "errors": {}} | said,
    )
    if status == 429:
        answer.headers["Retry-After"] = str(int(HOUR.total_seconds()))
    return never_kept(answer)


def _form(visit: Visit, found: Mine, given: dict[str, str], errors: dict[str, str] | None = None) -> Response:
    shown = {"mine": found, "given": given, "errors": errors or {}, "proof": _proof(visit), "labels": labels}
    return never_kept(page(visit.request, "my_rating_form.html", None, 422 if errors else 200, **shown))


def _proof(visit: Visit) -> dict[str, str]:
    """The hidden fields by which the next form may act."""
    if visit.voter.code:
        return {"code": visit.voter.code}
    if not visit.voter.cookie:
        return {}
    return {stamp.FIELD: visit.request.app.state.make_stamp(visit.voter.subject)}


def _missing(who: Voter) -> str:
    if who.code:
        return _("Zu diesem Code gibt es keine Bewertung. Bitte prüfen Sie ihn. Ein Code gilt 90 Tage.")
    return _("In diesem Browser gibt es diese Bewertung nicht mehr.")


def _wrong(field: str) -> str:
    known = {
        "code": _("Bitte geben Sie Ihren Code ein."),
        stamp.FIELD: _("Die Seite war zu lange offen. Bitte laden Sie sie neu und versuchen Sie es noch einmal."),
    }
    return known.get(field) or _("Diese Handlung gibt es nicht: Wählen Sie zeigen, ändern, zurückziehen, mitnehmen oder löschen.")
