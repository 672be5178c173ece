"""What an action was asked: its parameters by name, read the way CKAN reads them, and what it may look at."""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request
from sqlalchemy import Engine

from datasets.city import City
from datasets.errors import BadQuestion
from datasets.indexes import SECONDS
from datasets.shelf import View

YES = frozenset({"true", "yes", "t", "y", "1"})


class Unreadable(ValueError):
    """The body is no JSON object; answered with 400 and a bare text, as CKAN does."""


class Encoded(bytes):
    """A result that is JSON already."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """One call of an action. Every reader raises BadQuestion, naming the parameter, for what it cannot take."""

    given: dict[str, Any]
    view: View
    base: str
    """Scheme and host of the portal."""
    engine: Engine
    releases: Path
    city: City
    query: str = ""
    seconds: float = SECONDS
    """What a question to rows may take."""
    actions: dict[str, Any] = field(default_factory=dict)

    def needed(self, *names: str) -> str:
        """The first of these parameters that is given."""
        for name in names:
            if found := self.text(name):
                return found
        raise BadQuestion("Missing value", names[-1])

    def text(self, name: str, otherwise: str = "") -> str:
        """A text."""
        value = self._single(name)
        return otherwise if value is None else str(value)

    def _single(self, name: str) -> Any:
        value = self.given.get(name)
        if isinstance(value, dict | list):
            raise BadQuestion("Must be a single value", name)
        return None if value == "" else value

    def number(self, name: str, otherwise: int) -> int:
        """A whole number from 0 on."""
        value = self.given.get(name)
        if value in (None, ""):
            return otherwise
        try:
            # int() would take other alphabets' digits, signs and underscores, too.
            number = int(value) if type(value) is int or (isinstance(value, str) and value.isascii() and value.isdigit()) else -1
        except (TypeError, ValueError):
            raise BadQuestion("Invalid integer", name) from None
        if number < 0:
            raise BadQuestion("Must be a natural number", name)
        return number

    def real(self, name: str) -> float | None:
        """A number; None where none is given."""
        value = self.given.get(name)
        try:
            number = None if value in (None, "") else float(str(value))
        except ValueError:
            number = math.nan
        if number is not None and not math.isfinite(number):
            raise BadQuestion("Must be a number", name)
        return number

    def flag(self, name: str, otherwise: bool = False) -> bool:
        """Yes or no: true, yes, t, y, 1 in any case are yes, all else is no."""
        value = self._single(name)
        return otherwise if value is None else str(value).strip().lower() in YES

    def words(self, name: str) -> tuple[str, ...]:
        """A list, also as JSON text, as text with commas, or as a parameter that is repeated."""
        value = self.given.get(name)
        if value in (None, ""):
            return ()
        if isinstance(value, str):
            value = self.structure(name) if value.lstrip().startswith("[") else value.split(",")
        return tuple(word.strip() for word in texts(value, name))

    def structure(self, name: str) -> Any:
        """An object or a list; by GET it comes as JSON text."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise BadQuestion("Cannot parse JSON", name) from None


def texts(value: Any, name: str) -> list[str]:
    """The parts of a list of single values. Raises BadQuestion."""
    if not isinstance(value, list) or any(part is None or isinstance(part, dict | list) for part in value):
        raise BadQuestion("Must be a list of single values", name)
    return [str(part) for part in value]


async def parameters(request: Request) -> dict[str, Any]:
    """Parameters of a call: a JSON object or a form by POST, else those of the address; repeated ones become lists."""
    if request.method == "POST":
        kind = request.headers.get("content-type", "")
        if kind.startswith(("multipart/form-data", "application/x-www-form-urlencoded")) and "json" not in kind:
            return await _form(request)
        if body := await request.body():
            return _object(body)
    return _mixed(parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True))


async def _form(request: Request) -> dict[str, Any]:
    async with request.form() as form:
        given = _mixed((name, value) for name, value in form.multi_items() if isinstance(value, str))
    # Old clients send JSON under the type of a form: it arrives as one field without a value.
    if len(given) == 1 and next(iter(given.values())) in ("", "1") and next(iter(given)).startswith("{"):
        return _object(next(iter(given)).encode())
    return given


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
        if b"\\ud" in body.lower():
            # half of a surrogate pair is a text to Python, but nothing that could be sent back
            json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"JSON Error: Error decoding JSON data. {error}") from None
    if not isinstance(found, dict):
        raise Unreadable("JSON Error: Request data must be a JSON object.")
    return found


def _mixed(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return {name: found[0] if len(found) == 1 else found for name, found in grouped.items()}
