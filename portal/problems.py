"""Errors as answers: one table from class to status; a page for people, CKAN's envelope under /api, a problem at data."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from datasets import errors
from portal.desk.room import refusal
from portal.faults import FAULTS, Fault, fault_of
from portal.headers import BARE, is_machine
from portal.render import page, site

STATUSES: dict[type[errors.MehrwertError], int] = {
    errors.NotFound: 404,
    errors.Gone: 410,
    errors.BadQuestion: 422,
    errors.TooLong: 422,
    errors.Refused: 409,
    errors.SourceChanged: 409,
    errors.Unreachable: 502,
    errors.AddressForbidden: 403,
    errors.NotAllowed: 403,
    errors.Interrupted: 503,
    errors.SettingsWrong: 500,
    errors.MehrwertError: 500,
}
MEDIA_TYPE = "application/json;charset=utf-8"
"""CKAN's, letter by letter."""
PROBLEM = "application/problem+json"
PREFIXES = {403: "Access denied: ", 404: "Not found: ", 410: "Not found: "}


def install(app: FastAPI) -> None:
    """Registers the handlers."""
    app.add_exception_handler(errors.MehrwertError, _known)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _unknown)


def problem(
    request: Request, status: int, detail: str = "", field: str = "", headers: Mapping[str, str] | None = None, fault: Fault | None = None
) -> Response:
    """The answer to a request that cannot be met: an envelope under /api, a problem (RFC 9457) at data, a page for people."""
    fault, path = fault or fault_of(status), request.scope["path"]
    if path.startswith("/api/") and is_machine(path):
        return envelope(request, fault, detail, field, headers)
    if is_machine(path) and "text/html" not in request.headers.get("accept", ""):
        answer: Response = _described(request, fault, status, detail, field)
    else:
        answer = page(request, "problem.html", None, status, code=status, detail=detail, kind=fault if is_machine(path) else None)
    return _dressed(answer, request, fault, headers)


def envelope(request: Request, fault: Fault, message: str, field: str = "", headers: Mapping[str, str] | None = None) -> Response:
    """CKAN's error shape; ``field`` names the parameter that is wrong."""
    status, kind = fault.api_status, fault.kind
    error: dict[str, object] = {"__type": kind, "message": PREFIXES.get(status, "") + message}
    if kind == "Validation Error":
        error = {"__type": kind, field or "message": [message]}
    action = request.scope["path"].rstrip("/").rsplit("/", 1)[-1]
    body = {"help": f"{site(request)}/api/3/action/help_show?name={action}", "success": False, "error": error}
    return _dressed(JSONResponse(body, status, media_type=MEDIA_TYPE), request, fault, headers)


def bare(request: Request, sentence: str) -> Response:
    """CKAN's answer to what it cannot even read: a text instead of an envelope."""
    return _dressed(JSONResponse(f"Bad request: {sentence}", 400, media_type=MEDIA_TYPE), request, FAULTS["unlesbar"])


def _described(request: Request, fault: Fault, status: int, detail: str, field: str) -> Response:
    body = {"type": site(request) + fault.page, "title": fault.title.en, "status": status, "detail": detail or fault.title.en}
    return JSONResponse(body | ({"field": field} if field else {}), status, media_type=PROBLEM)


def _dressed(answer: Response, request: Request, fault: Fault, headers: Mapping[str, str] | None = None) -> Response:
    answer.headers.update(headers or {})
    answer.headers["Cache-Control"] = "no-store"
    if is_machine(request.scope["path"]):
        answer.headers["Link"] = f'<{site(request)}{fault.page}>; rel="help"'
    return answer


async def _known(request: Request, error: Exception) -> Response:
    if isinstance(error, errors.NotAllowed) and (person := getattr(request.state, "person", None)) is not None:
        return refusal(request, person, error)
    status = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    fault = FAULTS["zu-lange"] if isinstance(error, errors.TooLong) else None
    return problem(request, status, str(error), getattr(error, "field", ""), fault=fault)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 Starlette gives the class it was registered for
    return problem(request, error.status_code, "" if error.status_code == 404 else str(error.detail), headers=error.headers)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 Starlette gives the class it was registered for
    first = error.errors()[0]
    field = str(first["loc"][-1])
    return problem(request, 422, f"{field}: {first['msg']}", field)


async def _unknown(request: Request, _error: Exception) -> Response:
    # The server writes the fault into its log; a visitor learns nothing of it.
    return problem(request, 500, headers=BARE)
