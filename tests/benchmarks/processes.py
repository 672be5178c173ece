"""Starts what is measured, each in a process of its own, and says what it took: seconds, memory, an address to ask."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from datasets.settings import ROOT


@dataclass(frozen=True, slots=True)
class Took:
    """What a command took: seconds, seconds of a processor, the highest memory in MB, and what it printed."""

    seconds: float
    processor: float
    megabytes: float
    said: str


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers; ``seconds`` is how long it took until it did."""

    base: str
    pid: int
    seconds: float

    @property
    def megabytes(self) -> float:
        """Its memory and that of its children; pages that several share are split between them."""
        mine = [self.pid, *_children(self.pid)]
        texts = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in mine]
        return sum(int(re.findall(r"^Pss:\s+(\d+)", text, re.MULTILINE)[0]) for text in texts) / 1024

    @property
    def processor(self) -> float:
        """Seconds of a processor that it and its children have used since they began; other work on the machine is not in it."""
        return processor_of(self.pid)


def run(words: list[str], environment: Mapping[str, str] | None = None) -> Took:
    """Runs ``python WORDS`` to its end. Raises RuntimeError, with what it complained of, where it fails."""
    start = time.perf_counter()
    command, everything = [sys.executable, *words], {**os.environ, **(environment or {})}
    process = subprocess.Popen(command, cwd=ROOT, env=everything, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    said, complained = process.communicate()
    seconds = time.perf_counter() - start
    if process.returncode:
        raise RuntimeError(f"{' '.join(words)}: {complained[-2000:]}")
    return Took(seconds, _told("processor", complained), _told("peak", complained) / 1024, said)


def measured(words: list[str], environment: Mapping[str, str] | None = None) -> Took:
    """As ``run``, with processor time and highest memory, which the process itself tells in its last lines."""
    program = (
        "import atexit, resource, runpy, sys\n"
        "def tell():\n"
        "    used = resource.getrusage(resource.RUSAGE_SELF)\n"
        "    sys.stderr.write(f'\\npeak {used.ru_maxrss}\\nprocessor {used.ru_utime + used.ru_stime}\\n')\n"
        "atexit.register(tell)\n"
        f"sys.argv = {words!r}\n"
        f"runpy.run_module({words[0]!r}, run_name='__main__', alter_sys=True)\n"
    )
    return run(["-c", program], environment)


@contextmanager
def server(words: list[str], environment: Mapping[str, str], path: str) -> Iterator[Server]:
    """``python WORDS --port …`` until the block ends; it is there when ``path`` answers with any status."""
    port = _free_port()
    start = time.perf_counter()
    command, everything = [sys.executable, *words, "--port", str(port)], {**os.environ, **environment}
    with tempfile.TemporaryFile() as complaints:  # a pipe that nobody reads would stop a server that logs much
        process = subprocess.Popen(command, cwd=ROOT, env=everything, stdout=subprocess.DEVNULL, stderr=complaints)
        try:
            _wait(f"http://127.0.0.1:{port}{path}", process, complaints)
            yield Server(f"http://127.0.0.1:{port}", process.pid, time.perf_counter() - start)
        finally:
            process.terminate()
            process.wait(30)


def uvicorn(app: str, workers: int = 1) -> list[str]:
    """The words that serve an ASGI app as fast as uvicorn can."""
    return ["-m", "uvicorn", app, "--log-level", "error", "--no-access-log", "--workers", str(workers)]


def get(url: str, encoding: str = "identity", headers: Mapping[str, str] | None = None) -> bytes:
    """A body as it was sent. Raises HTTPError for 4xx and 5xx."""
    sent = {"Accept-Encoding": encoding, "Accept": "*/*", **(headers or {})}
    asked = urllib.request.Request(url, headers=sent)  # noqa: S310  # our own address on loopback
    with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310
        body: bytes = answer.read()
        return body


def processor_of(pid: int) -> float:
    """Seconds of a processor, in user and system mode, of a process and its children."""
    return sum(_ticks(one) for one in (pid, *_children(pid))) / os.sysconf("SC_CLK_TCK")


def _ticks(pid: int) -> int:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:  # it has just ended
        return 0
    return int(stat[11]) + int(stat[12])


def _wait(url: str, process: subprocess.Popen[bytes], complaints: IO[bytes], seconds: float = 60) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end and process.poll() is None:
        try:
            get(url)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.01)
        else:
            return
    complaints.seek(0)
    raise RuntimeError(f"no answer from {url}: {complaints.read().decode()[-2000:]}")


def _told(name: str, text: str) -> float:
    found = re.search(rf"^{name} ([\d.]+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def _children(pid: int) -> list[int]:
    direct = [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
    return direct + [grandchild for child in direct for grandchild in _children(child)]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
