"""A harvest of many rows: ours beside the same work done bare."""

import json
from collections.abc import Iterator
from pathlib import Path

from datasets.settings import Settings
from harvesters.sources import all_sources
from tests.benchmarks import awards, processes
from tests.benchmarks.installation import set_up
from tests.benchmarks.table import Line

SOURCE = "foerderkatalog"
MEMORY = 400.0
"""MB."""


def told(said: str) -> str:
    """What the run says of its rows."""
    report = json.loads(said)
    return " ".join(f"{name} {report[name]:,}" for name in ("seen", "accepted", "rejected", "masked", "added", "fundings", "warnings"))


def measure(folder: Path, rows: int) -> Iterator[Line]:
    """Parse, check, load, publish; then once more, unchanged; then a tenth of the rows, for the memory."""
    what = f"harvest of {rows:,} rows"
    if SOURCE not in all_sources():
        yield Line(what, "s", None, note=f"there is no source {SOURCE} yet")
        return
    file = awards.write_export(folder / "foerderkatalog.csv", rows, Settings.from_environment({}).city.municipality_key)
    bare = folder / "bare-harvest"
    bare.mkdir()
    floor = processes.measured(["tests.benchmarks.floor_harvest", str(file), str(bare)])
    installation = set_up(folder / "harvest")
    words = ["harvesters", SOURCE, "--file", str(file), "--dataset", "foerderkatalog", "--json"]
    first, second = installation.command(*words), installation.command(*words)
    yield Line(what, "s", first.seconds, floor.seconds, 3.0, "at most", told(first.said))
    yield Line(f"{what}, processor time", "s", first.processor, floor.processor, 3.0, "at most")
    what = "the same again, unchanged, processor time"
    yield Line(what, "s", second.processor, first.processor, 0.05, "at most", f"floor: the first time; {second.seconds:.1f} s in all")
    yield Line("memory of the harvest", "MB", first.megabytes, None, MEMORY, "at most")
    few = awards.write_export(folder / "foerderkatalog-zehntel.csv", rows // 10)
    small = set_up(folder / "harvest-small").command("harvesters", SOURCE, "--file", str(few), "--dataset", "foerderkatalog")
    yield Line("memory, beside that of a tenth of the rows", "MB", first.megabytes, small.megabytes, 1.5, "at most")
