"""How many equally weighted ratings a set of weighted ones is worth."""

import math
from collections.abc import Sequence


def effective_n(weights: Sequence[float]) -> float:
    """``(sum w)^2 / sum w^2`` (Kish 1965, Survey Sampling); 0 for no weights."""
    squares = math.fsum(weight**2 for weight in weights)
    return math.fsum(weights) ** 2 / squares if squares else 0.0


def design_effect(weights: Sequence[float]) -> float:
    """``n sum w^2 / (sum w)^2``: by how much weighting widens the variance; 1 for equal weights.

    Raises ValueError where no weight is positive.
    """
    effective = effective_n(weights)
    if not effective:
        raise ValueError("no weights, no design effect")
    return len(weights) / effective
