"""The one hole in a kept page: a marker where the rating form's fresh stamp goes for each visitor."""

import secrets
from collections.abc import Callable
from functools import partial

from fastapi import Request

# Nobody can know it, so nothing that a citizen writes is ever taken for the hole.
_SECRET = secrets.token_hex(12)
START = f"[stamp {_SECRET} "
END = f" {_SECRET}]"


def stamp_field(request: Request) -> Callable[[str], str]:
    """What templates call as ``stamp(subject)``: the marker where the answer will be kept, else a stamp at once."""
    if request.scope.get("state", {}).get("hole"):
        return marker
    make: Callable[[str], str] = request.app.state.make_stamp
    return partial(make)


def marker(subject: str) -> str:
    """The marker for a stamp of that subject."""
    return f"{START}{subject}{END}"


def split(body: bytes) -> tuple[bytes, str, bytes]:
    """Body before the hole, subject of the stamp, body after; the subject is empty where there is no hole."""
    head, found, rest = body.partition(START.encode())
    if not found:
        return body, "", b""
    subject, _, tail = rest.partition(END.encode())
    return head, subject.decode(), tail
