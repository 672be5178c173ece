"""What a test may ask for: databases, an installation, clients, a browser, a clock that stands still, fake sites."""

import datetime as dt
import importlib
import os
import pkgutil
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import NoReturn

import hypothesis
import pytest
import time_machine
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.testclient import TestClient

from datasets import database, schema
from datasets.city import City
from datasets.settings import ROOT, Settings
from portal import language
from portal.app import create_app
from tests import postgresql
from tests.sites import Handler, a_site

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
SHARED = ROOT.parent / "shared"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_OPTIONS = [
    "--no-sandbox",  # Chromium's own sandbox refuses root, as which many CI machines run
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # a page of ours asks nobody else
]

# Examples are drawn anew by no run: what passed here passes there. Deadlines would measure the machine.
hypothesis.settings.register_profile("same", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("same")

_number = count(1)


def absent(what: str) -> NoReturn:
    """Skips the test, or fails it where REQUIRE_ALL=1 says that everything must be there."""
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(f"REQUIRE_ALL=1, but {what}", pytrace=False)
    pytest.skip(what)


@pytest.fixture(autouse=True)
def begins_in_german() -> None:
    """Each test begins in German: what was spoken last outlasts a test, for it belongs to the process's context."""
    language.speak("de")


def import_tables() -> None:
    """Makes the tables of both packages known to SQLModel."""
    for package in ("datasets.tables", "feedback.tables"):
        for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
            importlib.import_module(f"{package}.{module.name}")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the schema, to be copied."""
    file = tmp_path_factory.mktemp("schema") / "template.sqlite"
    engine = database.open_engine(f"sqlite:///{file}")
    schema.migrate(engine)
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def postgresql_template() -> Iterator[Path]:
    """The socket folder of a server whose database ``template`` has the schema; one server per worker."""
    folder = postgresql.binaries()
    if folder is None:
        absent("no PostgreSQL server is installed (package postgresql)")
    with postgresql.a_server(folder) as home:
        postgresql.copy(home, "template1", "template")
        engine = database.open_engine(postgresql.address(home, "template"))
        schema.migrate(engine)
        engine.dispose()
        yield home


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh SQLite database."""
    file = tmp_path / "home" / "mehrwert.sqlite"
    file.parent.mkdir(exist_ok=True)
    shutil.copyfile(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgresql_url(postgresql_template: Path) -> Iterator[str]:
    """A fresh PostgreSQL database."""
    name = f"test_{next(_number)}"
    postgresql.copy(postgresql_template, "template", name)
    yield postgresql.address(postgresql_template, name)
    postgresql.drop(postgresql_template, name)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An engine over a fresh database; the test runs once on each of both."""
    engine = database.open_engine(request.getfixturevalue(f"{request.param}_url"))
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on ``engine``. Commit before another session or the client is asked: SQLite has one writer at a time."""
    with Session(engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """An installation of its own in a temporary folder; on the test's ``engine`` where it asks for one, else on SQLite."""
    if "engine" in request.fixturenames:
        url = request.getfixturevalue("engine").url.render_as_string(hide_password=False)
    else:
        url = request.getfixturevalue("sqlite_url")
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    secret = home / "secret"
    secret.write_text("5e" * 32)
    secret.chmod(0o600)
    return Settings.from_environment({"MEHRWERT_HOME": str(home), "MEHRWERT_DATABASE_URL": url})


@pytest.fixture
def app(settings: Settings) -> Iterator[FastAPI]:
    """The whole portal over ``settings``; it looks for a new catalogue version at every request."""
    made = create_app(settings, fresh=0)
    yield made
    made.state.engine.dispose()


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """Speaks to ``app`` without a network and follows no redirect."""
    with TestClient(app, follow_redirects=False) as client:
        yield client


@pytest.fixture
def server(app: FastAPI) -> Iterator[str]:
    """The address of ``app`` on a real server on loopback."""
    running = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", ws="none"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while thread.is_alive() and not running.started:
        time.sleep(0.01)
    port = running.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as the machine has it."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if found is None:
        absent("no Chromium is installed (package chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    """A page of a fresh profile on ``server``; the test fails if it logs an error or asks any other host."""
    wrong: list[str] = []
    with browser.new_context(base_url=server, locale="de-DE", timezone_id="Europe/Berlin") as context:
        page = context.new_page()
        page.on("request", lambda asked: wrong.extend(_elsewhere(asked.url, server)))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.extend(_complaint(said.type, said.text)))
        yield page
    assert not wrong


def _elsewhere(url: str, server: str) -> list[str]:
    return [] if url.startswith((server, "data:", "blob:")) else [f"a request to {url}"]


def _complaint(kind: str, text: str) -> list[str]:
    # A test that asks for a 404 or sends a wrong form sees Chromium log the status; that is no fault of the page.
    return [text] if kind == "error" and "Failed to load resource" not in text else []


@pytest.fixture
def frozen() -> Iterator[time_machine.Traveller]:
    """The clock stands at noon UTC of 23 November 2026; ``frozen.shift(seconds)`` moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def fake_site() -> Iterator[Callable[[Handler], str]]:
    """``fake_site(handler)`` is the address of a site that answers as the handler says."""
    with ExitStack() as stack:
        yield lambda handler: stack.enter_context(a_site(handler))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of samples beside the project; skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not there")
    return SHARED


@pytest.fixture
def city(settings: Settings) -> City:
    """The city of ``settings``."""
    return settings.city
