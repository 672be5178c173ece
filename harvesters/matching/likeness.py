"""What speaks for and against two things being the same: a probability with its reasons, as codes that pages put into words."""

from dataclasses import dataclass

from harvesters.matching.logistic import Features, probability


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two things are the same, and why."""

    probability: float
    reasons: tuple[str, ...]
    """Codes, those that speak for it first."""


THERE = 0.5
"""From this value on, a feature is named as a reason."""


def likeness(weights: Features, features: Features) -> Likeness:
    """The probability of the features; those that are there are its reasons."""
    named = sorted((name for name, value in features.items() if value >= THERE), key=lambda name: -weights[name])
    return Likeness(probability(weights, features), tuple(named))
