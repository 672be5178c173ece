"""``python -m feedback``: publish a snapshot, recompute one, forget what is due, verify the audit log, add staff, work."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Engine

from datasets import releases
from datasets.database import open_engine, reading, transaction
from datasets.errors import MehrwertError
from datasets.logs import configure
from datasets.schema import migrate
from datasets.settings import Settings
from feedback import publish as gate
from feedback import samples as sampling
from feedback import worker
from feedback.people import links
from feedback.people import staff as people
from feedback.review import audit
from feedback.scores import recompute as recomputing
from feedback.tables.people import ROLES, Staff
from feedback.tables.subscriptions import LANGUAGES
from feedback.trust import retention as forgetting

app = typer.Typer(add_completion=False, help=__doc__)
staff = typer.Typer(no_args_is_help=True, help="Who works at the desk.")
app.add_typer(staff, name="staff")

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Port = Annotated[int, typer.Option(envvar="PORT", help="Of the portal, where MEHRWERT_BASE_URL is not set.")]


@contextmanager
def _sentence() -> Iterator[None]:
    """An error becomes one sentence and exit code 1."""
    try:
        configure()
        yield
    except MehrwertError as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(1) from None


@contextmanager
def _set_up() -> Iterator[tuple[Settings, Engine]]:
    """Settings and an engine with the newest schema."""
    with _sentence():
        settings = Settings.from_environment()
        engine = open_engine(settings.database_url)
        migrate(engine)
        yield settings, engine


def _say(values: dict[str, Any], as_json: bool) -> None:
    words = " · ".join(f"{name}: {value}" for name, value in values.items())
    sys.stdout.write((json.dumps(values, ensure_ascii=False, default=str) if as_json else words) + "\n")


@app.callback(invoke_without_command=True)
def main(context: typer.Context, work: Annotated[bool, typer.Option("--work", help="Do what is due until told to end.")] = False) -> None:
    """What citizens and staff said: publish what may be published, forget what must be forgotten."""
    if context.invoked_subcommand is None and not work:
        sys.stdout.write(context.get_help() + "\n")
    elif context.invoked_subcommand is None:
        with _sentence():
            worker.work(Settings.from_environment())


@app.command()
def publish(as_json: Json = False) -> None:
    """Make a snapshot now and release the dataset if it differs."""
    with _set_up() as (settings, engine):
        with transaction(engine) as session:
            releases.enter_own(session, settings)
            made = gate.publish(session, settings)
        released = releases.publish_due(engine, settings, gate.DATASETS)[gate.DATASET]
        _say(asdict(made) | {"release": released.name}, as_json)


@app.command()
def recompute(file: Path, as_json: Json = False) -> None:
    """Work out every figure of a published CSV or JSON file again; exit 1 when one differs."""
    with _sentence():
        found = recomputing.recompute(file)
        _say(
            {"figures": found.figures, "differences": [asdict(one) for one in found.differences] if as_json else len(found.differences)},
            as_json,
        )
    if found.differences:
        first = found.differences[0]
        where = f"{first.project} {first.dimension} ".strip() or "the file"
        sys.stderr.write(
            f"{len(found.differences)} cells differ; {where}: {first.column} is {first.published!r}, not {first.computed!r}.\n"
        )
        raise typer.Exit(1)


@app.command()
def retention(dry_run: Annotated[bool, typer.Option("--dry-run", help="Count only.")] = False, as_json: Json = False) -> None:
    """Forget what is due."""
    with _set_up() as (_settings, engine), transaction(engine) as session:
        _say(dict(forgetting.sweep(session, dry_run=dry_run)), as_json)


@app.command("verify-audit")
def verify_audit(as_json: Json = False) -> None:
    """Check the chain of the audit log against itself and the head kept in home; exit 1 when it is broken."""
    with _set_up() as (settings, engine), reading(engine) as session:
        broken, count = audit.verify(session, settings.home), audit.count(session)
        if broken is None:
            audit.keep_head(session, settings.home)
        _say({"events": count, "broken": broken, "head": audit.head(session)}, as_json)
    if broken is not None:
        sys.stderr.write(f"The audit log is broken at event {broken}: it was changed, removed or never written.\n")
        raise typer.Exit(1)


@app.command()
def samples(as_json: Json = False) -> None:
    """Fill a demo with invented ratings and decisions."""
    with _set_up() as (settings, engine), transaction(engine) as session:
        _say(asdict(sampling.fill(session, settings)), as_json)


@staff.command()
def add(
    name: Annotated[str, typer.Option()],
    email: Annotated[str, typer.Option()],
    role: Annotated[str, typer.Option(help=", ".join(ROLES))],
    unit: Annotated[str, typer.Option(help="Organisation or office that they work in.")] = "",
    language: Annotated[str, typer.Option(help=f"Of mails to them: {', '.join(LANGUAGES)}; the city's first unless said.")] = "",
    port: Port = 8000,
    as_json: Json = False,
) -> None:
    """Enter a person and print a one-time sign-in link."""
    with _set_up() as (settings, engine):
        with transaction(engine) as session:
            person = people.add(session, name, email, role, unit)
            people.speak(session, int(person.id or 0), language)
            made = links.make(session, int(person.id or 0))
        _say_link(settings, engine, person, made, port, as_json)


@staff.command()
def link(email: Annotated[str, typer.Option()], port: Port = 8000, as_json: Json = False) -> None:
    """Print a new one-time sign-in link for somebody who is entered already."""
    with _set_up() as (settings, engine):
        with transaction(engine) as session:
            person = people.by_email(session, email)
            made = links.make(session, int(person.id or 0))
        _say_link(settings, engine, person, made, port, as_json)


def _say_link(settings: Settings, engine: Engine, person: Staff, made: links.Made, port: int, as_json: bool) -> None:
    with reading(engine) as session:
        audit.keep_head(session, settings.home)
    address = links.address(settings.base_url or f"http://127.0.0.1:{port}", made.token)
    told = {"name": person.name, "email": person.email, "role": person.role, "unit": person.unit, "link": address}
    _say(told | {"expires_at": made.expires_at.isoformat(timespec="seconds")}, as_json)


if __name__ == "__main__":
    app()
