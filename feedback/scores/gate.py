"""What the gate decides on one figure, from numbers alone: show it, replace it, leave it, take it off."""

import datetime as dt
from typing import Literal

from feedback.statistics.states import SHOWN_FROM

Verdict = Literal["keep", "publish", "take_off"]

CHANGES = SHOWN_FROM
"""So many ratings must differ between two figures, or their difference would give single ones away."""


def verdict(shown: bool, n: int, differing: int, since_change: dt.timedelta | None, wait: dt.timedelta, frozen: bool) -> Verdict:
    """The decision on one figure.

    ``n`` ratings count now; ``differing`` of them were added, changed, withdrawn, excluded or aged out since the figure
    was last published; ``since_change`` is how long ago it was last published, replaced or taken off, None if it never
    was shown. A figure that was taken off comes back under the rule for replacing, not as a first one: it must not
    differ from the one that everybody remembers by a single rating. ``frozen`` (a burst is being checked) leaves what
    is there.
    """
    if n < SHOWN_FROM:
        return "take_off" if shown else "keep"
    if frozen or differing < CHANGES or (since_change is not None and since_change < wait):
        return "keep"
    return "publish"
