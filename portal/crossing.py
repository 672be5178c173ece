"""ASGI: refuses forms that another site sends in a visitor's name."""

from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from portal.problems import problem

SAFE = {"GET", "HEAD", "OPTIONS"}
DESK = ("/pruefung", "/anmelden", "/abmelden")
PUBLIC_API = ("/api/",)
"""Reading by POST, without cookies and without authority: any origin may."""


def allowed(method: str, path: str, headers: Headers, hosts: frozenset[str]) -> bool:
    """Whether the request may act. ``hosts`` are our own names, with port where it is not the usual one."""
    if method in SAFE or path.startswith(PUBLIC_API):
        return True
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc in hosts
    # An old browser or a program: the signed stamp in a citizen's form decides; staff have new browsers.
    return not path.startswith(DESK)


class Crossing:
    """Stands inside the language's middleware, so that paths carry no prefix."""

    def __init__(self, app: ASGIApp, base_url: str) -> None:
        self.app = app
        self.own = frozenset({urlsplit(base_url).netloc}) - {""}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """403 with the problem page."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        if scope["type"] != "http" or allowed(scope["method"], scope["path"], headers, self.own | {headers.get("host", "")}):
            await self.app(scope, receive, send)
        else:
            await problem(Request(scope), 403, "The form came from another site.")(scope, receive, send)
