"""Rating a project: the form comes in, thanks with the change code go out, or the form again with what is wrong."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from datasets.database import reading, transaction
from datasets.errors import BadQuestion
from datasets.register import projects, scores
from datasets.settings import Settings
from datasets.tables.types import now
from feedback.trust import network, stamp, token
from feedback.voices import cards, forms, ratings
from feedback.voices.intake import Receipt
from feedback.voices.submission import Submission
from portal import fields, threads
from portal.language import gettext as _
from portal.language import link
from portal.pages import project
from portal.pages.thanks import thanks
from portal.render import never_kept, page

router = APIRouter(include_in_schema=False)

LASTS = token.DAYS * 86400


async def rate(request: Request) -> Response:
    """Stores the rating. The same form sent twice is one rating and gets the same answer."""
    slug, sent = request.path_params["slug"], await fields.read(request)
    try:
        given = _submission(request, request.app.state.settings, slug, sent)
        if given.channel == cards.CHANNEL:
            receipt = await threads.count(_with_card, request, slug, given, sent[cards.FIELD])
        else:
            receipt = await asyncio.wrap_future(request.app.state.intake.cast(slug, given))
    except BadQuestion as error:
        return await threads.count(_again, request, slug, sent, error.field)
    answer = thanks(request, receipt.project, receipt.cast, receipt.score, given.form.familiarity == "no")
    if given.channel != cards.CHANNEL or not token.known(request.cookies.get(token.COOKIE)):
        # As set_cookie() writes it, which takes a tenth of a vote's time.
        secure = "; Secure" if request.scope["scheme"] == "https" else ""
        answer.headers["Set-Cookie"] = f"{token.COOKIE}={receipt.cast.token}; HttpOnly; Max-Age={LASTS}; Path=/; SameSite=lax{secure}"
    return answer


# The one form that many send at once: as Starlette's own route it is spared the analysis of what it depends on.
router.add_route("/projekte/{slug}/bewertung", rate, methods=["POST"], include_in_schema=False)


@router.get("/projekte/{slug}/bewertung")
@router.get("/projekte/{slug}/danke")
def back(request: Request, slug: str) -> Response:
    """Who reads the address of an answer anew is led to the form: the thanks were said, the code was shown."""
    return RedirectResponse(link(f"/projekte/{slug}#bewerten", request.state.language), 303)


def _with_card(request: Request, slug: str, given: Submission, typed: str) -> Receipt:
    """Uses up the card and casts the vote in one transaction of its own. Raises BadQuestion."""
    secret = request.app.state.settings.secret()
    with transaction(request.app.state.engine) as db:
        named = projects.named(db, slug)
        cards.admit(db, secret, named.id, typed, given.nonce)
        cast = ratings.cast(db, secret, named.id, given)
        known = scores.of_projects(db, [named.id], "overall")
    return Receipt(named, cast, known[0] if known else None)


def _submission(request: Request, settings: Settings, slug: str, sent: dict[str, str]) -> Submission:
    """Raises BadQuestion."""
    form = forms.read_form(sent, settings.city)
    believed = stamp.read(settings.secret(), f"rating/{slug}", sent.get(stamp.FIELD, ""), now())
    # A card is a vote of its own, whoever else has voted in this browser: at a stand or in a family one phone goes round.
    has_card = bool(sent.get(cards.FIELD, "").strip())
    return Submission(
        form=form,
        nonce=believed.nonce,
        token="" if has_card else token.known(request.cookies.get(token.COOKIE)),
        prefix=network.prefix_of(request.state.client),
        hurried=believed.hurried,
        trapped=bool(sent.get(token.TRAP, "").strip()),
        channel=cards.CHANNEL if has_card else "web",
    )


def _again(request: Request, slug: str, sent: dict[str, str], field: str) -> Response:
    """The page of the project with what was entered."""
    with reading(request.app.state.engine) as db:
        shown = project.shown(db, request.app.state.settings.city, slug)
    shown |= {"given": filled(sent), "errors": {anchor(field): complaint(field)}}
    return never_kept(page(request, project.template(request), "rating", 422, **shown))


def filled(sent: dict[str, str]) -> dict[str, str]:
    """The fields that are not empty: what the form's template takes as given."""
    return {name: value for name, value in sent.items() if value.strip()}


def anchor(field: str) -> str:
    """Where the summary of errors leads to: a stamp is nothing to see."""
    return "bewerten" if field == stamp.FIELD else field.partition("-")[0]


def complaint(field: str) -> str:
    """What is wrong with a field of the rating form, and what to do."""
    known = {
        "overall": _("Bitte beantworten Sie die Frage, wie viel das Projekt bringt."),
        "comment": _("Ihr Text ist zu lang. Bitte kürzen Sie ihn auf 600 Zeichen."),
        "karte-unknown": _("Diesen Code kennen wir für dieses Projekt nicht. Bitte prüfen Sie ihn, oder lassen Sie das Feld leer."),
        "karte-used": _("Dieser Code wurde schon benutzt. Er gilt einmal. Ohne Code können Sie auch abstimmen: Lassen Sie das Feld leer."),
        "karte-off": _("Dieser Code gilt nicht mehr. Ohne Code können Sie auch abstimmen: Lassen Sie das Feld leer."),
        stamp.FIELD: _("Das Formular war zu lange offen. Ihre Antworten sind noch da: Bitte schicken Sie sie noch einmal ab."),
    }
    return known.get(field) or _("Bitte wählen Sie eine der Antworten.")
