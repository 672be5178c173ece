"""The cells of a margin, merged until each holds enough ratings to be weighted."""

from collections.abc import Mapping
from itertools import pairwise

CELL_LEAST = 10

Cell = tuple[tuple[str, ...], int]
"""The groups of a cell and the ratings in it."""

Cells = dict[str, tuple[str, ...]]
"""For each group the merged cell it belongs to, named by all its groups."""


def merged_cells(counts: Mapping[str, int], ordered: bool, least: int = CELL_LEAST) -> Cells:
    """Joins cells with fewer than ``least`` ratings until none is left or only one cell is.

    In an ``ordered`` margin (age) the smallest cell joins the smaller of its neighbours, otherwise (districts)
    the next smallest cell of all.
    """
    cells: list[Cell] = [((group,), count) for group, count in counts.items()]
    while len(cells) > 1 and min(count for _, count in cells) < least:
        if not ordered:
            cells.sort(key=lambda cell: (cell[1], cell[0]))
        cells = _join_smallest(cells)
    return {group: names for names, _ in cells for group in names}


def _join_smallest(cells: list[Cell]) -> list[Cell]:
    """Joins the first smallest cell with the smaller of the cells beside it."""
    smallest = min(range(len(cells)), key=lambda place: cells[place][1])
    touching = [(left, right) for left, right in pairwise(range(len(cells))) if smallest in (left, right)]
    left, right = min(touching, key=lambda pair: cells[pair[0]][1] + cells[pair[1]][1])
    joined = (cells[left][0] + cells[right][0], cells[left][1] + cells[right][1])
    return [*cells[:left], joined, *cells[right + 1 :]]
