"""Questions to a release and pages: ours beside a floor that answers the same from the same rows."""

import json
import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from tests.benchmarks import awards, load, processes
from tests.benchmarks.installation import SERVER, Installation
from tests.benchmarks.table import Line

SLUG = "vergleich"
MANY = 20_000
"""Questions that differ; enough that a run of a few seconds seldom asks one twice."""


@dataclass(frozen=True, slots=True)
class Question:
    """One kind of question: ours and the floor's path for the same draw of chance, and the wanted ratio."""

    what: str
    ours: Callable[[dict[str, str]], str]
    floor: Callable[[dict[str, str]], str]
    target: float


def _search(**parts: object) -> str:
    given = {name: json.dumps(value) if isinstance(value, dict) else value for name, value in parts.items()}
    return f"/api/3/action/datastore_search?{urlencode({'resource_id': '{rid}'} | given, quote_via=quote)}".replace("%7Brid%7D", "{rid}")


QUESTIONS = (
    Question(
        "filter, 100 rows, total",
        lambda draw: _search(filters={"ort": draw["ort"]}, limit=draw["limit"]),
        lambda draw: f"/place?{urlencode({'ort': draw['ort'], 'limit': draw['limit']})}",
        0.75,
    ),
    Question(
        "full text in one column, 20 rows, total",
        lambda draw: _search(q={"thema": draw["word"]}, limit=20, offset=draw["few"]),
        lambda draw: f"/words?{urlencode({'q': draw['word'], 'limit': 20, 'offset': draw['few']})}",
        0.75,
    ),
    Question(
        "page in the middle, 100 rows",
        lambda draw: _search(limit=100, offset=draw["offset"]),
        lambda draw: f"/offset?limit=100&offset={draw['offset']}",
        1.0,
    ),
    Question(
        "count with filter",
        lambda draw: _search(filters={"ort": draw["ort"]}, limit=0),
        lambda draw: f"/count?{urlencode({'ort': draw['ort']})}",
        0.75,
    ),
)


def measure(installation: Installation, folder: Path, rows: int, seconds: float, repeats: int) -> Iterator[Line]:
    """Publishes ``rows`` awards in both ways, then asks both in turns."""
    plain = awards.write_plain(folder / f"{SLUG}.csv", rows)
    bare = folder / "bare"
    bare.mkdir()
    floor = processes.measured(["tests.benchmarks.floor_harvest", str(plain), str(bare), "--plain"])
    ours = installation.command("datasets", "import", SLUG, str(plain), "--licence", "dl-zero-de/2.0", "--title", "Vergleich")
    note = f"from a cold start; {floor.seconds:.2f} s bare"
    yield Line(f"import {rows:,} rows: load, index, publish", "s", ours.seconds, None, rows / 20_000, "at most", note)
    environment = installation.environment | {"FLOOR_TABLE": str(bare / "index.sqlite")}
    floor_words = processes.uvicorn("tests.benchmarks.floor_reads:app")
    with processes.server(SERVER, environment, "/healthz") as here, processes.server(floor_words, environment, "/count?ort=x") as there:
        resource = _resource(here.base)
        draws = _draws(rows)
        for question in QUESTIONS:
            if resource is None:
                yield Line(question.what, "req/s", None, note="datastore_search answers not yet")
                continue
            yield from _compared(question, draws, (here.base, there.base), resource, seconds, repeats)
    yield _download(installation, bare)


def pages(installation: Installation, folder: Path, seconds: float, repeats: int) -> Iterator[Line]:
    """Pages and metadata, each beside a bare server that sends the same bytes."""
    environment = installation.environment
    with processes.server(SERVER, environment, "/") as here:
        for what, path, target in _pages(here.base):
            try:
                body = processes.get(here.base + path)
            except OSError as error:
                yield Line(what, "req/s", None, note=f"{path}: {error}")
                continue
            (folder / "page").write_bytes(body)
            bare = {"FLOOR_PAGE": str(folder / "page"), "FLOOR_TABLE": ":memory:"}
            with processes.server(processes.uvicorn("tests.benchmarks.floor_reads:app"), bare, "/page") as there:
                pairs = [(load.ask(here.base, [path], seconds), load.ask(there.base, ["/page"], seconds)) for _ in range(repeats)]
            yield _line(what, pairs, target, f"{len(body):,} bytes")


