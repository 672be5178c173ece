"""``python -m portal``: serves the portal, on demand together with the workers."""

import logging
import signal
import sys
from typing import Annotated

import structlog
import typer
import uvicorn

from datasets.database import is_current, open_engine
from datasets.errors import MehrwertError, SettingsWrong
from datasets.logs import configure
from datasets.settings import Settings, hand_down
from portal import files
from portal.children import children
from portal.metrics import token

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, help=__doc__)
log = structlog.get_logger("portal")

WORKERS = ("harvesters", "feedback")


@app.command()
def main(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer.")] = 1,
    with_workers: Annotated[bool, typer.Option("--with-workers", help="Start the two workers, too, and end them with the portal.")] = False,
    metrics_token: Annotated[bool, typer.Option("--metrics-token", help="Print what opens /metrics, and end.")] = False,
) -> None:
    """Serve the portal."""
    try:
        settings = Settings.from_environment()
        if metrics_token:
            sys.stdout.write(token(settings.secret()) + "\n")
            return
        _check(settings)
    except MehrwertError as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(1) from None
    configure(logging.INFO)
    # The server raises the signal again after its own end; as SystemExit it passes through the workers' end.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    if with_workers:
        hand_down("PORTAL_URL", _reached(host, port))
    with children(WORKERS if with_workers else ()):
        log.info("portal", address=f"http://{host}:{port}", processes=workers)
        uvicorn.run(
            "portal.app:from_environment",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            # Addresses of visitors belong into no log, and only portal/proxies.py decides what a proxy may say.
            access_log=False,
            proxy_headers=False,
            server_header=False,
            ws="none",
            log_level="warning",
        )


def _reached(host: str, port: int) -> str:
    """The portal's address for processes on the same machine."""
    near = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 it is not bound here
    return f"http://{near}:{port}"


def _check(settings: Settings) -> None:
    """Says in one sentence what is missing, before any process is started."""
    files.collect(settings.city)
    settings.secret()
    engine = open_engine(settings.database_url, pool=1)
    if not is_current(engine):
        raise SettingsWrong("The database has not the newest schema; run python -m datasets init.")
    engine.dispose()


if __name__ == "__main__":
    app()
