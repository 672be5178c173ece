"""How suspicious a vote is: points for what was seen; from three on it is held for a person to look at, never refused."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

HELD_FROM = 3

PER_PROJECT = ((dt.timedelta(minutes=10), 5), (dt.timedelta(days=1), 20))
OVERALL = (dt.timedelta(hours=1), 60)
SPEED_VOTES = 10
SPEED_GAP = 20.0

POINTS = {"limit": 3, "trap": 3, "burst": 3, "speed": 2, "hurried": 1, "comment": 1}
"""A limit, the trap field and a burst that two detectors saw hold a vote by themselves."""

_CONTACT = re.compile(r"https?://|\bwww\.|[\w.+-]+@[\w-]+\.\w|(?<!\d)(\+|00?)[1-9][\d /()-]{6,}\d")


@dataclass(frozen=True, slots=True)
class Seen:
    """An earlier vote from the same network."""

    project_id: int
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Risk:
    """The points and what they are for, the heaviest first; the names are stored as reason and shown to staff."""

    points: int
    reasons: tuple[str, ...]

    @property
    def held(self) -> bool:
        return self.points >= HELD_FROM


def assess(signs: dict[str, bool]) -> Risk:
    """Adds up the points of the signs that were seen; a name outside ``POINTS`` is a KeyError."""
    seen = sorted((name for name, there in signs.items() if there), key=lambda name: -POINTS[name])
    return Risk(sum(POINTS[name] for name in seen), tuple(seen))


def over_limit(earlier: Sequence[Seen], project_id: int, now: dt.datetime) -> bool:
    """Whether one more vote goes beyond 5 in 10 minutes or 20 a day on this project, or 60 an hour on all."""
    here = [seen.at for seen in earlier if seen.project_id == project_id]
    beyond = [sum(now - at < span for at in here) >= most for span, most in PER_PROJECT]
    span, most = OVERALL
    return any(beyond) or sum(now - seen.at < span for seen in earlier) >= most


def too_fast(earlier: Sequence[Seen], now: dt.datetime) -> bool:
    """Whether this vote and those of the last hour come less than 20 seconds apart (median), judged from 10 votes on."""
    times = sorted([*(seen.at for seen in earlier if now - seen.at < OVERALL[0]), now])
    seconds = [(after - before).total_seconds() for before, after in pairwise(times)]
    return len(times) >= SPEED_VOTES and median(seconds) < SPEED_GAP


def names_a_contact(comment: str) -> bool:
    """Whether a comment holds a link, a mail address or a telephone number."""
    return _CONTACT.search(comment) is not None
