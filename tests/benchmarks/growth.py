"""What a hundred times as much does to answers of a fixed size: the same addresses, asked cold, over two registers."""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine
from starlette.testclient import TestClient

from datasets import catalogue, releases
from datasets.database import open_engine, transaction
from datasets.records import Column, DatasetRecord, ProjectRecord, Text
from datasets.register import loading, writing
from datasets.schema import migrate
from datasets.settings import Settings
from datasets.tables.types import now
from portal.app import create_app
from tests.benchmarks.table import Line

ADDRESSES = {
    "project page": "/projekte/vorhaben-7",
    "list of projects, first page": "/projekte",
    "list of projects, filtered": "/projekte?status=running&thema={topic}",
    "search": "/suche?q=Vorhaben+7",
    "dataset page": "/daten/tabelle-3",
    "package_show": "/api/3/action/package_show?id=tabelle-3",
    "package_search, 10 of all": "/api/3/action/package_search?q=Tabelle&rows=10",
    "catalogue, first page": "/catalog.ttl?page=1",
}
TIMES = 15
ORIGIN = writing.Origin("vergleich", "register", None, now())


def measure(folder: Path, projects: int = 30, datasets: int = 5, factor: int = 100) -> Iterator[Line]:
    """Median of the processor time of an answer that is not kept, before and after the growth.

    Processor time, because other work on the machine does not show in it.

    Datasets grow by a tenth of the factor: each is a folder of files, and making them is all that the time would go into.
    """
    before = _grown(folder / "small", projects, datasets)
    after = _grown(folder / "large", projects * factor, datasets * max(1, factor // 10))
    small, large = _medians(before), _medians(after)
    for what in ADDRESSES:
        if small[what] is None or large[what] is None:
            yield Line(f"{what}", "ms", None, note="answers not yet")
        else:
            yield Line(f"{what}", "ms", large[what], small[what], 1.5, "at most", "floor: before the growth")


def _grown(home: Path, projects: int, datasets: int) -> Settings:
    settings = Settings.from_environment({"MEHRWERT_HOME": str(home)})
    settings.secret()
    engine = open_engine(settings.database_url)
    migrate(engine)
    topics = [topic.slug for topic in settings.city.topics]
    with transaction(engine) as session:
        releases.enter_own(session, settings)
        records = (_project(number, topics[number % len(topics)]) for number in range(projects))
        loading.load(session, records, ORIGIN)
        catalogue.raise_version(session)
    for number in range(datasets):
        releases.publish(engine, settings, _dataset(number), [(row, f"Wert {row}") for row in range(20)])
    engine.dispose()
    return settings


def _project(number: int, topic: str) -> ProjectRecord:
    text = Text(de=f"Vorhaben {number}", en=f"Undertaking {number}")
    return ProjectRecord(slug=f"vorhaben-{number}", title=text, summary=text, status="running", topics=(topic,))


def _dataset(number: int) -> DatasetRecord:
    columns = (Column(name="id", type="integer", title=Text(de="Nummer")), Column(name="wert", title=Text(de="Wert")))
    text = Text(de=f"Tabelle {number}")
    facts = {"slug": f"tabelle-{number}", "title": text, "description": text, "licence": "dl-zero-de/2.0", "publisher": "Amt"}
    return DatasetRecord.model_validate(facts | {"columns": columns, "key": ("id",), "origin": "imported"})


def _medians(settings: Settings) -> dict[str, float | None]:
    topic = settings.city.topics[0].slug
    app = create_app(settings, fresh=0)
    with TestClient(app) as client:
        return {what: _median(client, app.state.engine, path.format(topic=topic)) for what, path in ADDRESSES.items()}


def _median(client: TestClient, engine: Engine, path: str) -> float | None:
    """Milliseconds; None where nothing answers there. Each time the catalogue is a new one, so that no answer is kept."""
    times = []
    for _ in range(TIMES):
        with transaction(engine) as session:
            catalogue.raise_version(session)
        start = time.process_time()
        status = client.get(path).status_code
        times.append((time.process_time() - start) * 1000)
        if status != 200:
            return None
    return statistics.median(times)
