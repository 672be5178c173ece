"""How far a score may be shown: too few ratings, first ones, solid, under review."""

from typing import Literal

State = Literal["too_few", "first", "solid", "review"]

SHOWN_FROM = 5
"""Below this many ratings nothing about them leaves the package."""

SOLID_FROM = 30
"""From here on band, trend and comparison are shown."""

WIDEST = 0.40
"""Half width of the interval up to which a score is called solid."""


def state(n: float, half_width: float, under_review: bool = False) -> State:
    """The publication state; ``half_width`` is the published (rounded) one.

    ``too_few`` goes before ``review``: a project with a handful of ratings looks like one with none.
    """
    if n < SHOWN_FROM:
        return "too_few"
    if under_review:
        return "review"
    return "solid" if n >= SOLID_FROM and half_width <= WIDEST else "first"
