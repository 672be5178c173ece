"""What was read of a whole table, kept in this process until the catalogue version changes."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlmodel import Session

from datasets import catalogue

T = TypeVar("T")

_known: WeakKeyDictionary[Engine, tuple[int, dict[Hashable, Any]]] = WeakKeyDictionary()


def kept(session: Session, key: Hashable, read: Callable[[], T]) -> T:
    """What ``read`` gave for this key at the catalogue's version; nobody may change it.

    A session that may write sees its own changes and keeps nothing: what it has read may be rolled back.
    """
    connection = session.connection()
    if connection.get_execution_options().get("writes", True):
        return read()
    version = catalogue.version(session)
    known = _known.get(connection.engine)
    if known is None or known[0] != version:
        known = _known[connection.engine] = (version, {})
    if key not in known[1]:
        known[1][key] = read()
    found: T = known[1][key]
    return found
