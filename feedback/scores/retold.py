"""A published table of who voted, worked out again from the counts, residents and scores in it."""

from collections.abc import Mapping, Sequence
from typing import Any

from datasets.own.beteiligung import ALL, SUMS
from feedback.scores.checksum import table_checksum
from feedback.scores.weighted import Group, compared, group_rows, widened
from feedback.statistics.rounding import rounded
from feedback.statistics.weighting import Answer, weigh


def worked_out(rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """What follows for the rows of one project, by group. Raises ValueError, KeyError, TypeError or StopIteration.

    The weighted score itself rests on the answers of each group, which are not public; all that stands beside it follows.
    """
    whole = next(row for row in rows if row["group"] == ALL)
    city = _number(whole["residents"])
    groups = [Group((str(row["group"]),), int(row["n"]), _number(row["residents"]), city) for row in rows if row["group"] != ALL]
    expected = {str(row["group"]): row for row in group_rows(groups)}
    expected[ALL] = {"n": sum(group.n for group in groups), "residents": sum(group.residents for group in groups), **compared(groups)}
    if whole.get("weighted_score") not in {None, ""}:
        expected[ALL] |= _weighted(whole, groups)
    sums = table_checksum(rows)
    return {name: row | {SUMS: sums} for name, row in expected.items()}


def _weighted(whole: Mapping[str, Any], groups: Sequence[Group]) -> dict[str, Any]:
    """The design effect follows from the counts where ages do not matter; the range from it and the published one."""
    effect = float(whole["design_effect"])
    told = widened(float(whole["weighted_score"]), effect, whole)
    if whole.get("weighted_ages"):
        return told
    answers = [Answer(1, group.name) for group in groups for _ in range(group.n)]
    made = weigh(answers, {group.name: group.residents for group in groups if group.residents}, {})
    return told | {"design_effect": None if made is None else rounded(made.effect, 1)}


def _number(cell: Any) -> int:
    return 0 if cell in {None, ""} else int(cell)
