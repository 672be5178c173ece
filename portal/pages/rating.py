"""Rating a project: the form comes in, thanks with the change code go out, or the form again with what is wrong."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from datasets.errors import BadQuestion
from datasets.records import Text
from datasets.register import projects, scores
from datasets.settings import Settings
from datasets.tables.projects import Project
from datasets.tables.types import now
from feedback.trust import network, stamp, token
from feedback.voices import forms, ratings
from feedback.voices.submission import Cast, Submission
from portal.deps import Conf, Db
from portal.fields import Fields
from portal.language import gettext as _
from portal.language import link
from portal.pages import project
from portal.render import never_kept, page

router = APIRouter(include_in_schema=False)


@router.post("/projekte/{slug}/bewertung")
async def rate(request: Request, fields: Fields, slug: str) -> Response:
    """Stores the rating. The same form sent twice is one rating and gets the same answer."""
    from anyio import CapacityLimiter, to_thread
    global L
    try: L
    except NameError: L = CapacityLimiter(int(__import__("os").environ.get("LIM","2")))
    return await to_thread.run_sync(_rate, request, request.app.state.settings, fields, slug, limiter=L)


def _rate(request, settings, fields, slug):
    from datasets.database import transaction
    with transaction(request.app.state.engine) as db:
        row = projects.find(db, slug)
        try:
            given = _submission(request, settings, slug, fields)
        except BadQuestion as error:
            return _again(request, db, settings, slug, fields, error.field)
        cast = ratings.cast(db, settings.secret(), row.id or 0, given)
        known = scores.of_projects(db, [row.id or 0], "overall")
    answer = _thanks(request, known, row, cast)
    _remember(answer, cast.token, request.url.scheme == "https")
    return answer


@router.get("/projekte/{slug}/bewertung")
@router.get("/projekte/{slug}/danke")
def back(request: Request, slug: str) -> Response:
    """Who reads the address of an answer anew is led to the form: the thanks were said, the code was shown."""
    return RedirectResponse(link(f"/projekte/{slug}#bewerten", request.state.language), 303)


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


def _thanks(request: Request, known, row: Project, cast: Cast) -> Response:
    shown: dict[str, Any] = {
        "slug": row.slug,
        "title": Text(de=row.title, en=row.title_en),
        "cast": cast,
        "code": token.grouped(cast.code),
        "until": now() + ratings.KEEPS,
        "score": known[0] if known else None,
    }
    return never_kept(page(request, "rating_thanks.html", "rating", **shown))


def _again(request: Request, db: Session, settings: Settings, slug: str, fields: dict[str, str], field: str) -> Response:
    """The page of the project with what was entered."""
    shown = project.shown(db, settings.city, slug) | {"given": filled(fields), "errors": {anchor(field): complaint(field)}}
    return never_kept(page(request, project.template(request), "rating", 422, **shown))


def _remember(answer: Response, value: str, secure: bool) -> None:
    answer.set_cookie(token.COOKIE, value, max_age=token.DAYS * 86400, path="/", secure=secure, httponly=True, samesite="lax")


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
