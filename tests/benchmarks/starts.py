"""What a visit costs before anything is asked often: start, memory, bytes over the wire."""

import re
from collections.abc import Iterator

from tests.benchmarks import processes
from tests.benchmarks.installation import SERVER, Installation
from tests.benchmarks.table import Line

LINKED = re.compile(r"""<(?:link|script)\b[^>]*?(?:href|src)=["'](/[^"']+\.(?:css|js|mjs))["']""")


def measure(installation: Installation) -> Iterator[Line]:
    """Start to the first page, memory after it, the first load of each kind of page."""
    bare = processes.run(["-c", "import fastapi, sqlmodel, uvicorn"])
    with processes.server(SERVER, installation.environment, "/") as here:
        yield Line("start to first page", "s", here.seconds, bare.seconds, 1.5, "at most", "floor: importing fastapi and sqlmodel")
        yield Line("memory of a portal process", "MB", here.megabytes, None, 180, "at most")
        for what, path in (("start page", "/"), ("list of projects", "/projekte"), ("datasets", "/daten")):
            yield _weight(here.base, what, path)


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
