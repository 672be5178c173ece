"""ASGI: how often one network may ask the addresses for machines: announced on every answer, refused beyond."""

import secrets
import time
from array import array
from hashlib import blake2b

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from feedback.trust.network import is_own_machine, prefix_of
from portal.headers import Pairs, is_machine
from portal.problems import problem

SPAN = 60
"""Seconds in which is counted; then everybody begins at nothing."""
WIDTH = 1 << 16
"""Counters in each of two rows: with 1,000 networks at once, one in 4,000 shares both of its counters with another."""


class Tally:
    """Counts per network in room that never grows; a network is known by a hash whose key is new in each span."""

    def __init__(self, span: float = SPAN) -> None:
        self.span = span
        self._begin(time.monotonic())

    def _begin(self, now: float) -> None:
        self.ends = now + self.span
        self.key = secrets.token_bytes(16)
        self.rows = (array("I", bytes(4 * WIDTH)), array("I", bytes(4 * WIDTH)))

    def count(self, network: str) -> int:
        """How often this network has asked in this span, this time included."""
        now = time.monotonic()
        if now >= self.ends:
            self._begin(now)
        sketch = int.from_bytes(blake2b(network.encode(), digest_size=4, key=self.key).digest(), "big")
        one, other = self.rows
        first, second = sketch % WIDTH, sketch // WIDTH
        # Another network may share one counter, hardly ever both: the lower one is nearer to the truth.
        used = min(one[first], other[second]) + 1
        one[first], other[second] = max(one[first], used), max(other[second], used)
        return used

    @property
    def left(self) -> int:
        """Whole seconds until the next span, at least 1."""
        return max(1, round(self.ends - time.monotonic()))


class Limits:
    """Outside of the cache, so that kept answers are counted and announced too. The machine itself has no limit."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self.app = app
        self.most = most
        self.tally = Tally()
        self.policy: Pairs = [
            (b"ratelimit-policy", b'"machines";q=%d;w=%d' % (most, SPAN)),
            (b"ratelimit-limit", str(most).encode()),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pages are not counted: they are for people, and their forms have limits of their own."""
        if scope["type"] != "http" or not self.most or not is_machine(scope["path"]):
            await self.app(scope, receive, send)
            return
        network = network_of(scope["state"]["client"])
        used = self.tally.count(network) if network else 0
        self._announce(scope["announced"], used)
        if used > self.most:
            seconds = self.tally.left
            detail = f"At most {self.most} requests in {SPAN} seconds from one network; the next one in {seconds} s."
            refused = problem(Request(scope), 429, detail, headers={"Retry-After": str(seconds)})
            await refused(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _announce(self, announced: Pairs, used: int) -> None:
        left, seconds = max(self.most - used, 0), self.tally.left
        # The draft's field, and the three older ones that most clients read.
        announced += self.policy
        announced += (
            (b"ratelimit", b'"machines";r=%d;t=%d' % (left, seconds)),
            (b"ratelimit-remaining", b"%d" % left),
            (b"ratelimit-reset", b"%d" % seconds),
        )


def network_of(client: str) -> str:
    """What stands for a visitor's network; empty for the machine itself. Short for IPv4, as this runs for every answer."""
    if ":" not in client and client.count(".") == 3:
        return "" if client.startswith("127.") else client[: client.rindex(".")]
    prefix = prefix_of(client)
    return "" if is_own_machine(prefix) else prefix