def first_project(base: str) -> str:
    """The path of a project's page."""
    listed = processes.get(f"{base}/projekte").decode()
    return next(iter(re.findall(r'href="(/projekte/[a-z0-9-]+)"', listed)), "/projekte/none")


def _pages(base: str) -> list[tuple[str, str, float]]:
    return [
        ("start page", "/", 0.3),
        ("list of projects", "/projekte", 0.3),
        ("project page, anonymous", first_project(base), 0.3),
        ("dataset page", "/daten/projekte", 0.3),
        ("package_show", "/api/3/action/package_show?id=projekte", 0.3),
        ("package_search", "/api/3/action/package_search?q=projekte&rows=20", 0.3),
    ]


def _resource(base: str) -> str | None:
    try:
        answer = json.loads(processes.get(f"{base}/api/3/action/package_show?id={SLUG}"))
    except OSError:
        return None
    return next((one["id"] for one in answer["result"]["resources"] if one.get("datastore_active")), None)


def _draws(rows: int) -> list[dict[str, str]]:
    """Draws of chance that both sides turn into paths."""
    chance = random.Random(1)
    places = sorted({award["ort"] for award in awards.awards(min(rows, 20_000))})
    words = [*awards.FIELDS, *awards.DOINGS, *(name.split()[-1] for name in awards.OBJECTS)]
    return [
        {
            "ort": chance.choice(places),
            "limit": str(100 - number % 20),
            "word": f"{chance.choice(words)} {chance.choice(words)}",
            "few": str(number % 50),
            "offset": str(rows // 2 + number % (rows // 3)),
        }
        for number in range(MANY)
    ]


def _compared(
    question: Question, draws: list[dict[str, str]], bases: tuple[str, str], resource: str, seconds: float, repeats: int
) -> Iterator[Line]:
    ours = [question.ours(draw).replace("{rid}", resource) for draw in draws]
    floor = [question.floor(draw) for draw in draws]
    note = _disagreement(bases, ours[0], floor[0])
    for how, many in (("cold", MANY), ("warm", 1)):
        pairs = [(load.ask(bases[0], ours[:many], seconds), load.ask(bases[1], floor[:many], seconds)) for _ in range(repeats)]
        yield _line(f"{question.what}, {how}", pairs, question.target, note)


def _disagreement(bases: tuple[str, str], ours: str, floor: str) -> str:
    """Says where the two do not answer the same."""
    mine = json.loads(processes.get(bases[0] + ours))["result"]
    bare = json.loads(processes.get(bases[1] + floor))
    fault = "" if len(mine["records"]) == len(bare["rows"]) else f"rows differ: {len(mine['records'])} and {len(bare['rows'])}"
    return fault or ("" if bare["total"] in {None, mine["total"]} else f"totals differ: {mine['total']} and {bare['total']}")


def _line(what: str, pairs: list[tuple[load.Pace, load.Pace]], target: float, note: str) -> Line:
    """The run in the middle by ratio; failed answers are said."""
    pairs.sort(key=lambda pair: pair[0].per_second / pair[1].per_second)
    ours, floor = pairs[len(pairs) // 2]
    failed = f"{ours.failed + floor.failed} answers failed; " if ours.failed + floor.failed else ""
    return Line(what, "req/s", ours.per_second, floor.per_second, target, note=f"{failed}p50 {ours.median:.2f} ms {note}")


def _download(installation: Installation, bare: Path) -> Line:
    """Whole tables as CSV, beside a bare server that sends the same kind of file from memory; the best of three each."""
    name = "whole table as CSV"
    with processes.server(SERVER, installation.environment, "/healthz") as here:
        try:
            ours = _megabytes_per_second(f"{here.base}/daten/{SLUG}/aktuell/{SLUG}.csv")
        except OSError as error:
            return Line(name, "MB/s", None, note=str(error))
    environment = {"FLOOR_TABLE": ":memory:", "FLOOR_PAGE": str(bare / "rows.csv")}
    with processes.server(processes.uvicorn("tests.benchmarks.floor_reads:app"), environment, "/page") as there:
        return Line(name, "MB/s", ours, _megabytes_per_second(f"{there.base}/page"), 0.5)


def _megabytes_per_second(url: str) -> float:
    paces = []
    for _ in range(3):
        start = time.perf_counter()
        size = len(processes.get(url))
        paces.append(size / (time.perf_counter() - start) / 1e6)
    return max(paces)
