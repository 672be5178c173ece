"""How far a score hangs on a part of its ratings: a view for the desk, never published."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from feedback.statistics.posterior import posterior
from feedback.statistics.prior import Prior
from feedback.statistics.rounding import rounded
from feedback.statistics.states import SHOWN_FROM
from feedback.statistics.tally import mean, tally_of

Key = TypeVar("Key", str, dt.date)

SHIFT_MOST = 0.30
NETWORKS = 3
RECENT = dt.timedelta(days=90)
NEWEST = dt.timedelta(days=30)

ALIKE, ALIKE_FROM = 0.9, 10
"""The share of equal answers, and the number of answers, from which the newest ones are called alike."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A counted rating with its circumstances; ``network`` is the sketch of its network while that is kept, else empty."""

    value: int
    day: dt.date
    channel: str = "web"
    confirmed: bool = False
    network: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One part left out: its name, how many ratings are left, their score (None without any) and the shift.

    Names: ``unconfirmed``, ``network-1`` to ``-3``, ``busiest-day``, ``channel-…``, ``older`` than 90 days,
    ``newest`` 30 days: who votes slowly enough to look like nobody in particular is seen by what came of it.
    ``alike``: the newest 30 days where nine tenths of them say the same. A project that hardly anybody had rated before
    has nothing to compare them with; what is left without them is mostly the prior.
    """

    name: str
    left: int
    score: float | None
    shift: float

    @property
    def sensitive(self) -> bool:
        """Whether the score moves by more than 0.30 without this part."""
        return abs(self.shift) > SHIFT_MOST


def checks(voices: Sequence[Voice], prior: Prior, today: dt.date) -> tuple[Check, ...]:
    """Recomputes the score without each suspicious part; parts that are empty give no check.

    The shift is the change of the mean under a prior of the same weight that sits on the mean of all
    ratings, ``m / (m + weight) * (mean of the m left - mean of all)``. Under the project's own prior a handful
    of ratings that say the same as all the others would look like a shift.
    """
    if not voices:
        return ()
    parts = (_check(name, left, voices, prior) for name, left in _left(voices, today) if len(left) < len(voices))
    return (*parts, *_alike(voices, prior, today))


def _alike(voices: Sequence[Voice], prior: Prior, today: dt.date) -> Iterator[Check]:
    """Fewer votes left than may be told count as none, so that the check says nothing about them."""
    newest = [voice.value for voice in voices if voice.day > today - NEWEST]
    if len(newest) < ALIKE_FROM or max(Counter(newest).values()) < ALIKE * len(newest):
        return
    left = tally_of(voice.value for voice in voices if voice.day <= today - NEWEST)
    rest = posterior(left if sum(left) >= SHOWN_FROM else (0, 0, 0, 0, 0), prior)
    shift = rounded(rest.mu - posterior(tally_of(voice.value for voice in voices), prior).mu)
    yield Check("alike", int(rest.n), rest.score, shift)


def _check(name: str, left: Sequence[Voice], voices: Sequence[Voice], prior: Prior) -> Check:
    if not left:
        return Check(name, 0, None, 0.0)
    part, whole = tally_of(voice.value for voice in left), tally_of(voice.value for voice in voices)
    shift = len(left) / (len(left) + prior.weight) * (mean(part) - mean(whole))
    return Check(name, len(left), posterior(part, prior).score, rounded(shift))


def _left(voices: Sequence[Voice], today: dt.date) -> Iterator[tuple[str, list[Voice]]]:
    """The name of each part and what is left without it."""
    yield "unconfirmed", [voice for voice in voices if voice.confirmed]
    for place, network in enumerate(_largest([voice.network for voice in voices if voice.network], NETWORKS), start=1):
        yield f"network-{place}", [voice for voice in voices if voice.network != network]
    for day in _largest([voice.day for voice in voices], 1):
        yield "busiest-day", [voice for voice in voices if voice.day != day]
    for channel in sorted({voice.channel for voice in voices}):
        yield f"channel-{channel}", [voice for voice in voices if voice.channel != channel]
    yield "older", [voice for voice in voices if voice.day > today - RECENT]
    yield "newest", [voice for voice in voices if voice.day <= today - NEWEST]


def _largest(values: Sequence[Key], most: int) -> list[Key]:
    """The most frequent values; ties go to the earlier day and the smaller name, so that a second look sees the same."""
    counts = Counter(values)
    return sorted(counts, key=lambda value: (-counts[value], str(value)))[:most]
