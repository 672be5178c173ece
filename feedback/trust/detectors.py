"""Five tests for a burst of votes: volume, shape, concentration, speed, shift; pure functions, each says whether it alarms.

One alarm asks a person to look and changes nothing in public, two hold votes back; see ``feedback.review.watch``.
"""

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from feedback.statistics.posterior import posterior
from feedback.statistics.prior import Prior
from feedback.statistics.tally import Tally

DETECTORS = ("volume", "shape", "concentration", "speed", "shift")

JUDGED_FROM = 10
"""Votes in the window below which no test but the shift says anything."""

RARE = 1e-4
"""Probability of so many votes by chance below which their number alarms."""

UNLIKE = 0.001
"""Probability of so different answers by chance below which their shape alarms."""

CELL_LEAST = 5.0
ALIKE = 0.9
ONE_NETWORK = 0.3
ONE_NETWORK_VOTES = 5
FAST_SECONDS = 20.0
SHIFT_MOST = 0.3
SHIFT_FROM = 30

FLOOR = 0.2
"""Votes an hour that are expected of any project, however quiet it was."""

BASELINE = dt.timedelta(days=28)
HALF_LIFE = 7.0
"""Days after which a day of the baseline weighs half."""


@dataclass(frozen=True, slots=True)
class Window:
    """Votes that came from the web since ``start``, in the order of time. ``networks`` are sketches, day by day.

    ``expected`` is what the baseline lets expect of a span of this length.
    """

    start: dt.datetime
    times: tuple[dt.datetime, ...]
    tally: Tally
    before: Tally
    networks: tuple[tuple[str, ...], ...]
    expected: float


def alarms(window: Window) -> frozenset[str]:
    """Names of the tests of a window that alarm; the shift is judged apart, over a day."""
    seen = {
        "volume": unusual_volume(len(window.times), window.expected),
        "shape": unusual_shape(window.tally, window.before),
        "concentration": any(concentrated(day) for day in window.networks),
        "speed": too_fast(window.times),
    }
    return frozenset(name for name, there in seen.items() if there)


def unusual_volume(votes: int, expected: float) -> bool:
    """``P(Poisson(expected) >= votes) < 0.0001`` with at least 10 votes."""
    return votes >= JUDGED_FROM and poisson_tail(expected, votes) < RARE


def poisson_tail(expected: float, votes: int) -> float:
    """``P(X >= votes)`` for a Poisson variable with this mean (votes per window); 1 for no votes. ValueError for a mean of 0."""
    if expected <= 0:
        raise ValueError(f"a Poisson mean is positive, not {expected}")
    below = math.fsum(math.exp(count * math.log(expected) - expected - math.lgamma(count + 1)) for count in range(votes))
    return max(0.0, 1.0 - below)


def critical_votes(expected: float) -> int:
    """The least number of votes that is rarer than 0.0001, without the floor of 10."""
    votes = 0
    while poisson_tail(expected, votes) >= RARE:
        votes += 1
    return votes


def baseline(days: Iterable[tuple[float, float]], hours: float = 1.0) -> float:
    """Votes to expect in a window of so many hours, from earlier days of the same kind.

    ``days`` gives (age in days, votes per hour in the same part of that day). The mean is weighted by
    ``0.5 ^ (age / 7)``, an exponentially weighted moving average (Roberts 1959, Technometrics 1), and never below
    0.2 votes an hour.
    """
    weighted = [(math.exp2(-age / HALF_LIFE), votes) for age, votes in days]
    total = math.fsum(weight for weight, _ in weighted)
    mean = math.fsum(weight * votes for weight, votes in weighted) / total if total else 0.0
    return max(FLOOR, mean) * hours


def unusual_shape(window: Tally, before: Tally) -> bool:
    """Whether the answers are nine tenths alike, or differ from those of the 90 days before beyond chance (from 10 votes)."""
    n = sum(window)
    if n < JUDGED_FROM:
        return False
    return max(window) >= ALIKE * n or difference(window, before) < UNLIKE


def difference(window: Tally, before: Tally) -> float:
    """Probability of two tallies at least so different from one source; 1 where they cannot be compared.

    Pearson's chi-square test of homogeneity with df = cells - 1. Neighbouring cells are joined until at least 5
    votes are expected of the window in each: a quotient of small numbers proves nothing.
    """
    n, m = sum(window), sum(before)
    if not n or not m:
        return 1.0
    cells = _joined([(float(new), float(old)) for new, old in zip(window, before, strict=True)], n / (n + m))
    if len(cells) == 1:
        return 1.0
    statistic = 0.0
    for new, old in cells:
        due, rest = (new + old) * n / (n + m), (new + old) * m / (n + m)
        statistic += (new - due) ** 2 / due + (old - rest) ** 2 / rest
    return chi_square_tail(statistic, len(cells) - 1)


def _joined(cells: list[tuple[float, float]], share: float) -> list[tuple[float, float]]:
    """Neighbours joined, the smallest expectation first, until each is large enough or one is left."""
    cells = list(cells)
    while len(cells) > 1:
        due = [(new + old) * share for new, old in cells]
        least = min(range(len(cells)), key=lambda place: due[place])
        if due[least] >= CELL_LEAST:
            break
        beside = [place for place in (least - 1, least + 1) if 0 <= place < len(cells)]
        left, right = sorted((least, min(beside, key=lambda place: due[place])))
        cells[left : right + 1] = [(cells[left][0] + cells[right][0], cells[left][1] + cells[right][1])]
    return cells


def chi_square_tail(statistic: float, freedom: int) -> float:
    """``P(X >= statistic)`` for 1 to 4 degrees of freedom, in closed form (Abramowitz and Stegun, 26.4.4 and 26.4.5)."""
    half = statistic / 2
    if freedom % 2 == 0:
        return math.exp(-half) * math.fsum(half**k / math.factorial(k) for k in range(freedom // 2))
    tail = math.erfc(math.sqrt(half))
    return tail + (math.exp(-half) * math.sqrt(2 * statistic / math.pi) if freedom == 3 else 0.0)


def concentrated(networks: Sequence[str]) -> bool:
    """Whether one network gave at least 30 % of at least 10 votes, and at least 5 of them."""
    if len(networks) < JUDGED_FROM:
        return False
    most = max(Counter(network for network in networks if network).values(), default=0)
    return most >= ONE_NETWORK_VOTES and most >= ONE_NETWORK * len(networks)


def too_fast(times: Sequence[dt.datetime]) -> bool:
    """Whether at least 10 votes came less than 20 seconds apart (median of the gaps)."""
    gaps = [(after - before).total_seconds() for before, after in pairwise(times)]
    return len(times) >= JUDGED_FROM and median(gaps) < FAST_SECONDS


def shifted(before: Tally, today: Tally, prior: Prior) -> bool:
    """Whether the posterior mean moved by more than 0.3 within a day; judged where 30 votes were counted before."""
    if sum(before) < SHIFT_FROM:
        return False
    return abs(posterior(today, prior).mu - posterior(before, prior).mu) > SHIFT_MOST
