"""Features made into a probability: weights that were fitted on labelled pairs."""

import math
from collections.abc import Mapping

Features = Mapping[str, float]
BIAS = "bias"
LEAST, MOST = 0.01, 0.99


def probability(weights: Features, features: Features) -> float:
    """Two decimals, never 0 or 1: a few hundred pairs allow no more."""
    total = weights[BIAS] + sum(weights[name] * value for name, value in features.items())
    return min(MOST, max(LEAST, round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 2)))
