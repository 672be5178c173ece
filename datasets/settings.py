"""One frozen Settings, read from the environment once; every variable starts with MEHRWERT_."""

import contextlib
import ipaddress
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from datasets.city import City, read_city
from datasets.errors import SettingsWrong
from datasets.mailing import MailServer, read_server

ROOT = Path(__file__).resolve().parent.parent

VARIABLES: tuple[tuple[str, str, str], ...] = (
    ("HOME", "var/", "Folder of database, releases, inbox and secret."),
    ("DATABASE_URL", "sqlite in home", "sqlite:///… or postgresql+psycopg://…"),
    ("SECRET_FILE", "secret in home", "One secret shared by all processes, made at first start, mode 600."),
    ("BASE_URL", "the request's own", "Public address of the portal, for links in files that need one."),
    ("PORTAL_URL", "none", "Where the workers reach the portal to check its links, if it has no public address; --with-workers sets it."),
    ("TRUSTED_PROXIES", "none", "Addresses and networks, by comma, whose X-Forwarded-For and -Proto are believed."),
    ("CITY", "datasets/cities/dortmund", "Folder of the city."),
    ("SHAPES", "none", "Folder with SHACL shapes, a folder per profile, by which the worker judges descriptions; needs pyshacl."),
    ("KEEP_DAYS", "0", "Days for which every release is kept; of older ones the first of each month stays; 0 keeps all."),
    ("SNAPSHOT_HOURS", "24", "Least hours between two changes of a project's published score; 0 allowed."),
    ("REQUESTS_PER_MINUTE", "6000", "What one network may ask of the addresses for programs, per process; 0 for no limit."),
    ("DEMO", "no", "Marks every page as showing sample data."),
    ("COMMENTS", "held", "held: a comment is published after somebody has read it; open: unless a detector finds something in it."),
    (
        "MAIL_SERVER",
        "none",
        "smtps://HOST:PORT, or smtp://HOST:PORT, where STARTTLS is demanded of other machines. Without it nobody gets mail.",
    ),
    ("MAIL_FROM", "none", "Address from which mail is sent."),
    ("MAIL_USER", "none", "Name at the mail server, if it asks for one."),
    ("MAIL_PASSWORD_FILE", "none", "File with the password for it."),
    ("CKAN_URL", "none", "A CKAN that own datasets are pushed to after each release."),
    ("CKAN_TOKEN", "none", "API token of a person there who may make organisations and datasets."),
    ("CONTACT", "the city's office", "Mail address or page that our User-Agent names to sources."),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation decides. Made by ``from_environment``; passed on as values."""

    home: Path
    database_url: str
    secret_file: Path
    base_url: str
    trusted_proxies: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]
    city: City
    snapshot_hours: float
    keep_days: int
    requests_per_minute: int
    demo: bool
    contact: str
    comments: str = "held"
    """``held`` or ``open``: whether a comment in which nothing was found waits for a person."""
    mail: MailServer | None = None
    ckan_url: str = ""
    ckan_token: str = field(default="", repr=False)
    portal_url: str = ""
    shapes: Path | None = None

    @property
    def releases(self) -> Path:
        """Folder of all releases: ``releases/SLUG/RELEASE/``."""
        return self.home / "releases"

    @property
    def asked_url(self) -> str:
        """Where the workers ask whether the portal's own addresses answer: where the public does, if that is known."""
        return self.base_url or self.portal_url

    @property
    def inbox(self) -> Path:
        """Folder of uploads and fetched files."""
        return self.home / "inbox"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Reads MEHRWERT_*; raises SettingsWrong with one sentence on the first wrong value."""
        values = {key.removeprefix("MEHRWERT_"): value.strip() for key, value in environment.items() if key.startswith("MEHRWERT_")}
        if unknown := set(values) - {name for name, _, _ in VARIABLES}:
            raise SettingsWrong(f"MEHRWERT_{min(unknown)} is not a setting; see README for the list.")
        home = Path(values.get("HOME") or ROOT / "var").resolve()
        city = read_city(Path(values.get("CITY") or ROOT / "datasets/cities/dortmund").resolve())
        return cls(
            home=home,
            database_url=_database_url(values.get("DATABASE_URL", ""), home),
            secret_file=Path(values.get("SECRET_FILE") or home / "secret"),
            base_url=_address("BASE_URL", values.get("BASE_URL", "")),
            trusted_proxies=_networks(values.get("TRUSTED_PROXIES", "")),
            city=city,
            keep_days=_days(values.get("KEEP_DAYS", "0")),
            snapshot_hours=_hours(values.get("SNAPSHOT_HOURS", "24")),
            requests_per_minute=_whole("REQUESTS_PER_MINUTE", values.get("REQUESTS_PER_MINUTE", "6000")),
            demo=values.get("DEMO", "").lower() in {"1", "yes", "true", "ja"},
            contact=values.get("CONTACT", "") or city.office.email or city.office.url,
            comments=_one_of(values.get("COMMENTS", "") or "held", "COMMENTS", ("held", "open")),
            mail=read_server(values, _address("BASE_URL", values.get("BASE_URL", ""))),
            ckan_url=_address("CKAN_URL", values.get("CKAN_URL", "")),
            ckan_token=values.get("CKAN_TOKEN", ""),
            shapes=Path(values["SHAPES"]).resolve() if values.get("SHAPES") else None,
            portal_url=_address("PORTAL_URL", values.get("PORTAL_URL", "")),
        )

    def secret(self) -> bytes:
        """The installation's secret; made on first use with mode 600, never replaced."""
        return _secret(self.secret_file)


def hand_down(name: str, value: str) -> None:
    """A setting for all processes that this one starts, unless the environment has it already."""
    os.environ.setdefault(f"MEHRWERT_{name}", value)


def _make_secret(file: Path) -> None:
    """Whole before it has its name: of several processes that start at once, one wins and all read the same."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(secrets.token_hex(32))
        handle.flush()
        os.fsync(handle.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()


@lru_cache(maxsize=8)  # every form asks for it, and even a look whether it is there costs one its turn among the threads
def _secret(file: Path) -> bytes:
    if not file.exists():
        _make_secret(file)
    text = file.read_text().strip()
    if len(text) < 64:
        raise SettingsWrong(f"{file} does not hold a secret of 64 characters; restore it from a backup, or remove it to make a new one.")
    return bytes.fromhex(text[:64])


def _database_url(value: str, home: Path) -> str:
    if not value:
        return f"sqlite:///{home / 'mehrwert.sqlite'}"
    if value.startswith(("postgresql://", "postgres://")):
        return "postgresql+psycopg://" + value.split("://", 1)[1]
    if value.startswith(("sqlite:///", "postgresql+psycopg://")):
        return value
    raise SettingsWrong("MEHRWERT_DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://.")


def _address(name: str, value: str) -> str:
    if value and not value.startswith(("http://", "https://")):
        raise SettingsWrong(f"MEHRWERT_{name} must begin with http:// or https://, not {value!r}.")
    return value.rstrip("/")


def _networks(value: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    try:
        return tuple(ipaddress.ip_network(part.strip(), strict=False) for part in value.split(",") if part.strip())
    except ValueError as error:
        raise SettingsWrong(f"MEHRWERT_TRUSTED_PROXIES: {error}.") from None


def _one_of(value: str, name: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise SettingsWrong(f"MEHRWERT_{name} must be {' or '.join(known)}, not {value!r}.")
    return value


def _days(value: str) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 5:
        raise SettingsWrong(f"MEHRWERT_KEEP_DAYS must be a whole number of days from 0 on, not {value!r}.")
    return int(value)


def _hours(value: str) -> float:
    try:
        hours = float(value)
    except ValueError:
        hours = -1.0
    if not 0 <= hours < 10_000:
        raise SettingsWrong(f"MEHRWERT_SNAPSHOT_HOURS must be a number of hours from 0 on, not {value!r}.")
    return hours


def _whole(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise SettingsWrong(f"MEHRWERT_{name} must be a whole number from 0 on, not {value!r}.")
    return int(value)
