"""The line of a score over time, in which old ratings fade."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feedback.statistics.kish import effective_n
from feedback.statistics.posterior import posterior
from feedback.statistics.prior import Prior
from feedback.statistics.states import SHOWN_FROM, SOLID_FROM
from feedback.statistics.tally import WINDOW, counts_of

HALF_LIFE = 365.0
"""Days after which a rating weighs half."""

Dated = tuple[dt.date, int]
"""The day of a rating and its value from 1 to 5."""


@dataclass(frozen=True, slots=True)
class Point:
    """The score as it stood on a day, its interval, and the effective number of ratings behind it."""

    day: dt.date
    score: float
    low: float
    high: float
    n_effective: float


def decay(age_days: float) -> float:
    """Weight of a rating: ``0.5 ^ (age / 365)``."""
    return math.exp2(-age_days / HALF_LIFE)


def trend_line(ratings: Sequence[Dated], days: Iterable[dt.date], prior: Prior) -> tuple[Point, ...]:
    """One point for each of the days, in order, on which there is something to show.

    A point needs 30 ratings in its window of 24 months, and 5 new ones since the point before it: two points
    must not give away a single rating. The weights' sums are the counts of the posterior.
    """
    points: list[Point] = []
    for day in sorted(days):
        since = points[-1].day if points else dt.date.min
        if sum(since < given <= day for given, _ in ratings) >= SHOWN_FROM:
            points.extend(_point(ratings, day, prior))
    return tuple(points)


def _point(ratings: Sequence[Dated], day: dt.date, prior: Prior) -> list[Point]:
    weighted = [(value, decay((day - given).days)) for given, value in ratings if given <= day < given + WINDOW]
    if len(weighted) < SOLID_FROM:
        return []
    belief = posterior(counts_of(weighted), prior)
    return [Point(day, belief.score, belief.low, belief.high, effective_n([weight for _, weight in weighted]))]
