"""The figures of a table of who voted, from what stands in it; made once, and worked out again from the open data."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feedback.scores.figures import prior_in
from feedback.statistics.participation import participation
from feedback.statistics.posterior import posterior
from feedback.statistics.rounding import rounded
from feedback.statistics.tally import Counts
from feedback.statistics.weighting import Answer, Weighting, weigh


@dataclass(frozen=True, slots=True)
class Group:
    """What is told together: its cells, their votes, how many people live there, and in all of the city."""

    members: tuple[str, ...]
    n: int
    residents: int
    city: int

    @property
    def name(self) -> str:
        """As it stands in the dataset."""
        return " ".join(self.members)


def group_rows(groups: Sequence[Group]) -> Iterator[dict[str, Any]]:
    """A row for each group; shares are of the votes and people of groups where people live."""
    votes = sum(group.n for group in groups if group.residents)
    for group in groups:
        row: dict[str, Any] = {"group": group.name, "n": group.n}
        if group.residents:
            shares = {"share": rounded(group.n / votes), "residents_share": rounded(group.residents / group.city)}
            row |= {"residents": group.residents, **shares}
        yield row


def compared(groups: Sequence[Group]) -> dict[str, Any]:
    """How evenly the groups took part."""
    lived_in = [group for group in groups if group.residents]
    found = participation({group.name: group.n for group in lived_in}, {group.name: group.residents for group in lived_in})
    if found is None:
        return {}
    return {"participation_ratio": rounded(found.ratio), "dissimilarity": rounded(found.dissimilarity)}


def all_row(
    answers: Sequence[Answer], named: Sequence[str], groups: Sequence[Group], ages: Mapping[str, int], figures: Mapping[str, Any]
) -> tuple[dict[str, Any], list[tuple[str, ...]]]:
    """The row of all votes, and the age bands that were weighted together (empty where ages do not matter).

    ``named`` is the group of each answer.
    """
    of_figure = {name: figures[name] for name in ("n", "score", "ci_low", "ci_high")}
    row = of_figure | {"residents": sum(group.residents for group in groups)} | compared(groups)
    grouped = [Answer(answer.value, name, answer.age) for answer, name in zip(answers, named, strict=True)]
    made = weigh(grouped, {group.name: group.residents for group in groups if group.residents}, ages)
    if made is None or not made.publishable:
        return row, []
    bands = list(dict.fromkeys(made.columns[age] for age in ages)) if ages else []
    return row | _weighted(made, bands, figures), bands


def _weighted(made: Weighting, bands: Sequence[tuple[str, ...]], figures: Mapping[str, Any]) -> dict[str, Any]:
    one, two, three, four, five = (count * made.effect for count in made.counts)
    counts: Counts = (one, two, three, four, five)
    effect = rounded(made.effect, 1)
    score = rounded(posterior(counts, prior_in(figures)).mu, 1)
    rows = list(dict.fromkeys(made.rows.values()))
    told = {"weighted_rows": " | ".join(" + ".join(cell) for cell in rows), "weighted_ages": " | ".join(" ".join(band) for band in bands)}
    return told | {"weighted_score": score, "design_effect": effect, **widened(score, effect, figures)}


def widened(score: float, effect: float, figures: Mapping[str, Any]) -> dict[str, Any]:
    """The range of a weighted score, and how many votes of equal weight it is worth: from published numbers alone."""
    half = max(float(figures["score"]) - float(figures["ci_low"]), float(figures["ci_high"]) - float(figures["score"]))
    half *= math.sqrt(effect)
    low, high = max(1.0, score - half), min(5.0, score + half)
    return {"weighted_low": rounded(low, 1), "weighted_high": rounded(high, 1), "n_effective": int(rounded(int(figures["n"]) / effect, 0))}
