"""Who voted: the votes of a project by district beside the residents, and its score weighted by them; told whole or not at all.

What keeps single votes secret here, beside the rules for the figure that such a table belongs to:

- One table per project, by district where the city gives its residents, else by age; never both, and never by answer.
- No cell below 10 is told. Small ones are told together, with as many more as ``remainder`` asks, for the number of all
  votes is public. The same cells are weighted, so the weights say nothing that the table does not.
- The weighted score is a number from project and district: with two cells it tells the mean of each. So it needs 10 votes
  in every cell, has one decimal, and its range is the published one widened by the root of the design effect: a range of
  its own would tell the spread of a cell too, and with that who in it chose what.
- A table is made of exactly the votes of a figure and stays until all its cells hold the same votes as in every table
  that was ever public, or at least five other ones; cells that were told together are compared together. So no
  difference of two tables, nor of their weighted scores, is about fewer than five votes.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datasets.city import City
from datasets.own.beteiligung import ALL, SUMS, UNSAID
from feedback.scores.checksum import table_checksum
from feedback.scores.earlier import apart
from feedback.scores.figures import METHOD, NONE
from feedback.scores.gate import CHANGES
from feedback.scores.remainder import remainder
from feedback.scores.weighted import Group, all_row, group_rows
from feedback.statistics.margins import CELL_LEAST
from feedback.statistics.states import SOLID_FROM
from feedback.statistics.tally import Tally, tally_of
from feedback.statistics.weighting import Answer
from feedback.voices.forms import OUTSIDE

Rows = list[dict[str, Any]]
"""Rows of the dataset ``beteiligung`` for one project, without its name; the last one is of all votes."""

Cells = list[tuple[frozenset[str], Tally]]
"""What was told together, and how those in it voted: remembered, never published."""

KINDS_LEAST = 2
"""Cells where people live that a table needs."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that may be told, and what must be remembered of it."""

    rows: Rows
    memory: dict[str, Any]


def table(answers: Sequence[Answer], figures: Mapping[str, Any], city: City, before: Sequence[Mapping[str, Any]]) -> Table | None:
    """The table of these answers, of which ``figures`` are published now; None where it must not be told.

    ``before`` is the memory of every table of the same figure that was ever told.
    """
    margin = "district" if city.people("district") else "age"
    people = city.people(margin)
    if not people or len(answers) < SOLID_FROM or any(one["margin"] != margin for one in before):
        return None
    said = [_cell(answer.district if margin == "district" else answer.age, people) for answer in answers]
    groups = _groups(said, people)
    if sum(group.residents > 0 for group in groups) < KINDS_LEAST:
        return None
    named = {cell: group.name for group in groups for cell in group.members}
    row, ages = all_row(answers, [named[cell] for cell in said], groups, city.people("age") if margin == "district" else {}, figures)
    margins = [_cells(answers, said, [group.members for group in groups])]
    if ages:
        margins.append(_cells(answers, [_cell(answer.age, city.people("age")) for answer in answers], ages))
    if not _may_follow(margins, [_remembered(one) for one in before]):
        return None
    made = {"margin": margin, "made_on": figures["period_end"], "method_version": METHOD}
    rows = [made | one for one in (*group_rows(groups), {"group": ALL, **row})]
    sums = table_checksum(rows)
    return Table([one | {SUMS: sums} for one in rows], {"margin": margin, "cells": _kept(margins)})


def is_over(rows: Rows, moment: dt.datetime, window: dt.timedelta) -> bool:
    """Whether none of its votes counts any more."""
    return dt.date.fromisoformat(rows[0]["made_on"]) <= (moment - window).date()


def _cell(said: str, people: Mapping[str, int]) -> str:
    return said if said in people or said == OUTSIDE else UNSAID


def _groups(said: Sequence[str], people: Mapping[str, int]) -> list[Group]:
    """Cells that are told by themselves in the city's order, then those that are told together: where few live joins first."""
    counts = Counter(said)
    cells = [*people, OUTSIDE, UNSAID]
    together = remainder({cell: counts[cell] for cell in (*sorted(people, key=lambda one: people[one]), OUTSIDE, UNSAID)}, CELL_LEAST)
    parts = [(cell,) for cell in cells if cell not in together] + [tuple(cell for cell in cells if cell in together)] * bool(together)
    return [
        Group(members, sum(counts[cell] for cell in members), sum(people.get(cell, 0) for cell in members), sum(people.values()))
        for members in parts
    ]


def _cells(answers: Sequence[Answer], said: Sequence[str], parts: Sequence[tuple[str, ...]]) -> Cells:
    """How those in each part voted; who is in none is the last one."""
    of_part = {cell: number for number, part in enumerate(parts) for cell in part}
    values: list[list[int]] = [[] for _ in (*parts, ())]
    for answer, cell in zip(answers, said, strict=True):
        values[of_part.get(cell, len(parts))].append(answer.value)
    return [(frozenset(part), tally_of(chosen)) for part, chosen in zip((*parts, ()), values, strict=True)]


def _may_follow(margins: Sequence[Cells], before: Sequence[Sequence[Cells]]) -> bool:
    """Whether each cell, beside every table before, is as it was or has five other votes; and one has, or there is nothing to tell.

    Their numbers differ by none or by five as well: the number is what is seen.
    """
    for known in before:
        pairs = [pair for one, other in zip(margins, known, strict=False) for pair in _side_by_side(one, other)]
        moved = [step for now, then in pairs for step in (apart(now, then), abs(sum(now) - sum(then)))]
        if any(0 < step < CHANGES for step in moved) or not any(moved):
            return False
    return True


def _side_by_side(one: Cells, other: Cells) -> list[tuple[Tally, Tally]]:
    """The tallies of the smallest parts that are made of whole cells in both."""
    parts: list[tuple[set[str], Tally, Tally]] = []
    for members, now, then in [*((cells, tally, NONE) for cells, tally in one), *((cells, NONE, tally) for cells, tally in other)]:
        mine = [part for part in parts if part[0] & members or (not members and not part[0])]
        joined = (set(members), now, then)
        for part in mine:
            joined = (joined[0] | part[0], _plus(joined[1], part[1]), _plus(joined[2], part[2]))
        parts = [part for part in parts if part not in mine] + [joined]
    return [(now, then) for _, now, then in parts]


def _plus(one: Tally, other: Tally) -> Tally:
    first, second, third, fourth, fifth = (a + b for a, b in zip(one, other, strict=True))
    return first, second, third, fourth, fifth


def _kept(margins: Sequence[Cells]) -> list[list[dict[str, Any]]]:
    return [[{"members": sorted(members), "tally": list(tally)} for members, tally in cells] for cells in margins]


def _remembered(memory: Mapping[str, Any]) -> list[Cells]:
    return [[(frozenset(cell["members"]), _plus(NONE, tuple(cell["tally"]))) for cell in cells] for cells in memory["cells"]]
