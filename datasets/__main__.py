"""``python -m datasets``: set up, publish, import, push, verify."""

import json
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from sqlalchemy import Engine

from datasets import backup as backups
from datasets import importing, releases, remote, runs, withdrawing
from datasets.database import open_engine, transaction
from datasets.errors import MehrwertError
from datasets.schema import migrate
from datasets.settings import Settings

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True, help=__doc__)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@contextmanager
def _set_up() -> Iterator[tuple[Settings, Engine]]:
    """Settings and an engine with the newest schema; an error becomes one sentence and exit code 1."""
    try:
        settings = Settings.from_environment()
        engine = open_engine(settings.database_url)
        migrate(engine)
        yield settings, engine
    except MehrwertError as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(1) from None


def _say(values: dict[str, Any], as_json: bool) -> None:
    words = " · ".join(f"{name}: {value}" for name, value in values.items())
    sys.stdout.write((json.dumps(values, ensure_ascii=False, default=str) if as_json else words) + "\n")


@app.command()
def init(as_json: Json = False) -> None:
    """Make home, secret and database, enter the own datasets, clear up after killed processes."""
    with _set_up() as (settings, engine):
        settings.secret()
        with transaction(engine) as session:
            releases.enter_own(session, settings)
            interrupted = runs.interrupt_dead(session, socket.gethostname())
        settings.releases.mkdir(parents=True, exist_ok=True)
        removed = releases.sweep(engine, settings)
        _say({"home": settings.home, "interrupted": interrupted, "removed": removed}, as_json)


@app.command()
def publish(slugs: Annotated[list[str] | None, typer.Argument()] = None, as_json: Json = False) -> None:
    """Release the named own datasets, or all that may differ, if they do."""
    with _set_up() as (settings, engine):
        for slug, made in releases.publish_due(engine, settings, slugs or ()).items():
            _say({"dataset": slug, "release": made.name, "rows": made.rows, "new": made.is_new}, as_json)


@app.command("import")
def import_(
    slug: str,
    file: Path,
    title: Annotated[str, typer.Option(help="Title of the dataset.")] = "",
    licence: Annotated[str, typer.Option(help="A term of the dcat-ap.de licence list, as dl-zero-de/2.0.")] = "",
    as_json: Json = False,
) -> None:
    """Publish any CSV file as a dataset."""
    with _set_up() as (settings, engine):
        record, rows = importing.read(file, slug, settings.city, title, licence)
        made = releases.publish(engine, settings, record, rows)
        _say({"dataset": slug, "release": made.name, "rows": made.rows, "new": made.is_new}, as_json)


@app.command()
def withdraw(
    slug: str,
    release: str,
    reason: Annotated[str, typer.Option(help="Why, for everybody to read at every address of the release.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Give it back.")] = False,
    erase: Annotated[bool, typer.Option("--erase", help="Remove its files, too; then there is no way back.")] = False,
    as_json: Json = False,
) -> None:
    """Take a release back: its addresses say why, the dataset falls back to its last good release."""
    with _set_up() as (settings, engine):
        act = withdrawing.undo if undo else partial(withdrawing.withdraw, reason=reason, erase=erase)
        _say({"dataset": slug, "release": release, "withdrawn": not undo, "current": act(engine, settings, slug, release)}, as_json)


@app.command()
def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    as_json: Json = False,
) -> None:
    """Let releases go that MEHRWERT_KEEP_DAYS no longer keeps; their metadata and sums stay."""
    with _set_up() as (settings, engine):
        for slug, name in withdrawing.let_go(engine, settings, dry=dry_run):
            _say({"dataset": slug, "release": name, "removed": not dry_run}, as_json)


@app.command()
def push(
    slugs: Annotated[list[str] | None, typer.Argument(help="Datasets; default: all own ones.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look and compare, change nothing there.")] = False,
    as_json: Json = False,
) -> None:
    """Mirror own datasets into the CKAN of MEHRWERT_CKAN_URL: only what differs."""
    with _set_up() as (settings, engine), _progress(as_json) as show:
        for one in remote.push(engine, settings, slugs or (), dry_run, progress=show):
            _say(asdict(one), as_json)


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[str, int], None]]:
    """A line that says which dataset and how many rows, on a terminal; nothing elsewhere."""
    console = Console(stderr=True, quiet=quiet and not sys.stderr.isatty())
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("")
        yield lambda dataset, rows: bar.update(task, description=f"{dataset}: {rows:,} rows")


@app.command()
def verify(as_json: Json = False) -> None:
    """Compare every file of every release with its sum; exit 1 when one differs."""
    with _set_up() as (settings, engine):
        wrong = releases.verify(engine, settings)
        for problem in wrong:
            sys.stderr.write(f"{problem}\n")
        _say({"wrong": len(wrong)}, as_json)
        if wrong:
            raise typer.Exit(1)


@app.command()
def backup(file: Path, as_json: Json = False) -> None:
    """Write database, releases and secret into one file."""
    with _set_up() as (settings, engine):
        _say({"file": file, "bytes": backups.write(engine, settings, file)}, as_json)


@app.command()
def restore(file: Path, as_json: Json = False) -> None:
    """Put a backup into an empty home."""
    try:
        settings = Settings.from_environment()
        backups.restore(settings, file)
        _say({"home": settings.home, "from": file}, as_json)
    except MehrwertError as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(1) from None


if __name__ == "__main__":
    app()
