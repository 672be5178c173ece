"""/openapi.json: the whole interface for programs, put together from the routes and actions that are running."""

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from pydantic_core import to_json

from datasets.settings import Settings
from portal.api import openapi_actions
from portal.api.described import GROUPS, OPERATION, Described, Json, Parameter, described
from portal.api.openapi_parts import LIMITED, Parts
from portal.headers import is_machine
from portal.render import site

router = APIRouter()

VERSION = "1.0"
"""Of the interface: the first number changes where a client could break, the second where something is added."""
ABOUT = (
    "Open data of {alliance}, without a key. Addresses last, releases never change. What is not said here is said by the "
    "documentation for people at {base}/entwickler; every error names the page that says what to do."
)


@router.get("/openapi.json", openapi_extra=described(OPERATION, {"application/json": dict[str, Any]}))
def description(request: Request) -> Response:
    """The description of the whole interface: OpenAPI 3.1, in English."""
    return Response(to_json(document(request.app, site(request))), media_type="application/json")


def document(app: FastAPI, base: str) -> Json:
    """The description of everything that the running app answers to programs."""
    settings: Settings = app.state.settings
    limited = LIMITED if settings.requests_per_minute else ()
    parts = Parts(limited)
    paths = openapi_actions.paths(parts)
    for route, about in described_routes(app):
        paths[route.path_format] = {"get": _operation(route, about, parts if is_machine(_sample(route, about)) else parts.without_limit())}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Mehrwert {settings.city.name}",
            "version": VERSION,
            "description": ABOUT.format(alliance=settings.city.alliance.en or settings.city.alliance.de, base=base),
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": base}],
        "externalDocs": {"url": f"{base}/en/entwickler", "description": "For developers"},
        "tags": [{"name": name, "description": text} for name, text in GROUPS.items()],
        "paths": dict(sorted(paths.items())),
        "components": parts.components(),
    }


def described_routes(app: FastAPI) -> Iterator[tuple[APIRoute, Described]]:
    """Every route that says what it takes and answers."""
    for router in app.state.routers:
        for route in router.routes:
            about = (route.openapi_extra or {}).get("described") if isinstance(route, APIRoute) else None
            if about is not None:
                yield route, about


def _operation(route: APIRoute, about: Described, parts: Parts) -> Json:
    return {
        "tags": [about.group],
        "summary": route.description.split("\n", 1)[0],
        "operationId": f"{route.endpoint.__module__.rpartition('.')[2]}_{route.endpoint.__name__}_{_last(route.path_format)}",
        "parameters": [_parameter(one, route) for one in about.parameters],
        "responses": _answers(about, parts),
    }


def _sample(route: APIRoute, about: Described) -> str:
    """An address as it could be asked for."""
    return route.path_format.format(**{one.name: one.example or "x" for one in about.parameters})


def _last(path: str) -> str:
    return "".join(sign if sign.isalnum() else "_" for sign in path.strip("/"))


def _parameter(one: Parameter, route: APIRoute) -> Json:
    in_path = f"{{{one.name}}}" in route.path_format
    made = {"name": one.name, "in": "path" if in_path else "query", "required": in_path, "description": one.text, "schema": one.schema}
    return made | ({"example": one.example} if one.example is not None else {})


def _answers(about: Described, parts: Parts) -> Json:
    content = {media_type: {"schema": parts.of(kind)} for media_type, kind in about.content.items()}
    leads = about.status in {302, 303}
    success: Json = {"description": "Leads there." if leads else "Found.", "headers": parts.headers("ETag")}
    if leads:
        success["headers"] = parts.headers(needed=("Location",))
    elif content:
        success["content"] = content
    found = {str(about.status): success}
    if not leads and parts.limited:
        found["304"] = parts.unchanged()
    for status, text in about.also.items():
        found[str(status)] = {"description": text, "headers": parts.headers()} | ({"content": content} if content else {})
    return found | parts.problems((*about.errors, *((429,) if parts.limited else ()), 500))
