"""The one HTTP client: streams to disk, goes on with what broke off, keeps limits of size, time and redirects, guards addresses."""

import hashlib
import ipaddress
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

import httpx

from datasets import partial
from datasets.errors import AddressForbidden, Unreachable
from datasets.unpacking import Unreadable, unpacked

MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a remote server's answer we take: bytes after decompression, seconds in all, redirects."""

    bytes: int = 512 * 1024 * 1024
    seconds: float = 1800.0
    redirects: int = 5
    silence: float = 60.0
    """Seconds without a single byte."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A remote answer, its body in ``path``; ``status`` may be any, only transport errors are raised."""

    url: str
    status: int
    headers: Mapping[str, str]
    path: Path
    bytes: int
    sha256: str


def guard(url: str, named: frozenset[str] = frozenset()) -> None:
    """Raises AddressForbidden unless the address is http(s) and every address of its host is public.

    ``named`` are the ``host:port`` parts of addresses in the installation's own files; a redirect to any other private one is refused.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 443
    except ValueError as error:
        raise AddressForbidden(f"{url!r} is not an address: {error}.") from None
    if parts.scheme not in {"http", "https"} or not host or parts.username:
        raise AddressForbidden(f"{url!r} is not a plain http(s) address.")
    if parts.netloc in named:
        return
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"The host {host} cannot be found: {error}.") from None
    for address in found:
        if not ipaddress.ip_address(str(address).split("%")[0]).is_global:
            raise AddressForbidden(f"{host} is a private address ({address}); nothing was sent to it.")


class Web:
    """A client that keeps cookies for one flow and names a contact in its User-Agent."""

    def __init__(
        self,
        contact: str,
        limits: Limits = Limits(),
        transport: httpx.BaseTransport | None = None,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        """``check`` is called between the pieces of an answer; what it raises ends the download, which can go on later."""
        agent = f"Mehrwert/0.1 (+{contact})" if contact else "Mehrwert/0.1"
        self._limits, self._go_on = limits, check
        self._client = httpx.Client(
            headers={"User-Agent": agent, "Accept-Encoding": "gzip, deflate"},
            timeout=httpx.Timeout(limits.silence, connect=20.0),
            follow_redirects=False,
            transport=transport,
            trust_env=False,
        )

    def close(self) -> None:
        """Ends all connections."""
        self._client.close()

    def fetch(
        self,
        url: str,
        to: Path,
        method: str = "GET",
        form: Mapping[str, str] | None = None,
        encoding: str = "utf-8",
        headers: Mapping[str, str] | None = None,
        named: frozenset[str] = frozenset(),
    ) -> Answer:
        """One request, redirects followed, the body streamed to ``to``; the body of an error stands beside it, in ``Answer.path``.

        What is left of the same download goes on where the server allows it. Raises AddressForbidden before a byte goes to a
        private address, Unreachable when the transport fails or a limit is passed.
        """
        body = None if form is None else urlencode(form, encoding=encoding).encode("ascii")
        head = dict(headers or {}) | ({} if form is None else {"Content-Type": "application/x-www-form-urlencoded"})
        for _ in range(self._limits.redirects + 1):
            guard(url, named)
            answer = self._once(url, to, method, body, head)
            if answer.status not in MOVED:
                return answer
            url = urljoin(url, answer.headers.get("location", ""))
            if answer.status in {301, 302, 303}:
                method, body = "GET", None
        raise Unreachable(f"{url} redirects more than {self._limits.redirects} times.")

    def _once(self, url: str, to: Path, method: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        deadline = time.monotonic() + self._limits.seconds
        before = partial.begun(to, url) if method == "GET" else None
        try:
            with self._client.stream(method, url, content=body, headers=headers | partial.asked(to, before)) as response:
                status, holds = response.status_code, partial.holds(to, before, response.status_code, response.headers)
                if before is not None and not holds and status in {206, 416}:
                    partial.forget(to)
                    raise Unreachable(f"{url} does not go on where its last answer broke off; it is asked for the whole.")
                path = to if status == 200 or holds else to.with_name(f"{to.name}.{status}")
                if method == "GET" and status == 200:
                    partial.remember(to, url, response.headers, whole=False)
                size, digest = self._keep(response, path, holds, deadline)
        except (httpx.HTTPError, Unreadable) as error:
            raise Unreachable(f"{url} did not answer as it should: {error or type(error).__name__}.") from None
        if path == to and method == "GET" and status != 304:
            partial.remember(to, url, response.headers, whole=True)
        return Answer(url, 200 if holds else status, dict(response.headers), path, size, digest)

    def _keep(self, response: httpx.Response, path: Path, goes_on: bool, deadline: float) -> tuple[int, str]:
        """Writes a body, behind what is there of it already; size and hash are of the whole."""
        size, digest = partial.measure(path) if goes_on else (0, hashlib.sha256())
        with path.open("ab" if goes_on else "wb") as file:
            # as it comes: waiting for full pieces would let a slow one outlast the deadline
            for chunk in unpacked(response.iter_raw(), response.headers.get("content-encoding", "")):
                self._go_on()
                size += len(chunk)
                if size > self._limits.bytes:
                    partial.forget(path)
                    raise Unreachable(f"{response.url} sent more than {self._limits.bytes:,} bytes; the rest was not read.")
                if time.monotonic() > deadline:
                    raise Unreachable(f"{response.url} took longer than {self._limits.seconds:.0f} seconds.")
                digest.update(chunk)
                file.write(chunk)
        return size, digest.hexdigest()

    def look(self, url: str, method: str = "HEAD", named: frozenset[str] = frozenset()) -> int:
        """The status that an address answers with, redirects followed, its body left unread. Raises as ``fetch``."""
        for _ in range(self._limits.redirects + 1):
            guard(url, named)
            try:
                with self._client.stream(method, url, headers={"Range": "bytes=0-0"} if method == "GET" else None) as response:
                    status, location = response.status_code, response.headers.get("location", "")
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise Unreachable(f"{url} did not answer as it should: {error or type(error).__name__}.") from None
            if status not in MOVED:
                return status
            url = urljoin(url, location)
        raise Unreachable(f"{url} redirects more than {self._limits.redirects} times.")
