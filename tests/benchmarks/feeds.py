"""The whole catalogue in RDF: how long a harvester walks through many datasets, and whether the shapes find nothing wrong."""

import time
from collections.abc import Iterator
from pathlib import Path

from datasets.database import open_engine
from datasets.schema import migrate
from datasets.settings import ROOT, Settings
from datasets.vocabularies import dcat
from tests import shapes
from tests.benchmarks import processes
from tests.benchmarks.installation import SERVER
from tests.benchmarks.table import Line
from tests.conftest import import_tables
from tests.generated import fill

SHARED = ROOT.parent / "shared"
EDITION = {"de20": "?profiles=dcat_ap_de_2&page="}
"""How pages are asked for that a profile of an older edition judges."""
PROFILES = ("ap301-base", "ap301-full", "de30", "de30-cv", "de20")
DUMP = 15.0
"""Seconds that the walk through 10,000 datasets may take."""
AGAIN = 0.2
"""Share of that time for the same when nothing changed since."""


def measure(folder: Path, dumped: int, judged: int) -> Iterator[Line]:
    """All walks are those of a harvester, page after page: first of a portal that nobody asked before, then once more."""
    with processes.server(SERVER, _filled(folder / "dump", dumped), "/healthz") as here:
        for ending in ("nt", "ttl", "rdf", "jsonld"):
            used = here.processor
            pages, seconds = _walk(f"{here.base}/catalog.{ending}?page=", dumped)
            used = here.processor - used
            again = _walk(f"{here.base}/catalog.{ending}?page=", dumped)[1]
            note = f"{sum(map(len, pages)) / 1e6:.0f} MB, {used:.1f} s of a processor"
            yield Line(f"{dumped:,} datasets as {ending}", "s", seconds, None, DUMP * dumped / 10_000, "at most", note)
            yield Line(f"{dumped:,} datasets as {ending}, unchanged", "s", again, seconds, AGAIN, "at most")
    if not (SHARED / "shacl").is_dir():
        yield Line("shapes", "", None, note="the shapes of DCAT-AP are not here")
        return
    with processes.server(SERVER, _filled(folder / "shapes", judged), "/healthz") as here:
        for profile in PROFILES:
            yield _judged(profile, _walk(f"{here.base}/catalog.nt{EDITION.get(profile, '?page=')}", judged)[0], judged)


def _filled(home: Path, datasets: int) -> dict[str, str]:
    """An installation with so many datasets; returns the environment that names it."""
    environment = {"MEHRWERT_HOME": str(home), "MEHRWERT_REQUESTS_PER_MINUTE": "0"}
    home.mkdir(parents=True)
    settings = Settings.from_environment(environment)
    import_tables()
    engine = open_engine(settings.database_url)
    migrate(engine)
    fill(engine, datasets, settings.city)
    engine.dispose()
    return environment


def _walk(address: str, datasets: int) -> tuple[list[bytes], float]:
    start = time.perf_counter()
    pages = [processes.get(f"{address}{number}") for number in range(1, dcat.pages(datasets) + 1)]
    return pages, time.perf_counter() - start


def _judged(profile: str, pages: list[bytes], datasets: int) -> Line:
    start = time.perf_counter()
    wrong = [line for page in pages for line in shapes.violations(SHARED, profile, page)]
    triples = sum(page.count(b"\n") for page in pages)
    note = f"{triples:,} triples in {time.perf_counter() - start:.0f} s{'; ' + wrong[0] if wrong else ''}"
    return Line(f"violations of {profile}, {datasets:,} datasets", "", len(wrong), None, 0, "at most", note)
