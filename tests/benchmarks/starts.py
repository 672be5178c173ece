"""What a visit costs before anything is asked often: start, memory, bytes over the wire."""

import re
from collections.abc import Iterator

from tests.benchmarks import processes
from tests.benchmarks.installation import SERVER, Installation
from tests.benchmarks.table import Line

STARTS = 3
LINKED = re.compile(r"""<(?:link|script)\b[^>]*?(?:href|src)=["'](/[^"']+\.(?:css|js|mjs))["']""")


FLOOR = ["-c", "import fastapi, sqlmodel, uvicorn"]


def measure(installation: Installation) -> Iterator[Line]:
    """Start to the first page, memory after it, the first load of each kind of page."""
    # As any start but the very first one: what is imported lies compiled in a folder, whatever the shell says about that.
    environment = installation.environment | {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(installation.home / "compiled")}
    starts = [_started(environment) for _ in range(1 + STARTS)][1:]
    ours, bare = sorted(starts, key=lambda pair: pair[0] / pair[1])[len(starts) // 2]
    yield Line("start to first page", "s", ours, bare, 1.5, "at most", "floor: importing fastapi and sqlmodel")
    with processes.server(SERVER, environment, "/") as here:
        yield Line("memory of a portal process", "MB", here.megabytes, None, 180, "at most")
        for what, path in (("start page", "/"), ("list of projects", "/projekte"), ("datasets", "/daten")):
            yield _weight(here.base, what, path)


def _started(environment: dict[str, str]) -> tuple[float, float]:
    """Seconds to our first page, and of the floor's import right after it."""
    with processes.server(SERVER, environment, "/") as here:
        pass
    return here.seconds, processes.run(FLOOR, environment).seconds


def _weight(base: str, what: str, path: str) -> Line:
    """The page with the style and script that it links, compressed as a browser would get them."""
    name = f"first load, {what}"
    try:
        page = processes.get(base + path).decode()
    except OSError as error:
        return Line(name, "kB", None, note=str(error))
    parts = [path, *sorted(set(LINKED.findall(page)))]
    size = sum(len(processes.get(base + part, "br")) for part in parts)
    return Line(name, "kB", size / 1000, None, 60, "at most", f"{len(parts)} requests")
