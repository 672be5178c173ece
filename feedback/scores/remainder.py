"""Which numbers of a table stay hidden although its total is public: small ones, and as many more as keep those secret."""

from collections.abc import Mapping

from feedback.statistics.states import SHOWN_FROM


def remainder(counts: Mapping[str, int], least: int = SHOWN_FROM) -> frozenset[str]:
    """The cells that may only be told together, as what is left of the total; empty where every cell has ``least``.

    Whoever knows the total and the other cells knows the sum of these, and may know this rule too. So cells join, the
    smallest first, until each cell among them could be empty for all that can be seen. All of them must look alike.
    """
    ascending = sorted(counts, key=lambda name: counts[name])
    size = sum(count < least for count in counts.values())
    while 0 < size < len(ascending) and not _is_safe(size, sum(counts[name] for name in ascending[:size]), counts[ascending[size]], least):
        size += 1
    return frozenset(ascending[:size])


def _is_safe(size: int, total: int, smallest_shown: int, least: int) -> bool:
    """Whether another table with an empty cell looks the same.

    Either the total fits into the other cells though each is small, or one single cell may hold all of it: one that
    would have joined next, as it is smaller than every cell that is shown.
    """
    if size < 2 or total < least:  # one hidden cell is what is left of the total
        return False
    return (size > 2 and total <= (least - 1) * (size - 1)) or total < smallest_shown
