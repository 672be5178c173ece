"""Questions and pages side by side with the peers: the fixed questions of their runner, and questions that vary."""

import csv
import json
import random
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from tests.benchmarks import load, peers, processes
from tests.benchmarks.peers import System
from tests.benchmarks.table import Line

CLIENTS = 32
MANY = 20_000
"""Questions that differ; enough that a run of a few seconds seldom asks one twice."""
ROWS = "/api/3/action/datastore_search?resource_id={rid}"
TABLE = "/funding/vorhaben.json?{of}&_shape=objects&_nosuggest=1&_nofacet=1"
SQL = "/funding.json?sql=select+rowid,*+from+vorhaben+order+by+rowid+limit+100+offset+{offset}&_shape=objects"

Wanted = tuple[str, Mapping[str, float]]
FIXED: dict[str, Wanted] = {
    "filter": ("filter, 100 rows, total", {"better": 8, "floor": 0.75}),
    "fts_thema": ("full text in one column, 20 rows, total", {"datasette": 8}),
    "page_deep": ("page at offset 50,000", {"datasette": 8, "floor": 1}),
    "count": ("count with filter", {"better": 6}),
    "metadata": ("package_show", {"ckan": 20}),
    "search_api": ("package_search, 20 datasets", {"ckan": 10}),
    "html_dataset": ("dataset page, HTML", {"ckan": 80}),
}
"""By the runner's name of a question: what it is, and how much of whom ours is to be."""
VARYING: dict[str, dict[str, str]] = {
    "filter": {
        "ckan": ROWS + '&filters={{"ort":"{ort}"}}&limit={limit}',
        "datasette": TABLE.format(of="ort={ort}&_size={limit}"),
        "floor": "/filter?ort={ort}&limit={limit}",
    },
    "fts_thema": {
        "ckan": ROWS + '&q={{"thema":"{word}"}}&limit={few}',
        "datasette": TABLE.format(of="_search={word}&_size={few}"),
        "floor": "/fts?q={word}&limit={few}",
    },
    "page_deep": {"ckan": ROWS + "&limit=100&offset={offset}", "datasette": SQL, "floor": "/page?limit=100&offset={offset}"},
    "count": {
        "ckan": ROWS + '&filters={{"ort":"{ort}"}}&limit=0&offset={offset}',
        "datasette": TABLE.format(of="ort={ort}&_size=0"),
        # Its own count knows the few ministries only.
        "floor": "/filter?ort={ort}&limit=0",
    },
}
OURS = {"html_dataset": "/daten/{dataset}", "html_search": "/daten?q=Haushalt"}
"""Pages of ours that have another address than CKAN's."""


def measure(folder: Path, seconds: float, repeats: int) -> Iterator[Line]:
    """Nothing but the reason where the peers are absent; where one of them is, it is left out and named."""
    if reason := peers.missing():
        yield Line("beside Datasette and CKAN", "req/s", None, note=reason)
        return
    with peers.all_up() as (up, reasons):
        for name, reason in reasons.items():
            yield Line(f"beside {name}", "req/s", None, note=reason)
        with peers.ours(folder) as (here, took):
            note = f"from a cold start; {took.processor:.2f} s of a processor"
            yield Line("import 100,000 rows: load, index, publish", "s", took.seconds, None, 5, "at most", note)
            yield from _fixed(folder, {**up, "ours": here}, seconds, repeats)
            yield from _varying({**up, "ours": here}, seconds, repeats)


