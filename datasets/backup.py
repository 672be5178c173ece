"""One file with everything an SQLite installation is made of, and back again."""

import sqlite3
import tarfile
import tempfile
from pathlib import Path

from sqlalchemy import Engine

from datasets.errors import Refused
from datasets.settings import Settings

DATABASE = "mehrwert.sqlite"


def write(engine: Engine, settings: Settings, file: Path) -> int:
    """Writes a compressed tar of database, releases and secret; returns its bytes. PostgreSQL has its own tools: Refused."""
    if engine.dialect.name != "sqlite":
        raise Refused("The database is PostgreSQL: use pg_dump for it, and copy the folders releases/ and the secret file.")
    if file.exists():
        raise Refused(f"{file} exists already.")
    draft = file.with_name(f".{file.name}.draft")
    with tempfile.TemporaryDirectory(dir=settings.home) as folder, tarfile.open(draft, "w:gz") as archive:
        archive.add(_copy(engine, Path(folder)), DATABASE)
        archive.add(settings.secret_file, "secret")
        if settings.releases.is_dir():
            archive.add(settings.releases, "releases", filter=_released_only)
    draft.chmod(0o600)
    draft.rename(file)
    return file.stat().st_size


def _copy(engine: Engine, folder: Path) -> Path:
    """A consistent copy while others read and write."""
    copy = folder / DATABASE
    source, target = sqlite3.connect(str(engine.url.database)), sqlite3.connect(copy)
    with source, target:
        source.backup(target)
    source.close()
    target.close()
    return copy


def _released_only(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    return None if "/." in member.name else member


def restore(settings: Settings, file: Path) -> None:
    """Unpacks a backup into a home that is empty. Raises Refused otherwise: nothing is overwritten."""
    if settings.home.exists() and any(settings.home.iterdir()):
        raise Refused(f"{settings.home} is not empty; name an empty folder in MEHRWERT_HOME.")
    if not settings.database_url.startswith("sqlite:///"):
        raise Refused("A backup can only be put into an SQLite installation.")
    settings.home.mkdir(parents=True, exist_ok=True)
    try:
        with tarfile.open(file) as archive:
            archive.extractall(settings.home, filter="data")
    except (OSError, tarfile.TarError) as error:
        raise Refused(f"{file} is not a readable backup: {error}.") from None
    (settings.home / "secret").chmod(0o600)
