"""How many of the ratings see a great benefit, with the interval of that share."""

import math
from dataclasses import dataclass

from feedback.statistics.posterior import Z
from feedback.statistics.tally import Tally


@dataclass(frozen=True, slots=True)
class Share:
    """``positive`` of ``n`` ratings chose 4 or 5; ``share`` with its 95 % interval ``low`` to ``high``, all 0 to 1."""

    positive: int
    n: int
    share: float
    low: float
    high: float


def positive_share(tally: Tally) -> Share:
    """Share of the two upper levels with the score interval of Wilson (1927, J. Am. Stat. Assoc. 22, 209-212).

    Raises ValueError for an empty tally.
    """
    positive, n = tally[3] + tally[4], sum(tally)
    low, high = wilson(positive, n)
    return Share(positive, n, positive / n, low, high)


def wilson(positive: int, n: int) -> tuple[float, float]:
    """``(p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)``, exact at 0 and 1; ValueError where n is 0."""
    if n <= 0:
        raise ValueError("no ratings, no share")
    p = positive / n
    shrink = 1 + Z**2 / n
    centre = (p + Z**2 / (2 * n)) / shrink
    half = Z / shrink * math.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    return 0.0 if positive == 0 else centre - half, 1.0 if positive == n else centre + half
