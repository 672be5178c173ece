"""Fake web sites on loopback: a handler function says what each question is answered with."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the site saw it; names of ``headers`` are lower case."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site says."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drip: float = 0.0
    """Seconds before each ten bytes of the body."""


Handler = Callable[[Asked], Answer]


@contextmanager
def a_site(handler: Handler) -> Iterator[str]:
    """Serves the handler on a free port of 127.0.0.1 and yields the address, without a slash at its end."""

    class Conversation(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            said = handler(Asked(self.command, parts.path, parse_qs(parts.query), headers, body))
            self.send_response(said.status)
            for name, value in {"Content-Length": str(len(said.body)), **said.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.speak(said)

        def speak(self, said: Answer) -> None:
            for at in range(0, len(said.body), 10) if said.drip else ():
                time.sleep(said.drip)
                self.wfile.write(said.body[at : at + 10])
            if not said.drip:
                self.wfile.write(said.body)

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = answer  # noqa: N815  # the base class looks for these names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
            """Says nothing: pytest shows what a test asks for."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Conversation) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