def _fixed(folder: Path, systems: dict[str, System], seconds: float, repeats: int) -> Iterator[Line]:
    """One run of their runner, whose own table is printed, too."""
    found, urls = folder / "measured.json", folder / "urls.json"
    urls.write_text(json.dumps({"ours": OURS | {"export": _file(systems["ours"].base)}}))
    words = ["--json", str(found), "--urls", str(urls), "--conc", str(CLIENTS), "--seconds", str(seconds), "--reps", str(repeats)]
    words += ["--only", ",".join([*FIXED, "export"]), "--calm-s", "2", "--retries", "1", "--noise-pct", "25"]
    for name, system in systems.items():
        words += ["--system", f"{name}={system.base}", "--pids", f"{name}={','.join(map(str, system.pids))}"]
    sys.stdout.write("\n" + peers.run_script("measure.py", *words) + "\n")
    measured = json.loads(found.read_text())
    for name, (what, targets) in FIXED.items():
        cells = measured["workloads"].get(name, {}).get(str(CLIENTS), {})
        yield from _lines(f"{what}, fixed", {system: cell["rps"] for system, cell in cells.items()}, targets, "")
    whole = {name: each["mb_s"] for name, each in measured["downloads"]["export"].items()}
    yield from _lines("whole table as CSV", whole, {}, "ours: the file of the release", "MB/s")
    dump = f"/datastore/dump/{_resource(systems['ours'].base)}"
    paces = [peers.script("measure.py")["download"](systems["ours"].base + dump, {})["mb_s"] for _ in range(repeats)]
    yield from _lines("the same written anew, as CKAN dumps it", whole | {"ours": sorted(paces)[len(paces) // 2]}, {}, "", "MB/s")


def _varying(systems: dict[str, System], seconds: float, repeats: int) -> Iterator[Line]:
    """Systems take turns; of each the run in the middle counts. Each run asks what none before it asked: answers may be kept."""
    runner, drawn = peers.script("measure.py"), _draws()
    rids = {name: _resource(systems[name].base) for name in systems if name in {"ckan", "ours"}}
    files = [str(file) for system in systems.values() for file in system.pids]
    for question, templates in VARYING.items():
        paths = {name: _paths(templates.get(name) or templates["ckan"], drawn, rids.get(name, "")) for name in systems}
        answers = {name: runner["summarise"](processes.get(systems[name].base + paths[name][0])) for name in systems}
        runs: dict[str, list[tuple[float, float]]] = {name: [] for name in systems}
        for number in range(repeats):
            for name, system in systems.items():
                runner["settle"](files)
                runs[name].append(_asked(system, paths[name][number::repeats], seconds))
        middle = {name: sorted(each)[len(each) // 2] for name, each in runs.items()}
        what, targets = FIXED[question]
        said = ", ".join(f"{name} {milliseconds:.2f}" for name, (_, milliseconds) in middle.items())
        note = f"processor ms: {said}{_disagreement(answers)}"
        yield from _lines(f"{what}, varying", {name: pace for name, (pace, _) in middle.items()}, targets, note)


def _asked(system: System, paths: list[str], seconds: float) -> tuple[float, float]:
    """Answers a second, and milliseconds of a processor for each."""
    used = system.processor
    pace = load.ask(system.base, paths, seconds, CLIENTS).per_second
    return pace, (system.processor - used) / (pace * seconds) * 1000 if pace else 0.0


def _lines(what: str, paces: Mapping[str, float], targets: Mapping[str, float], note: str, unit: str = "req/s") -> Iterator[Line]:
    """One line for each of the others; the targets' ``better`` is the better one of CKAN and Datasette."""
    others = {name: pace for name, pace in paces.items() if name != "ours" and pace}
    best = max((name for name in others if name != "floor"), key=others.__getitem__, default="")
    wanted = {best if name == "better" else name: value for name, value in targets.items()}
    for name, pace in others.items():
        yield Line(f"{what}, beside {name}", unit, paces.get("ours"), pace, wanted.get(name), note=note if name == "floor" else "")


def _draws() -> list[dict[str, str]]:
    """Draws of chance from what the rows hold."""
    with peers.table().open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    places = sorted({row["ort"] for row in rows})
    words = sorted({word for row in rows[:5000] for word in re.findall(r"\b[A-Z][a-zäöüß]{5,}\b", row["thema"])})
    chance = random.Random(3)
    return [
        {
            "ort": chance.choice(places),
            "word": chance.choice(words),
            "limit": str(100 - number % 20),
            "few": str(20 - number % 10),
            "offset": str(50_000 + number),
        }
        for number in range(MANY)
    ]


def _paths(template: str, draws: list[dict[str, str]], rid: str) -> list[str]:
    return [quote(template.format(rid=rid, **draw), safe="/?&=+,:;*()-._~") for draw in draws]


def _resource(base: str) -> str:
    answer = json.loads(processes.get(f"{base}/api/3/action/package_show?id={peers.SLUG}"))
    return next(str(one["id"]) for one in answer["result"]["resources"] if one.get("datastore_active"))


def _file(base: str) -> str:
    """The file of the newest release, as the catalogue names it."""
    answer = json.loads(processes.get(f"{base}/daten/{peers.SLUG}/ausgaben.json"))
    return f"/daten/{peers.SLUG}/{answer[0]['release']}/{peers.SLUG}.csv"


def _disagreement(answers: Mapping[str, Mapping[str, int]]) -> str:
    """Says where they do not answer the same."""
    for part in ("rows", "total"):
        if len({found[part] for found in answers.values() if part in found}) > 1:
            return f"; {part} differ: {', '.join(f'{name} {found.get(part)}' for name, found in answers.items())}"
    return ""
