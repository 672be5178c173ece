"""``python -m harvesters NAME …``: read sources, check, load, publish what they changed."""

import json
import socket
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from sqlalchemy import Engine

from datasets import leases, releases, schedule
from datasets.database import is_current, open_engine, transaction
from datasets.errors import MehrwertError, NotFound, Refused
from datasets.logs import configure
from datasets.schema import migrate
from datasets.settings import Settings
from harvesters import run, scaffold, scratch, worker
from harvesters.order import Order, Report
from harvesters.source import Source
from harvesters.sources import all_sources
from harvesters.timetable import timetable

STEPS = {"fetch": "fetching", "rows": "rows read", "release": "writing the release"}

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(  # noqa: PLR0913, PLR0917  # one argument per option
    names: Annotated[list[str] | None, typer.Argument(help="Names of sources, see --list.")] = None,
    file: Annotated[Path | None, typer.Option(help="A local copy of what the source would have served.")] = None,
    dataset: Annotated[str, typer.Option(help="Slug of the list; default: the stem of the file's name.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check, change nothing.")] = False,
    accept_shrink: Annotated[bool, typer.Option("--accept-shrink", help="Accept a list much shorter than before.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per name.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="List the sources.")] = False,
    new: Annotated[str, typer.Option("--new", help="Write the three files of a new source.")] = "",
    work: Annotated[bool, typer.Option("--work", help="Do what is due until told to end.")] = False,
    healthy: Annotated[bool, typer.Option("--healthy", help="End with 0 if a worker of this machine lives.")] = False,
) -> None:
    """Read sources, check, load, and publish what they changed."""
    try:
        configure()
        if list_:
            _list()
        elif new:
            sys.stdout.write("\n".join(str(path) for path in scaffold.write(new)) + "\n")
        elif work:
            worker.work(Settings.from_environment())
        elif healthy:
            _say_health(Settings.from_environment())
        else:
            order = Order(file, dataset, dry_run, accept_shrink)
            _harvest_all(_named(names or []), order, as_json)
    except MehrwertError as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(1) from None


def _say_health(settings: Settings) -> None:
    """Raises Refused, in a sentence, where no worker of this machine gave a sign of life within a minute."""
    engine = open_engine(settings.database_url, pool=1)
    if not is_current(engine) or not leases.is_healthy(engine, worker.LEASE, socket.gethostname()):
        raise Refused("No worker of this machine gave a sign of life within the last minute.")


def _list() -> None:
    for source in all_sources().values():
        sys.stdout.write(f"{source.name}: {source.title.en} ({source.publisher}, {source.frequency})\n")


def _named(names: list[str]) -> list[Source]:
    sources = all_sources()
    if not names:
        raise Refused(f"Name at least one source: {', '.join(sources)}.")
    if unknown := [name for name in names if name not in sources]:
        raise NotFound(f"There is no source {unknown[0]}; there are {', '.join(sources)}.")
    return [sources[name] for name in names]


def _harvest_all(sources: list[Source], order: Order, as_json: bool) -> None:
    """Each source by itself: one that is refused never stops the next."""
    settings = Settings.from_environment()
    engine = open_engine(settings.database_url)
    migrate(engine)
    with transaction(engine) as session:
        releases.enter_own(session, settings)
        schedule.enter(session, timetable(settings.city))
    releases.sweep(engine, settings)
    scratch.sweep(settings)
    alone = order.file is not None or order.dataset != ""
    reports = [
        _harvest(engine, settings, source, replace(order, dataset=slug), as_json)
        for source in sources
        for slug in ([order.dataset] if alone else source.slugs(settings.city))
    ]
    if not order.dry_run:
        releases.publish_due(engine, settings)
    if any(report.state not in {"done", "unchanged"} for report in reports):
        raise typer.Exit(1)


def _harvest(engine: Engine, settings: Settings, source: Source, order: Order, as_json: bool) -> Report:
    console = Console(stderr=True, quiet=as_json and not sys.stderr.isatty())
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(source.name)

        def show(step: str, rows: int) -> None:
            bar.update(task, description=f"{source.name}: {f'{rows:,} ' if rows else ''}{STEPS[step]}")

        told = Order(order.file, order.dataset, order.dry_run, order.accept_shrink, show)
        report = run.harvest(engine, settings, source, told)
    _say(report, as_json)
    return report


def _say(report: Report, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(asdict(report), ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(
            f"{report.source} -> {report.dataset}: {report.state}, {report.seen} rows seen, {report.accepted} accepted, "
            f"{report.rejected} rejected, {report.added} new, {report.changed} changed, {report.gone} gone, "
            f"{report.fundings} awards for the city, {report.waiting} wait to be matched, "
            f"{report.warnings} warnings, {report.seconds:.1f} s\n"
        )
    if report.state not in {"done", "unchanged"}:
        sys.stderr.write(f"{report.source}: {report.state}: {report.message}\n")


if __name__ == "__main__":
    app()
