"""Weights that make two margins of a table fit the population: raking, or iterative proportional fitting."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Group = TypeVar("Group")

TOLERANCE = 5e-4
MOST_ROUNDS = 1000


@dataclass(frozen=True, slots=True)
class Raked(Generic[Group]):
    """A weight per filled cell of the table, with mean 1 over all ratings; whether and when the rounds came to rest."""

    weights: dict[tuple[Group, Group], float]
    rounds: int
    converged: bool


def rake(table: Mapping[tuple[Group, Group], int], rows: Mapping[Group, float], columns: Mapping[Group, float]) -> Raked[Group]:
    """Weighs the cells of ``table`` (ratings by row and column) so that its margins have the shares of the targets.

    Deming and Stephan (1940, Ann. Math. Stat. 11, 427-444): in turn each margin's weights are multiplied by target
    share over present share, until the second margin moves no weight by 0.0005, so that the first still fits;
    at most 1,000 rounds. Targets are head counts or shares, all positive, each with a rating; otherwise ValueError.
    """
    filled = {cell: count for cell, count in table.items() if count > 0}
    if {row for row, _ in filled} != set(rows) or {column for _, column in filled} != set(columns):
        raise ValueError("every group of the targets needs a rating, and every rating a group")
    if min(rows.values()) <= 0 or min(columns.values()) <= 0:
        raise ValueError("every target must be positive")
    weights = dict.fromkeys(filled, 1.0)
    for turn in range(1, MOST_ROUNDS + 1):
        by_rows = _fit(filled, weights, rows, 0)
        weights = _fit(filled, by_rows, columns, 1)
        if max(abs(weights[cell] - by_rows[cell]) for cell in filled) < TOLERANCE:
            return Raked(weights, turn, converged=True)
    return Raked(weights, MOST_ROUNDS, converged=False)


def _fit(
    table: Mapping[tuple[Group, Group], int],
    weights: Mapping[tuple[Group, Group], float],
    targets: Mapping[Group, float],
    side: int,
) -> dict[tuple[Group, Group], float]:
    """One margin brought to its target shares; ``side`` 0 is the rows', 1 the columns'."""
    n, people = sum(table.values()), math.fsum(targets.values())
    present: dict[Group, float] = {}
    for cell, count in table.items():
        present[cell[side]] = present.get(cell[side], 0.0) + count * weights[cell]
    factors = {group: n * (target / people) / present[group] for group, target in targets.items()}
    return {cell: weight * factors[cell[side]] for cell, weight in weights.items()}
