"""Whether the ratings agree or are divided, measured for ordered levels."""

import math
from collections.abc import Sequence
from itertools import combinations

from feedback.statistics.rounding import rounded
from feedback.statistics.tally import mean

DIVIDED_FROM = 0.65
"""Polarisation from which opinions are said to differ."""

DIVIDED_VOTES = 30


def agreement(counts: Sequence[int]) -> float:
    """Agreement A of van der Eijk (2001, Quality & Quantity 35, 325-341): -1 two camps, 0 evenly spread, 1 all alike.

    ``counts`` holds the ratings per level of a scale with K >= 3 levels. The distribution is peeled into layers
    of equal height; A is the mean of the layers' agreement, each weighted with the ratings in it.
    Raises ValueError for an empty tally.
    """
    if not any(counts):
        raise ValueError("an empty tally has no agreement")
    weighted, left = 0.0, list(counts)
    while any(left):
        height = min(count for count in left if count)
        pattern = [count > 0 for count in left]
        weighted += height * sum(pattern) * _layer_agreement(pattern)
        left = [count - height if count else 0 for count in left]
    return weighted / sum(counts)


def _layer_agreement(pattern: list[bool]) -> float:
    """``U (1 - (S-1)/(K-1))`` with S filled of K levels and the unimodality U counted over all triples of levels."""
    levels, filled = len(pattern), sum(pattern)
    if filled == 1:
        return 1.0
    triples = list(combinations(pattern, 3))
    unimodal = sum(triple in ((True, True, False), (False, True, True)) for triple in triples)
    bimodal = triples.count((True, False, True))
    if unimodal + bimodal == 0:
        return 0.0
    unimodality = ((levels - 2) * unimodal - (levels - 1) * bimodal) / ((levels - 2) * (unimodal + bimodal))
    return unimodality * (1 - (filled - 1) / (levels - 1))


def polarisation(counts: Sequence[int]) -> float:
    """``(1 - A) / 2``: 0 where all ratings are alike, 1 where half are at either end."""
    return (1 - agreement(counts)) / 2


def divided(counts: Sequence[int]) -> bool:
    """Whether to say that opinions differ: published polarisation of at least 0.65 from 30 ratings on."""
    return sum(counts) >= DIVIDED_VOTES and rounded(polarisation(counts)) >= DIVIDED_FROM


def consensus(counts: Sequence[int]) -> float:
    """Consensus of Tastle and Wierman (2007, Int. J. Approx. Reasoning 45, 531-545), 0 to 1.

    ``1 + sum p_k log2(1 - |k - mean| / (K - 1))``; raises ValueError for an empty tally.
    """
    centre, n, width = mean(counts), sum(counts), len(counts) - 1
    filled = [(level, count / n) for level, count in enumerate(counts, start=1) if count]
    spread = math.fsum(share * math.log2(1 - abs(level - centre) / width) for level, share in filled)
    return min(1.0, max(0.0, 1 + spread))
