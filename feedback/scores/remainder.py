"""Which numbers of a table stay hidden although its total is public: small ones, and as many more as keep those secret."""

from collections.abc import Mapping

from feedback.statistics.states import SHOWN_FROM


def remainder(counts: Mapping[str, int], least: int = SHOWN_FROM) -> frozenset[str]:
    """The cells that may only be told together, as what is left of the total; empty where every cell has ``least``.

    Whoever knows the total and the other cells knows the sum of these, and may know this rule too. So large cells join the
    small ones, in the order of ``counts`` and not by their size, until each small one could be 0 to 4 for all that can be
    seen. All of them must look alike, and no number may stand in the table that tells them apart.
    """
    small = [name for name, count in counts.items() if count < least]
    large = [name for name, count in counts.items() if count >= least]
    joined = 0
    while small and joined < len(large) and not _is_safe(len(small), joined, sum(counts[name] for name in small + large[:joined]), least):
        joined += 1
    return frozenset(small + large[:joined])


def _is_safe(small: int, joined: int, total: int, least: int) -> bool:
    """Whether other tables, in which one small cell is 0, 1 … 4, look the same.

    Without a large cell the other small ones must be able to hold the rest of the total. With some, these can: one after
    the other could just be too small to stop, and the last one has what is left.
    """
    if joined:
        return total >= joined * least + SHOWN_FROM
    return small > 1 and least <= total <= (least - 1) * (small - 1)
