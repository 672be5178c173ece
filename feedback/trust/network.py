"""From which network a vote comes: a keyed hash of the address's prefix, with a secret that lives for days."""

import datetime as dt
import ipaddress
import secrets
from collections.abc import Callable

from sqlalchemy import bindparam
from sqlmodel import Session, select

from feedback.rows import ask, columns, insert_new
from feedback.tables.traces import DailySecret
from feedback.trust.keys import mac

DAYS = 7
"""After so many days secret and sketches are destroyed."""

OWN_MACHINE = "127.0.0.0/8"

_DAILY = columns(DailySecret)
_SECRETS = select(_DAILY.day, _DAILY.secret).where(_DAILY.day >= bindparam("since"))


def prefix_of(address: str | None) -> str:
    """The /24 or /48 of an address; empty where there is none, as on a Unix socket."""
    try:
        ip = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return ""
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    if ip.is_loopback:
        return OWN_MACHINE
    if isinstance(ip, ipaddress.IPv4Address):
        # What ip_network() makes of it, in a fifth of the time: every vote asks.
        return f"{str(ip).rpartition('.')[0]}.0/24"
    return str(ipaddress.ip_network(f"{ip}/48", strict=False))


def is_own_machine(prefix: str) -> bool:
    """Whether the prefix is the machine itself, which says nothing about a voter's network.

    Then its visitor is somebody who tries the portal out, or a proxy whose headers are not believed; ``/readyz`` warns
    of the latter. Limits per network would hold everybody's votes there.
    """
    return prefix in {"", OWN_MACHINE}


def sketches(session: Session, prefix: str, now: dt.datetime) -> tuple[str, str]:
    """Today's sketch of a prefix, and yesterday's, for limits that reach back over midnight."""
    return sketcher(session, now)(prefix)


def sketcher(session: Session, now: dt.datetime) -> Callable[[str], tuple[str, str]]:
    """What makes both sketches of any prefix, with the secrets read once."""
    today = now.astimezone(dt.UTC).date()
    yesterday = today - dt.timedelta(days=1)
    known: dict[dt.date, bytes] = dict(ask(session, _SECRETS, since=yesterday))
    secret, before = known.get(today) or _make_secret(session, today), known.get(yesterday)

    def both(prefix: str) -> tuple[str, str]:
        return mac(secret, "network", prefix).hex(), mac(before, "network", prefix).hex() if before else ""

    return both


def _make_secret(session: Session, day: dt.date) -> bytes:
    insert_new(session, DailySecret, {"day": day, "secret": secrets.token_bytes(32)}, "day")
    made: bytes = dict(ask(session, _SECRETS, since=day))[day]
    return made
