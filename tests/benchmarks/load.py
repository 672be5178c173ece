"""Asks a server as fast as it answers: by wrk where it is installed, else by a loop of our own."""

import asyncio
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from tests import loops

UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
# wrk calls request() once per request; the questions take turns, so none is asked twice before all were.
SCRIPT = """
local questions = {}
for line in io.lines("%s") do questions[#questions + 1] = line end
local turn = 0
request = function()
    turn = turn %% #questions + 1
    return wrk.format("GET", questions[turn], {["Accept"] = "*/*"})
end
"""


@dataclass(frozen=True, slots=True)
class Pace:
    """How a server kept up: requests per second, median and 99th percentile in milliseconds, answers that were no success."""

    per_second: float
    median: float
    slowest: float
    failed: int


def ask(base: str, questions: Sequence[str], seconds: float, clients: int = 32) -> Pace:
    """Asks these paths in turn over ``clients`` connections that are kept open."""
    if shutil.which("wrk"):
        return _by_wrk(base, questions, seconds, clients)
    return loops.run(_by_loop(base, [_get(base, path) for path in questions], seconds, clients))


def post(base: str, bodies: Sequence[tuple[str, dict[str, str], bytes]], clients: int = 16) -> Pace:
    """Sends each form once: (path, headers, body), over ``clients`` connections. A redirect is a success, too."""
    return loops.run(_by_loop(base, [_post(base, *body) for body in bodies], None, clients))


def _by_wrk(base: str, questions: Sequence[str], seconds: float, clients: int) -> Pace:
    with tempfile.TemporaryDirectory() as folder:
        paths, script = Path(folder, "paths"), Path(folder, "ask.lua")
        paths.write_text("\n".join(questions))
        script.write_text(SCRIPT % paths)
        command = ["wrk", "-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", "--latency", "-s", str(script), base]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = {name: _number(said, pattern) for name, pattern in PATTERNS.items()}
    return Pace(found["rate"], found["median"], found["slowest"], int(found["failed"]))


PATTERNS = {
    "rate": r"Requests/sec:\s+([\d.]+)()",
    "median": r"50%\s+([\d.]+)(us|ms|s|m)",
    "slowest": r"99%\s+([\d.]+)(us|ms|s|m)",
    "failed": r"Non-2xx or 3xx responses:\s+(\d+)()",
}


def _number(text: str, pattern: str) -> float:
    found = re.search(pattern, text)
    return float(found[1]) * UNITS.get(found[2], 1) if found else 0.0


def _get(base: str, path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {urlsplit(base).netloc}\r\nAccept: */*\r\n\r\n".encode()


def _post(base: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST {path} HTTP/1.1\r\nHost: {urlsplit(base).netloc}\r\n{lines}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def _by_loop(base: str, requests: Sequence[bytes], seconds: float | None, clients: int) -> Pace:
    """Until the time is over, or, without a time, until each request was sent once."""
    turns, times, failed = count(), list[float](), list[int]()
    start = time.perf_counter()

    def following() -> bytes | None:
        turn = next(turns)
        over = turn >= len(requests) if seconds is None else time.perf_counter() - start > seconds
        return None if over else requests[turn % len(requests)]

    async def client() -> None:
        place = urlsplit(base)
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        while request := following():
            began = time.perf_counter()
            writer.write(request)
            status = await _answer(reader)
            times.append((time.perf_counter() - began) * 1000)
            failed.extend([status] if status >= 400 else [])
        writer.close()

    await asyncio.gather(*(client() for _ in range(clients)))
    times.sort()
    return Pace(len(times) / (time.perf_counter() - start), times[len(times) // 2], times[int(len(times) * 0.99)], len(failed))


async def _answer(reader: asyncio.StreamReader) -> int:
    """Reads one answer to its end and returns its status."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    if "transfer-encoding: chunked" in head:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    elif found := re.search(r"content-length: (\d+)", head):
        await reader.readexactly(int(found[1]))
    return int(head.split()[1])
