"""Whether one score is higher than another, and whether a score is falling."""

import random
from array import array
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from feedback.statistics.posterior import Posterior, dirichlet, posterior
from feedback.statistics.prior import Prior
from feedback.statistics.rounding import rounded
from feedback.statistics.states import SOLID_FROM
from feedback.statistics.tally import Counts

Verdict = Literal["higher", "lower", "same"]

DRAWS = 4000
SURE = 0.95
FALL_VOTES = 20
FALL_DROP = 0.30


@dataclass(frozen=True, slots=True)
class Comparison:
    """Probability that the first project's mean is above the second's, and what may be said of it."""

    probability: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Fall:
    """Recent ratings beside those before: probability of a fall, its size in published points, whether to raise a case."""

    probability: float
    drop: float
    falling: bool


def compare(first: Posterior, second: Posterior) -> Comparison | None:
    """Compares two projects; None unless both have 30 ratings. "same" unless one is above with 95 % probability."""
    if min(first.n, second.n) < SOLID_FROM:
        return None
    probability = probability_higher(first, second)
    if probability >= SURE:
        return Comparison(probability, "higher")
    return Comparison(probability, "lower" if 1 - probability >= SURE else "same")


def fall(before: Counts, recent: Counts, prior: Prior) -> Fall | None:
    """Whether the last 90 days (``recent``) lie below the 365 days before them; None unless each has 20 ratings.

    A fall is a published score lower by at least 0.30 with a probability of at least 95 %.
    """
    old, new = posterior(before, prior), posterior(recent, prior)
    if min(old.n, new.n) < FALL_VOTES:
        return None
    probability = probability_higher(old, new)
    drop = rounded(old.score - new.score)
    return Fall(probability, drop, probability >= SURE and drop >= FALL_DROP)


def probability_higher(first: Posterior, second: Posterior) -> float:
    """Share of paired draws in which the first mean is above the second; ties count half.

    4,000 pairs: standard error at most 0.008. Both orders add up to 1.
    """
    pairs = list(zip(_draws(dirichlet(first.counts, first.prior)), _draws(dirichlet(second.counts, second.prior)), strict=True))
    above = sum(one > other for one, other in pairs)
    equal = sum(one == other for one, other in pairs)
    return (above + equal / 2) / len(pairs)


@lru_cache(maxsize=256)
def _draws(alphas: Counts) -> "array[float]":
    """Means of ``DRAWS`` Dirichlet variables, each made of independent gamma variables (Devroye 1986, chapter XI.4).

    The seed is the parameters themselves: the same tally gives the same figure on every machine, in every order.
    """
    chance = random.Random(repr(alphas))  # noqa: S311 - a simulation, no secret
    return array("d", (_mean_draw(alphas, chance) for _ in range(DRAWS)))


def _mean_draw(alphas: Counts, chance: random.Random) -> float:
    parts = [chance.gammavariate(alpha, 1.0) if alpha > 0 else 0.0 for alpha in alphas]
    return sum(level * part for level, part in enumerate(parts, start=1)) / sum(parts)
