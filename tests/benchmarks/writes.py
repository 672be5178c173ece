"""Ratings, stored for good: ours beside a bare server that makes one synced insert per form, on both databases."""

import random
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode

from tests import postgresql
from tests.benchmarks import load, processes
from tests.benchmarks.installation import SERVER, Installation, set_up
from tests.benchmarks.reads import first_project
from tests.benchmarks.table import Line

Form = tuple[str, dict[str, str], bytes]
NOT_YET = "the page has no rating form yet"
ROUNDS = 3
FEW = 40


class RatingForm(HTMLParser):
    """Finds the form whose action ends in ``/bewertung`` and the hidden fields in it."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collects while inside."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("action", "").endswith("/bewertung"):
            self._inside, self.action = True, given["action"]
        elif self._inside and tag == "input" and given.get("type") == "hidden":
            self.fields[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """The form is over."""
        self._inside = self._inside and tag != "form"


def measure(folder: Path, ratings: int) -> Iterator[Line]:
    """Both databases, each with the durability that it has when it is installed."""
    yield _compared("SQLite", set_up(folder / "lite"), str(folder / "bare.sqlite"), ratings)
    binaries = postgresql.binaries()
    if binaries is None:
        yield Line("rating on PostgreSQL, 16 clients", "req/s", None, note="no server is installed")
        return
    with postgresql.a_server(binaries, ()) as home:
        postgresql.copy(home, "template1", "ours")
        postgresql.copy(home, "template1", "bare")
        bare = postgresql.address(home, "bare").replace("+psycopg", "")
        yield _compared("PostgreSQL", set_up(folder / "grown", postgresql.address(home, "ours")), bare, ratings)


def _compared(name: str, installation: Installation, bare: str, ratings: int) -> Line:
    """In turns, the run in the middle by ratio; processor time is said too, as it suffers less from other work."""
    what = f"rating on {name}, 16 clients"
    floor_words = processes.uvicorn("tests.benchmarks.floor_writes:app")
    with (
        processes.server(SERVER, installation.environment, "/") as here,
        processes.server(floor_words, {"FLOOR_DATABASE": bare}, "/") as there,
    ):
        pairs = [(_sent(here, forms), _sent(there, [("/", *rest) for _, *rest in forms])) for forms in _rounds(here.base, ratings)]
    if not pairs:
        return Line(what, "req/s", None, note=NOT_YET)
    (ours, mine), (floor, bare_own) = sorted(pairs, key=lambda pair: pair[0][0].per_second / pair[1][0].per_second)[len(pairs) // 2]
    failed = f"{ours.failed} answers failed; " if ours.failed else ""
    note = f"{failed}p50 {ours.median:.1f} ms, p99 {ours.slowest:.1f} ms; processor {mine:.2f} ms, floor {bare_own:.2f} ms"
    return Line(what, "req/s", ours.per_second, floor.per_second, 0.5, note=note)


def _rounds(base: str, ratings: int) -> Iterator[list[Form]]:
    """Forms for the rounds that are measured; a round of few goes before, so that nothing is done for the first time."""
    chance = random.Random(2)
    if not (warming := _filled_forms(base, FEW, chance)):
        return
    load.post(base, warming)
    for _ in range(ROUNDS):
        yield _filled_forms(base, ratings, chance)


def _sent(server: processes.Server, forms: list[Form]) -> tuple[load.Pace, float]:
    """How fast they were stored, and milliseconds of a processor for each."""
    used = server.processor
    pace = load.post(server.base, forms)
    return pace, (server.processor - used) / len(forms) * 1000


def _filled_forms(base: str, ratings: int, chance: random.Random) -> list[Form]:
    """A form of its own for each, as many visitors from many networks would send them."""
    path = first_project(base)
    return [form for _ in range(ratings) if (form := _filled(base, path, chance)) is not None]


def _filled(base: str, path: str, chance: random.Random) -> Form | None:
    visitor = {"X-Forwarded-For": f"{chance.randrange(11, 120)}.{chance.randrange(256)}.{chance.randrange(256)}.7"}
    parser = RatingForm()
    try:
        parser.feed(processes.get(base + path, headers=visitor).decode())
    except HTTPError:
        return None
    if not parser.action:
        return None
    body = urlencode(parser.fields | {"overall": str(chance.randint(1, 5)), "familiarity": "use", "comment": ""}).encode()
    headers = visitor | {"Content-Type": "application/x-www-form-urlencoded", "Origin": base, "Sec-Fetch-Site": "same-origin"}
    return parser.action, headers, body
