"""Which parts of the city took part, beside how many people live in them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

EXPECTED_LEAST = 5
"""A group is called missing only where this many ratings were to be expected of it."""

MISSING_BELOW = 0.25


@dataclass(frozen=True, slots=True)
class Participation:
    """``ratio``: lowest beside highest participation rate of a group, 0 to 1, 1 for equal rates.

    ``dissimilarity``: share of the ratings that would have to come from another group to mirror the
    residents, 0 to 1. ``n``: ratings that named one of the groups.
    """

    n: int
    ratio: float
    dissimilarity: float


def participation(ratings: Mapping[str, int], residents: Mapping[str, int]) -> Participation | None:
    """Compares ratings per group with residents per group; groups without residents stay out.

    ``min_g (n_g / N_g) / max_g (n_g / N_g)`` after the R-indicators of Schouten, Cobben and Bethlehem (2009, Survey
    Methodology 35), and ``1/2 sum |n_g / n - N_g / N|`` (Duncan and Duncan 1955). None where no rating names a group.
    """
    groups = [group for group, people in residents.items() if people > 0]
    n = sum(ratings.get(group, 0) for group in groups)
    if n == 0:
        return None
    people = sum(residents[group] for group in groups)
    rates = [ratings.get(group, 0) / residents[group] for group in groups]
    gaps = math.fsum(abs(ratings.get(group, 0) / n - residents[group] / people) for group in groups)
    return Participation(n, min(rates) / max(rates), gaps / 2)


def missing_groups(ratings: Mapping[str, int], residents: Mapping[str, int]) -> tuple[str, ...]:
    """Groups that gave less than a quarter of the ratings their residents let expect, in the residents' order."""
    n = sum(ratings.get(group, 0) for group in residents)
    people = sum(residents.values())
    expected = {group: n * count / people for group, count in residents.items() if count > 0}
    return tuple(group for group, due in expected.items() if due >= EXPECTED_LEAST and ratings.get(group, 0) < MISSING_BELOW * due)
