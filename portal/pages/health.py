"""Addresses for those who run the portal: /healthz, /readyz and /metrics."""

import datetime as dt
import hmac
import os

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from prometheus_client import generate_latest
from sqlalchemy.exc import SQLAlchemyError

from datasets import runs
from datasets.database import is_current, reading
from datasets.errors import NotFound
from datasets.register import figures
from datasets.settings import Settings
from portal.api.described import OPERATION, described
from portal.api.shapes import Ready
from portal.deps import Conf
from portal.metrics import token

router = APIRouter()

KEEP_OUT = {"Cache-Control": "no-store"}


@router.get("/healthz", openapi_extra=described(OPERATION, {"text/plain": None}))
async def alive() -> PlainTextResponse:
    """The process answers; nothing else is asked."""
    return PlainTextResponse("ok\n", headers=KEEP_OUT)


@router.get("/readyz", openapi_extra=described(OPERATION, {"application/json": Ready}, s503="It cannot."))
def ready(request: Request, settings: Conf) -> JSONResponse:
    """Database, storage, ages of the last snapshot and run in hours; 503 where the portal cannot do its work."""
    faults = _database_faults(request) + _storage_faults(settings)
    ages = {} if faults else _ages(request)
    body = {"ready": not faults, "faults": faults, "warnings": _warnings(request), "ages": ages}
    return JSONResponse(body, 503 if faults else 200, headers=KEEP_OUT)


def _database_faults(request: Request) -> list[str]:
    try:
        return [] if is_current(request.app.state.engine) else ["database: the schema is not the newest; run python -m datasets init"]
    except SQLAlchemyError as error:
        return [f"database: {type(error).__name__}"]


def _storage_faults(settings: Settings) -> list[str]:
    return [] if os.access(settings.releases, os.W_OK) else ["storage: the folder of releases cannot be written"]


def _warnings(request: Request) -> list[str]:
    strange = request.app.state.forwarded_by_strangers
    return ["proxy: X-Forwarded headers came from an address that is not in MEHRWERT_TRUSTED_PROXIES"] if strange else []


def _ages(request: Request) -> dict[str, float | None]:
    """Hours since the last snapshot and since the last run began; None where there was none."""
    with reading(request.app.state.engine) as session:
        last = runs.newest(session, 1)
        return {"snapshot": _hours(figures.last_snapshot(session)), "run": _hours(last[0].started_at if last else None)}


def _hours(moment: dt.datetime | None) -> float | None:
    return None if moment is None else round((dt.datetime.now(dt.UTC) - moment).total_seconds() / 3600, 2)


@router.get("/metrics", openapi_extra=described(OPERATION, {"text/plain": None}, errors=(404,)))
def metrics(request: Request, settings: Conf) -> Response:
    """For who knows the token of ``python -m portal --metrics-token``; for everybody else the address is unknown."""
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), token(settings.secret()).encode()):
        raise NotFound("There is no page of that address.")
    return Response(generate_latest(request.app.state.registry), media_type="text/plain; version=0.0.4", headers=KEEP_OUT)
