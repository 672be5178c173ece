"""CKAN's Action API: one table of actions, one route, one envelope."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic_core import to_json

from datasets.errors import BadQuestion, TooLong
from datasets.indexes import SECONDS
from portal.api import about, datastore, organizations, package_search, packages, terms
from portal.api.asked import Asked, Encoded, Unreadable, parameters
from portal.api.described import CKAN, described
from portal.api.refused import REFUSED, WRITING
from portal.api.shapes import Version
from portal.deps import catalogue_view
from portal.faults import FAULTS
from portal.problems import MEDIA_TYPE, bare, envelope
from portal.render import site
from portal.threads import count

router = APIRouter()

OWN: tuple[Callable[[Asked], Any], ...] = (
    about.site_read,
    about.status_show,
    about.help_show,
    packages.package_list,
    packages.package_show,
    package_search.package_search,
    packages.package_autocomplete,
    packages.current_package_list_with_resources,
    packages.package_activity_list,
    packages.recently_changed_packages_activity_list,
    packages.resource_show,
    packages.resource_view_list,
    organizations.organization_list,
    organizations.organization_show,
    organizations.group_list,
    organizations.group_show,
    terms.tag_list,
    terms.tag_show,
    terms.license_list,
    terms.format_autocomplete,
    datastore.datastore_search,
    datastore.datastore_info,
)
EMPTY = ("user_list", "vocabulary_list", "organization_list_for_user", "group_list_authz")
ACTIONS: dict[str, Callable[[Asked], Any]] = {
    **REFUSED,
    **dict.fromkeys(EMPTY, organizations.nothing),
    **{action.__name__: action for action in OWN},
}
SEARCHING = frozenset({"package_search"})
QUERY_PARTS = frozenset({"", "q", "sort"})
"""What a search index would refuse; no name stands for a parameter that it does not know."""
QUICK = frozenset({"datastore_search", "datastore_info"})
"""These ask an index on this machine's disk and nothing else: most are answered before a thread could begin."""
VERSIONED = described(CKAN, {"application/json": Version})
AT_ONCE = 0.01
"""Seconds for which all others may be kept waiting; what takes longer begins anew in a thread."""


@router.get("/api", openapi_extra=VERSIONED)
@router.get("/api/3", openapi_extra=VERSIONED)
def version() -> dict[str, int]:
    """The version of the interface."""
    return {"version": 3}


async def act(request: Request) -> Response:
    """Calls one action."""
    name = request.path_params["name"]
    if name not in ACTIONS:
        return bare(request, f"Action name not known: {name}")
    if name in WRITING and request.method == "GET":
        return bare(request, "JSON Error: Please use POST for this action.")
    try:
        given = await parameters(request)
    except Unreadable as error:
        return bare(request, str(error))
    if name in QUICK and request.app.state.shelf.is_fresh:
        try:
            return _answer(request, name, given, AT_ONCE)
        except TooLong:
            pass
    return await count(_answer, request, name, given)


for path in ("/api/action/{name}", "/api/3/action/{name}"):
    # A plain route: what FastAPI does for typed parameters, there being none, would double the time of a small answer.
    router.add_route(path, act, methods=["GET", "POST"], include_in_schema=False)


def _answer(request: Request, name: str, given: dict[str, Any], seconds: float = SECONDS) -> Response:
    asked = asked_by(request, given, seconds)
    try:
        result = ACTIONS[name](asked)
    except TooLong as error:
        if seconds < SECONDS:
            raise
        return _wrong(request, name, error)
    except BadQuestion as error:
        return _wrong(request, name, error)
    text = result if isinstance(result, Encoded) else to_json(result)
    help_text = to_json(f"{asked.base}/api/3/action/help_show?name={name}")
    return Response(b'{"help":%s,"success":true,"result":%s}' % (help_text, text), media_type=MEDIA_TYPE)


def asked_by(request: Request, given: dict[str, Any], seconds: float = SECONDS) -> Asked:
    """A call with all that an action may look at."""
    state = request.app.state
    return Asked(
        given=given,
        view=catalogue_view(request),
        base=site(request),
        engine=state.engine,
        releases=state.settings.releases,
        city=state.settings.city,
        query=request.scope["query_string"].decode("latin-1"),
        seconds=seconds,
        actions=ACTIONS,
    )


def _wrong(request: Request, name: str, error: BadQuestion) -> Response:
    if name in SEARCHING and error.field in QUERY_PARTS:
        # CKAN has other words for what is wrong with a search.
        return envelope(request, FAULTS["suche-unlesbar" if error.field else "unbekannter-parameter"], str(error))
    return envelope(request, FAULTS["zu-lange" if isinstance(error, TooLong) else "falsche-angabe"], str(error), error.field)
