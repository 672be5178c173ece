"""ASGI: counts answers and their time for /metrics, by group of addresses and status, never by visitor."""

import hashlib
import hmac
import time

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.visits import Visits

GROUPS = frozenset({
    "projekte", "foerderung", "partner", "daten", "ideen", "gesagt-getan", "smart-city-index", "suche", "meine-bewertungen", "melden",
    "anmelden", "pruefung", "api", "catalog", "dataset", "datastore", "feeds", "static",
})  # fmt: skip


def token(secret: bytes) -> str:
    """What opens /metrics; made from the installation's secret, so that there is no second one to keep."""
    return hmac.digest(secret, b"metrics", hashlib.sha256).hex()[:40]


def group_of(path: str) -> str:
    """The first part of the path where it is one of ours, else ``other``: what strangers ask for must not fill memory."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in GROUPS else "start" if first == "" else "other"


class Metrics:
    """One registry per app; with several processes each has its own figures."""

    def __init__(self, app: ASGIApp, registry: CollectorRegistry, visits: Visits) -> None:
        self.app = app
        self.visits = visits
        self.answers = Counter("portal_answers", "Answers by group of addresses and status.", ("group", "status"), registry=registry)
        steps = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0)
        self.seconds = Histogram("portal_seconds", "Seconds to the end of an answer.", ("group",), registry=registry, buckets=steps)
        self.known: dict[tuple[str, int], tuple[Counter, Histogram]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Counts when the answer is out."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            answers, seconds = self._of(group_of(scope["path"]), status)
            answers.inc()
            seconds.observe(time.perf_counter() - began)
            if scope["method"] == "GET" and "head" not in scope:
                self.visits.note(scope["path"], status)

    def _of(self, group: str, status: int) -> tuple[Counter, Histogram]:
        """What counts the answers of this kind, looked up once: groups and statuses are few."""
        if (group, status) not in self.known:
            self.known[group, status] = self.answers.labels(group, str(status)), self.seconds.labels(group)
        return self.known[group, status]
