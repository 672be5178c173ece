"""``python -m tests.benchmarks.run [PART …]``: how fast it is, beside a floor that is measured in the same run."""

import argparse
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from datasets.settings import Settings
from tests.benchmarks import attacks, beside, feeds, growth, harvests, matching, reads, simulation, starts, writes
from tests.benchmarks.installation import set_up
from tests.benchmarks.table import Line, show

Part = Callable[[Path, argparse.Namespace], Iterator[Line]]


def _reads(folder: Path, asked: argparse.Namespace) -> Iterator[Line]:
    return reads.measure(set_up(folder / "reads"), folder, asked.rows, asked.seconds, asked.repeats)


def _peers(folder: Path, asked: argparse.Namespace) -> Iterator[Line]:
    return beside.measure(folder, asked.seconds, asked.repeats)


def _pages(folder: Path, asked: argparse.Namespace) -> Iterator[Line]:
    return reads.pages(set_up(folder / "pages"), folder, asked.seconds, asked.repeats)


def _writes(folder: Path, asked: argparse.Namespace) -> Iterator[Line]:
    return writes.measure(folder, asked.ratings)


def _harvests(folder: Path, asked: argparse.Namespace) -> Iterator[Line]:
    return harvests.measure(folder, asked.harvested)


def _starts(folder: Path, asked: argparse.Namespace) -> Iterator[Line]:
    return starts.measure(set_up(folder / "starts"))


def _growth(folder: Path, asked: argparse.Namespace) -> Iterator[Line]:
    return growth.measure(folder, factor=asked.factor)


def _feeds(folder: Path, asked: argparse.Namespace) -> Iterator[Line]:
    return feeds.measure(folder, asked.dumped, asked.judged)


def _trust(folder: Path, asked: argparse.Namespace) -> Iterator[Line]:
    yield from simulation.measure(asked.projects)
    yield from attacks.measure(folder)


def _matching(_folder: Path, asked: argparse.Namespace) -> Iterator[Line]:
    return matching.measure(Settings.from_environment({}).city, asked.harvested)


PARTS: dict[str, tuple[str, Part]] = {
    "start": ("Start, memory, first load", _starts),
    "questions": ("Questions to a release", _reads),
    "peers": ("Questions and pages beside a real CKAN, Datasette and their bare server", _peers),
    "pages": ("Pages and metadata", _pages),
    "feeds": ("The whole catalogue in RDF, generated datasets", _feeds),
    "ratings": ("Ratings, synced to the disk", _writes),
    "harvest": ("Harvest", _harvests),
    "trust": ("Trust: simulated projects, and attacks on one with 100 honest votes", _trust),
    "matching": ("Matching on labelled pairs", _matching),
    "growth": ("Growth of projects and datasets, answers that are not kept", _growth),
}


def main() -> None:
    """Prints a table per part; 1 where a target is not met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all where none is named")
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the release that is asked")
    parser.add_argument("--harvested", type=int, default=300_000, help="rows of the harvest")
    parser.add_argument("--dumped", type=int, default=2000, help="datasets whose RDF is fetched")
    parser.add_argument("--judged", type=int, default=100, help="datasets whose RDF is held against the shapes")
    parser.add_argument("--ratings", type=int, default=400)
    parser.add_argument("--projects", type=int, default=simulation.PROJECTS, help="simulated, for each kind of truth")
    parser.add_argument("--factor", type=int, default=100, help="of the growth")
    parser.add_argument("--seconds", type=float, default=3, help="of each run of the load")
    parser.add_argument("--repeats", type=int, default=3, help="runs of each side, in turns; the one in the middle counts")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers of a part that is stopped are ended, too
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"there is no part {min(unknown)}")
    if shutil.which("wrk") is None:
        sys.stdout.write("wrk is not installed; the load comes from a loop of our own, which is itself the limit of fast answers.\n")
    busy = os.getloadavg()[0]
    if busy > 0.5:
        sys.stdout.write(f"The machine is busy with other work (load {busy:.1f}); what follows says less than it seems to.\n")
    lines: list[Line] = []
    for name in asked.parts or PARTS:
        title, part = PARTS[name]
        with tempfile.TemporaryDirectory() as folder:
            measured = list(part(Path(folder), asked))
        show(title, measured)
        lines += measured
    # A target that is not met is a figure to look at, not a failed command.
    sys.stdout.write(f"\n{sum(line.met is True for line in lines)} targets met, {sum(line.met is False for line in lines)} not met\n")


if __name__ == "__main__":
    main()
