"""create_app(settings): routers, middleware, errors and the engine, put together once."""

import datetime as dt
import gc

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from prometheus_client import CollectorRegistry

from datasets.database import open_engine
from datasets.descriptions import Descriptions
from datasets.settings import Settings
from datasets.shelf import Shelf
from feedback.trust import stamp
from feedback.voices.intake import Intake
from portal import files, problems, threads
from portal.cache import Cache
from portal.crossing import Crossing
from portal.headers import Headers
from portal.language import Language
from portal.limits import Limits
from portal.metrics import Metrics
from portal.proxies import Proxies
from portal.routes import ROUTERS
from portal.signpost import Signpost
from portal.visits import Visits, delivering

MAX_BODY = 16_000_000
"""Bytes of a request's body: forms are small, an upload at the desk is the largest."""

SILENT: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
"""What the framework would tell others of each request, visitors' addresses among it, and looks up for each whether to."""


def create_app(settings: Settings, fresh: float = 1.0) -> FastAPI:
    """The portal. ``fresh`` is how many seconds old the known catalogue version may be; tests say 0."""
    title = str(settings.city.alliance)
    app = FastAPI(title=title, docs_url=None, redoc_url=None, openapi_url=None, max_body_size=MAX_BODY, telemetry=SILENT)
    app.state.settings = settings
    app.state.engine = open_engine(settings.database_url)
    app.state.shelf = Shelf(app.state.engine, fresh)
    app.state.descriptions = Descriptions(settings)
    app.state.files = files.collect(settings.city)
    app.state.addresses = app.state.files.by_address()
    app.state.logo = files.logo(settings.city)
    app.state.forwarded_by_strangers = False
    app.state.registry = CollectorRegistry()
    app.state.visits = Visits()
    secret = settings.secret()
    app.state.intake = Intake(app.state.engine, secret, fresh)
    app.state.make_stamp = lambda subject: stamp.issue(secret, subject, dt.datetime.now(dt.UTC))
    app.state.routers = ROUTERS
    app.router.routes.append(Signpost(route for router in ROUTERS for route in router.routes))
    problems.install(app)
    _add_middleware(app, settings, fresh)
    return app


def _add_middleware(app: FastAPI, settings: Settings, fresh: float) -> None:
    """The one added last stands outermost."""
    app.add_middleware(Cache, version=app.state.shelf.version, fresh=fresh, by_host=not settings.base_url)
    app.add_middleware(Limits, most=settings.requests_per_minute)
    app.add_middleware(Metrics, registry=app.state.registry, visits=app.state.visits)
    app.add_middleware(Crossing, base_url=settings.base_url)
    app.add_middleware(Language, languages=settings.city.languages)
    app.add_middleware(Proxies, trusted=settings.trusted_proxies)
    app.add_middleware(Headers)


def from_environment() -> FastAPI:
    """The factory that a server process calls."""
    threads.take_turns()
    app = create_app(Settings.from_environment())
    app.router.lifespan_context = delivering(app.state.engine, app.state.visits)
    # What was loaded stays to the end: no collection needs to walk through it, not even one.
    gc.freeze()
    return app
