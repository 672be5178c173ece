"""The second line under a score: the same ratings weighted by district and age, or by one of both."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback.statistics.kish import design_effect
from feedback.statistics.margins import Cells, merged_cells
from feedback.statistics.raking import rake
from feedback.statistics.tally import Counts, counts_of

BOTH_LEAST = 100
"""Ratings that name what they are weighted by, below which nothing is weighted."""

LIGHTEST, HEAVIEST = 0.2, 5.0
"""Bounds of a weight beside the mean weight."""

WIDEST_EFFECT = 3.0
"""Design effect up to which a weighted figure is published."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A rating with what its giver said of themselves; empty where nothing."""

    value: int
    district: str = ""
    age: str = ""


@dataclass(frozen=True, slots=True)
class Weighting:
    """Weights in the order of the answers, mean 1; ``both`` of them named a district and an age of the population.

    ``counts`` are the weighted ratings per level, scaled to ``n_effective``: the posterior of them is as wide
    as the weights make it. ``publishable``: the raking came to rest and the design effect is at most 3.
    ``rows`` and ``columns`` say which districts and which ages were weighted together.
    """

    weights: tuple[float, ...]
    both: int
    effect: float
    n_effective: float
    counts: Counts
    publishable: bool
    rows: Cells
    columns: Cells


def weigh(answers: Sequence[Answer], districts: Mapping[str, int], ages: Mapping[str, int]) -> Weighting | None:
    """Rakes the answers to residents per district and per age band (bands in their order).

    Groups with fewer than 10 answers are merged first. Answers without both, or from outside, weigh 1. A population
    that is not known (empty) is left out: then only the other one counts. None below 100 answers with both.
    It corrects for who lives where and how old people are, not for who feels like rating: never call it representative.
    """
    both = [place for place, answer in enumerate(answers) if _lives_in(districts, answer.district) and _lives_in(ages, answer.age)]
    if len(both) < BOTH_LEAST:
        return None
    raked = _raked([answers[place] for place in both], districts, ages)
    weights = [1.0] * len(answers)
    for place, weight in zip(both, trimmed(raked.weights), strict=True):
        weights[place] = weight
    effect = design_effect(weights)
    counts = counts_of((answer.value, weight / effect) for answer, weight in zip(answers, weights, strict=True))
    publishable = raked.converged and effect <= WIDEST_EFFECT
    return Weighting(tuple(weights), len(both), effect, len(answers) / effect, counts, publishable, raked.rows, raked.columns)


@dataclass(frozen=True, slots=True)
class _Raked:
    weights: list[float]
    converged: bool
    rows: Cells
    columns: Cells


def _raked(answers: Sequence[Answer], districts: Mapping[str, int], ages: Mapping[str, int]) -> _Raked:
    """A weight per answer before trimming; every answer names a group of both populations."""
    rows = _merged(districts, [answer.district for answer in answers], ordered=False)
    columns = _merged(ages, [answer.age for answer in answers], ordered=True)
    cells = [(rows[answer.district], columns[answer.age]) for answer in answers]
    raked = rake(Counter(cells), _residents(districts, rows), _residents(ages, columns))
    return _Raked([raked.weights[cell] for cell in cells], raked.converged, rows, columns)


def trimmed(weights: Sequence[float]) -> list[float]:
    """Weights cut to 0.2 and 5 times their mean and brought back to mean 1, in turn until both hold (at most 100 turns)."""
    kept = list(weights)
    for _ in range(100):
        average = sum(kept) / len(kept)
        kept = [weight / average for weight in kept]
        if min(kept) >= LIGHTEST - 1e-9 and max(kept) <= HEAVIEST + 1e-9:
            break
        kept = [min(HEAVIEST, max(LIGHTEST, weight)) for weight in kept]
    return kept


def _lives_in(population: Mapping[str, int], group: str) -> bool:
    return not population or population.get(group, 0) > 0


def _merged(population: Mapping[str, int], named: Sequence[str], ordered: bool) -> Cells:
    """Without a population all answers are in one cell."""
    return merged_cells(_counted(population, named), ordered) if population else dict.fromkeys(named, ())


def _counted(population: Mapping[str, int], named: Sequence[str]) -> dict[str, int]:
    counts = Counter(named)
    return {group: counts[group] for group in population if _lives_in(population, group)}


def _residents(population: Mapping[str, int], cells: Cells) -> dict[tuple[str, ...], float]:
    return {names: float(sum(population[group] for group in names)) if population else 1.0 for names in cells.values()}
