"""How a notice or an idea comes in: its texts are read, and what looks like a machine is marked and not refused."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from datasets.errors import BadQuestion, Refused
from feedback.scores.remainder import remainder
from feedback.trust import limits, network

SOON = (dt.timedelta(minutes=10), 5)
"""From more of one network in this time on a letter is marked as doubtful."""

MOST = (dt.timedelta(hours=1), 30)
"""More of one network are not taken: staff could not read them."""

SMALLEST_GROUP = 5
"""Counts below are not published."""

LONGEST_NAME = 120
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class Sent:
    """How a letter came. ``nonce`` is its stamp's, ``prefix`` the network's."""

    nonce: str
    prefix: str = ""
    trapped: bool = False


def doubt(session: Session, kind: str, sent: Sent, moment: dt.datetime) -> str:
    """What speaks against a new letter: ``trap``, ``limit`` or nothing; it is counted. Raises Refused where it is one too many."""
    if not network.is_own_machine(sent.prefix):
        if limits.attempts(session, kind, sent.prefix, moment, MOST[0]) >= MOST[1]:
            raise Refused("Too many were sent from this network; please try again in an hour.")
        if not limits.within_limit(session, kind, sent.prefix, moment, SOON[1], SOON[0]):
            return "trap" if sent.trapped else "limit"
    return "trap" if sent.trapped else ""


def text(fields: Mapping[str, str], name: str, longest: int, needed: bool = False) -> str:
    """One field. Raises BadQuestion where it is empty and needed, or too long.

    Browsers send line ends as two characters and count them as one; a database refuses the null character.
    """
    given = fields.get(name, "").replace("\r\n", "\n").replace("\x00", "").strip()
    if needed and not given:
        raise BadQuestion(f"{name} is needed.", name)
    if len(given) > longest:
        raise BadQuestion(f"{name} has {len(given)} characters; at most {longest} fit.", name)
    return given


def choice(fields: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    """One of some codes; the empty text must be among them to be taken. Raises BadQuestion."""
    given = fields.get(name, "").strip()
    if given not in allowed:
        raise BadQuestion(f"{name} must be one of {', '.join(allowed)}.", name)
    return given


def mail(fields: Mapping[str, str], needed: bool = False) -> str:
    """The field ``email``. Raises BadQuestion where it is no address, or empty and needed."""
    given = text(fields, "email", LONGEST_NAME, needed)
    if given and not _MAIL.fullmatch(given):
        raise BadQuestion("email must be an address as name@example.org.", "email")
    return given


def gated(count: int) -> int | None:
    """The count, or None where it is too small to be published; 0 looks like 1 to 4."""
    return count if count >= SMALLEST_GROUP else None


def gated_parts(total: int, parts: Mapping[str, int]) -> dict[str, int | None]:
    """The parts that a total is made of, by name; None for those that could be worked out to be too small, and for more beside them."""
    hidden = remainder(parts) if gated(total) is not None else frozenset(parts)
    return {name: None if name in hidden else count for name, count in parts.items()}
