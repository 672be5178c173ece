"""Errors as answers: one table from class to status, a page for people, the CKAN envelope under /api."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from datasets import errors
from portal.headers import BARE
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
    errors.SettingsWrong: 500,
    errors.MehrwertError: 500,
}
# CKAN's words, by which its clients choose their exception; a wrong parameter is 409 there.
TYPES = {403: "Authorization Error", 404: "Not Found Error", 409: "Validation Error", 410: "Not Found Error", 422: "Validation Error"}


def install(app: FastAPI) -> None:
    """Registers the handlers."""
    app.add_exception_handler(errors.MehrwertError, _known)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _unknown)


def problem(request: Request, status: int, detail: str = "", field: str = "", headers: Mapping[str, str] | None = None) -> Response:
    """The answer to a request that cannot be met: an envelope under /api, a page elsewhere."""
    if request.scope["path"].startswith("/api/"):
        answer: Response = envelope(request, status, detail, field)
    else:
        answer = page(request, "problem.html", None, status, code=status, detail=detail)
    answer.headers.update(headers or {})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def envelope(request: Request, status: int, message: str, field: str = "") -> JSONResponse:
    """CKAN's error shape; ``field`` names the parameter that is wrong."""
    status = 409 if status == 422 else status
    kind = TYPES.get(status, "Internal Server Error" if status >= 500 else "Bad Request Error")
    prefix = {403: "Access denied: ", 404: "Not found: ", 410: "Not found: "}.get(status, "")
    error: dict[str, object] = {"__type": kind, "message": prefix + message}
    if status == 409:
        error = {"__type": kind, field or "message": [message]}
    action = request.scope["path"].rstrip("/").rsplit("/", 1)[-1]
    help_text = f"{site(request)}/api/3/action/help_show?name={action}"
    return JSONResponse({"help": help_text, "success": False, "error": error}, status)


async def _known(request: Request, error: Exception) -> Response:
    status = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    return problem(request, status, str(error), getattr(error, "field", ""))


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
