"""page() and done(): templates become answers; the only place that knows the htmx headers."""

from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2_fragments.fastapi import Jinja2Blocks
from starlette.datastructures import URL

from datasets.settings import Settings
from portal import language, numbers, qr
from portal.compiled import Compiled
from portal.hole import stamp_field

TEMPLATES = Path(__file__).parent / "templates"
VARY = "HX-Request, HX-Request-Type"
Page = TypeVar("Page", bound=Response)

FILTERS = (
    numbers.format_number,
    numbers.format_share,
    numbers.format_euro,
    numbers.format_euro_short,
    numbers.format_date,
    numbers.format_moment,
    numbers.format_bytes,
    language.link,
    language.localized,
)


def page(request: Request, name: str, block: str | None = None, status: int = 200, **context: Any) -> HTMLResponse:
    """The whole page, or only ``block`` where htmx asked for a part."""
    language.speak(_language(request))
    whole = block is None or not asked_by_htmx(request)
    answer = templates().TemplateResponse(
        request, name, _surroundings(request) | context, status_code=status, block_name=None if whole else block
    )
    answer.headers["Vary"] = VARY
    return answer  # type: ignore[return-value]


def done(request: Request, name: str, block: str, url: str, **context: Any) -> Response:
    """The answer to a form that was accepted: the block for htmx, else a redirect to ``url`` in the same language."""
    if asked_by_htmx(request):
        return page(request, name, block, **context)
    return RedirectResponse(language.link(url, _language(request)), 303)


def never_kept(answer: Page) -> Page:
    """The same answer, which no cache may keep: it is for one person."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


def entered(answer: Response, url: str) -> None:
    """Says under which of our addresses htmx enters the answer into the history: shorter than what the form sent."""
    answer.headers["HX-Push-Url"] = url


def asked_by_htmx(request: Request) -> bool:
    """Whether htmx wants a part; with ``HX-Request-Type: full`` it wants the whole page."""
    return request.headers.get("hx-request") == "true" and request.headers.get("hx-request-type", "partial") != "full"


def _surroundings(request: Request) -> dict[str, Any]:
    """What layout.html needs on every page."""
    settings: Settings = request.app.state.settings
    path, query = request.scope["path"], request.scope["query_string"].decode("latin-1")
    return {
        "city": settings.city,
        "demo": settings.demo,
        "mails": settings.mail is not None,
        "path": path,
        "language": language.spoken(),
        "language_tag": language.TAGS[language.spoken()],
        "alternates": language.alternates(path, query, settings.city.languages),
        "site": site(request),
        "logo": request.app.state.logo,
        "stamp": stamp_field(request),
        "files": request.app.state.files,
    }


def _language(request: Request) -> str:
    # An error outside the language's own middleware has none.
    found: str = getattr(request.state, "language", "de")
    return found


def site(request: Request) -> str:
    """Scheme and host of this portal without a slash at the end: the setting, else the request's own."""
    settings: Settings = request.app.state.settings
    return settings.base_url or _asked(request.scope["scheme"], request.headers.get("host", ""), tuple(request.scope.get("server") or ()))


@lru_cache(maxsize=64)  # nearly every answer names it, and hardly ever another one
def _asked(scheme: str, host: str, server: tuple[Any, ...]) -> str:
    """Scheme and host as they were asked for, unless the host is no name of one."""
    headers = [(b"host", host.encode("latin-1"))] if host else []
    url = URL(scope={"scheme": scheme, "server": server or None, "path": "/", "headers": headers})
    return f"{url.scheme}://{url.netloc}"


@lru_cache(maxsize=1)
def templates() -> Jinja2Blocks:
    """One environment per process, which keeps its compiled templates."""
    return Jinja2Blocks(env=environment())


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Escapes everything, refuses unknown names, speaks through portal.language."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        bytecode_cache=Compiled(TEMPLATES, [Path(__file__), Path(numbers.__file__), Path(language.__file__)]),
    )
    made.install_gettext_callables(language.gettext, language.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters |= {function.__name__: function for function in FILTERS}
    made.globals |= {"link": language.link, "localized": language.localized, "qr": qr.qr}
    made.globals |= {"language_tags": language.TAGS, "language_keys": language.keys}
    return made
