"""What a route may ask for: a session that is committed once at the edge, a session that only reads, the settings."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session

from datasets.database import reading, transaction
from datasets.settings import Settings
from datasets.shelf import Shelf, View


def _write(request: Request) -> Iterator[Session]:
    with transaction(request.app.state.engine) as session:
        yield session


def _read(request: Request) -> Iterator[Session]:
    with reading(request.app.state.engine) as session:
        yield session


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def catalogue_view(request: Request) -> View:
    """The catalogue from this process's memory; asks the database for its version once a second at most."""
    shelf: Shelf = request.app.state.shelf
    return shelf.view()


# scope="function": the commit happens before the answer is sent, so a commit that fails is a 500 and not a 200.
Db = Annotated[Session, Depends(_write, scope="function")]
ReadDb = Annotated[Session, Depends(_read, scope="function")]
Conf = Annotated[Settings, Depends(_settings)]
