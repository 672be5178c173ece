"""Rating a project: the form comes in, thanks with the change code go out, or the form again with what is wrong."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from datasets.database import reading, transaction
from datasets.errors import BadQuestion
from datasets.register import projects, scores
from datasets.settings import Settings
from datasets.tables.types import now
from feedback.trust import network, stamp, token
from feedback.voices import forms, ratings
from feedback.voices.submission import Submission
from portal import threads
from portal.fields import Fields
from portal.language import gettext as _
from portal.language import link
from portal.pages import project
from portal.pages.thanks import thanks
from portal.render import never_kept, page

router = APIRouter(include_in_schema=False)

LASTS = token.DAYS * 86400


@router.post("/projekte/{slug}/bewertung")
async def rate(request: Request, fields: Fields, slug: str) -> Response:
    """Stores the rating. The same form sent twice is one rating and gets the same answer."""
    return await threads.write(request.app.state.engine.dialect.name, _rate, request, fields, slug)


@router.get("/projekte/{slug}/bewertung")
@router.get("/projekte/{slug}/danke")
def back(request: Request, slug: str) -> Response:
    """Who reads the address of an answer anew is led to the form: the thanks were said, the code was shown."""
    return RedirectResponse(link(f"/projekte/{slug}#bewerten", request.state.language), 303)


def _rate(request: Request, fields: dict[str, str], slug: str) -> Response:
    engine, settings = request.app.state.engine, request.app.state.settings
    try:
        given = _submission(request, settings, slug, fields)
    except BadQuestion as error:
        with reading(engine) as db:
            return _again(request, db, settings, slug, fields, error.field)
    with transaction(engine) as db:
        named = projects.named(db, slug)
        cast = ratings.cast(db, settings.secret(), named.id, given)
        known = scores.of_projects(db, [named.id], "overall")
    answer = thanks(request, named, cast, known[0] if known else None)
    answer.set_cookie(token.COOKIE, cast.token, max_age=LASTS, secure=request.url.scheme == "https", httponly=True, samesite="lax")
    return answer


def _submission(request: Request, settings: Settings, slug: str, fields: dict[str, str]) -> Submission:
    """Raises BadQuestion."""
    form = forms.read_form(fields, settings.city)
    believed = stamp.read(settings.secret(), f"rating/{slug}", fields.get(stamp.FIELD, ""), now())
    return Submission(
        form=form,
        nonce=believed.nonce,
        token=token.known(request.cookies.get(token.COOKIE)),
        prefix=network.prefix_of(request.state.client),
        hurried=believed.hurried,
        trapped=bool(fields.get(token.TRAP, "").strip()),
    )


def _again(request: Request, db: Session, settings: Settings, slug: str, fields: dict[str, str], field: str) -> Response:
    """The page of the project with what was entered."""
    shown = project.shown(db, settings.city, slug) | {"given": filled(fields), "errors": {anchor(field): complaint(field)}}
    return never_kept(page(request, project.template(request), "rating", 422, **shown))


def filled(fields: dict[str, str]) -> dict[str, str]:
    """The fields that are not empty: what the form's template takes as given."""
    return {name: value for name, value in fields.items() if value.strip()}


def anchor(field: str) -> str:
    """Where the summary of errors leads to: a stamp is nothing to see."""
    return "bewerten" if field == stamp.FIELD else field


def complaint(field: str) -> str:
    """What is wrong with a field of the rating form, and what to do."""
    known = {
        "overall": _("Bitte beantworten Sie die Frage, wie viel das Projekt bringt."),
        "comment": _("Ihr Text ist zu lang. Bitte kürzen Sie ihn auf 600 Zeichen."),
        stamp.FIELD: _("Das Formular war zu lange offen. Ihre Antworten sind noch da: Bitte schicken Sie sie noch einmal ab."),
    }
    return known.get(field) or _("Bitte wählen Sie eine der Antworten.")
