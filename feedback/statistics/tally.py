"""How many ratings chose each of the five levels, the only form in which ratings enter a score."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence

Tally = tuple[int, int, int, int, int]
"""Ratings per level, from 1 (no benefit) to 5 (very great benefit); "don't know" is in none of them."""

Counts = tuple[float, float, float, float, float]
"""The same where a rating may weigh more or less than one; every Tally is one."""

LEVELS = (1, 2, 3, 4, 5)

WINDOW = dt.timedelta(days=730)
"""Ratings older than this no longer count into a score."""


def tally_of(values: Iterable[int]) -> Tally:
    """Counts the values 1 to 5; raises ValueError at any other."""
    one, two, three, four, five = counts_of((value, 1.0) for value in values)
    return int(one), int(two), int(three), int(four), int(five)


def counts_of(weighted: Iterable[tuple[int, float]]) -> Counts:
    """Sums the weights of (value, weight) per value 1 to 5; raises ValueError at any other value."""
    weights: dict[int, list[float]] = {level: [] for level in LEVELS}
    for value, weight in weighted:
        if value not in weights:
            raise ValueError(f"a rating is one of {LEVELS}, not {value!r}")
        weights[value].append(weight)
    one, two, three, four, five = (math.fsum(weights[level]) for level in LEVELS)
    return one, two, three, four, five


def mean(counts: Sequence[float]) -> float:
    """Plain mean of the levels 1, 2, 3 …; raises ValueError for an empty tally."""
    if not any(counts):
        raise ValueError("an empty tally has no mean")
    above_one = math.fsum(steps * count for steps, count in enumerate(counts))
    return 1.0 + above_one / math.fsum(counts)
