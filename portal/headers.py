"""ASGI: headers of safety on every answer, CORS on addresses for machines, HEAD answered for every GET."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

RULES = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors {ancestors}; base-uri 'none'; manifest-src 'self'"
)
Pairs = list[tuple[bytes, bytes]]

COMMON: Pairs = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"),
]
OWN: Pairs = [
    *COMMON,
    (b"content-security-policy", RULES.format(ancestors="'none'").encode()),
    (b"cross-origin-opener-policy", b"same-origin"),
]
EMBEDDED: Pairs = [*COMMON, (b"content-security-policy", RULES.format(ancestors="*").encode())]
EXPOSED = (
    b"ETag, Link, Content-Disposition, Mehrwert-Release, Retry-After, "
    b"RateLimit, RateLimit-Policy, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset"
)
OPEN: Pairs = [
    *OWN,
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", EXPOSED),
]
PREFLIGHT: Pairs = [
    *OPEN,
    (b"access-control-allow-methods", b"GET, HEAD, POST, OPTIONS"),
    (b"access-control-allow-headers", b"Accept, Authorization, Content-Type, If-None-Match, Range, X-CKAN-API-Key"),
    (b"access-control-max-age", b"86400"),
    (b"content-length", b"0"),
]
SECURE: Pairs = [(b"strict-transport-security", b"max-age=31536000")]

MACHINES = (
    "/api/", "/catalog", "/dataset/", "/datastore/", "/feeds/", "/openapi.json", "/organization/", "/resource/", "/robots.txt",
    "/sitemap.xml", "/.well-known/",
)  # fmt: skip


def is_machine(path: str) -> bool:
    """Whether programs of other origins may read this address: the API, the catalogue, feeds, files of data, badges."""
    if path.startswith(MACHINES) or path == "/api":
        return path != "/api/docs"
    last = path.rsplit("/", 1)[-1]
    suffix = last.rpartition(".")[2]
    if path.startswith("/daten/"):
        # A release may be called 2026-11-23.2: what ends in digits is a page. Below a release there are files and one page.
        return last != "abfrage" and (("." in last and (suffix[:1].isalpha() or not last[:1].isdigit())) or path.count("/") > 3)
    return path.startswith("/projekte/") and suffix in {"svg", "png"}


class _HeadAnswered(Exception):
    """The headers are out; nobody wants the body."""


class Headers:
    """Outermost of our middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """HEAD becomes GET for everything inside, which answers without its body."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS" and is_machine(scope["path"]):
            await send({"type": "http.response.start", "status": 204, "headers": PREFLIGHT})
            await send({"type": "http.response.body", "body": b""})
            return
        # What the inner ones want to announce; one wrapping of each answer is enough.
        scope = {**scope, "announced": []}
        dressed = _dressed(scope, send)
        if scope["method"] != "HEAD":
            await self.app(scope, receive, dressed)
            return
        try:
            await self.app({**scope, "method": "GET", "head": True}, receive, _without_body(dressed))
        except _HeadAnswered:
            return


def _dressed(scope: Scope, send: Send) -> Send:
    path = scope["path"]
    more = OPEN if is_machine(path) else EMBEDDED if path.endswith("/einbetten") else OWN

    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            extra = more + SECURE if scope["scheme"] == "https" else more
            message = {**message, "headers": [*message["headers"], *extra, *scope["announced"]]}
        await send(message)

    return dressed


def _without_body(send: Send) -> Send:
    async def bare(message: Message) -> None:
        if message["type"] != "http.response.body":
            await send(message)
            return
        await send({"type": "http.response.body", "body": b""})
        if message.get("more_body"):
            raise _HeadAnswered

    return bare


BARE = {name.decode(): value.decode() for name, value in OWN}
"""For the answer after a fault, which is made outside all middleware."""
