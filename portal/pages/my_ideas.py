"""An idea of one's own, found by its code: shown, taken along, deleted."""

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from sqlmodel import Session

from datasets.errors import BadQuestion
from feedback.voices import own_ideas
from portal.language import gettext as _
from portal.pages import idea_words
from portal.pages.voters import Voter
from portal.render import never_kept, page


def act(request: Request, session: Session, voter: Voter, proposal: int, fields: dict[str, str]) -> Response:
    """Does with the idea what is asked. Raises BadQuestion for what can only be done with a rating."""
    action = fields.get("action", "")
    if action == "export":
        answer = JSONResponse({"ideas": [own_ideas.export(session, voter.secret, proposal)]})
        answer.headers["Content-Disposition"] = 'attachment; filename="meine-idee.json"'
        return never_kept(answer)
    if action == "delete":
        own_ideas.erase(session, proposal)
        said = _("Ihre Idee ist gelöscht, mit allem, was dazu gespeichert war. Ältere Ausgaben der offenen Daten ändern sich nicht.")
        return _page(request, voter, None, said)
    if action in {"", "show"}:
        return _page(request, voter, own_ideas.show(session, voter.secret, proposal))
    raise BadQuestion("An idea can be shown, taken along and deleted.", "action")


def _page(request: Request, voter: Voter, idea: own_ideas.OwnIdea | None, done: str = "") -> Response:
    return never_kept(page(request, "my_idea.html", idea=idea, code=voter.code, done=done, told=idea_words))
