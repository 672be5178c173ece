"""The published figures of one tally: pure numbers, each rounded once, all of them repeatable from the open data."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from feedback.statistics.agreement import polarisation
from feedback.statistics.bands import bands
from feedback.statistics.comparison import fall
from feedback.statistics.posterior import Posterior, posterior
from feedback.statistics.prior import Prior
from feedback.statistics.rounding import rounded
from feedback.statistics.share import positive_share
from feedback.statistics.states import SHOWN_FROM, SOLID_FROM, State, state
from feedback.statistics.tally import LEVELS, WINDOW, Tally

METHOD = "2"
"""Second: with the interval of the share of positive votes."""

FEW = f"<{SHOWN_FROM}"

NONE: Tally = (0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is said beside a tally: where it comes from, and what is not in it."""

    basis: str
    day: dt.date
    counts: Mapping[str, str] = field(default_factory=dict)
    """Texts of the columns ``n_dont_know``, ``n_held`` and ``n_excluded``; what is missing is few."""
    recent: Tally = NONE
    before: Tally = NONE


def figures(tally: Tally, prior: Prior, beside: Beside) -> dict[str, Any]:
    """The columns of the dataset for a tally of at least 5 ratings, by name. Raises ValueError for fewer."""
    if sum(tally) < SHOWN_FROM:
        raise ValueError(f"{sum(tally)} ratings are too few for a figure")
    return {
        "basis": beside.basis,
        "period_start": (beside.day - WINDOW).isoformat(),
        "period_end": beside.day.isoformat(),
        **computed(tally, prior),
        "trend": trend(beside.before, beside.recent, prior) if sum(tally) >= SOLID_FROM else None,
        **{f"n_{level}": count for level, count in zip(LEVELS, tally, strict=True)},
        **{f"prior_{level}": share for level, share in zip(LEVELS, prior.shares, strict=True)},
        "prior_weight": prior.weight,
        **{name: beside.counts.get(name, FEW) for name in ("n_dont_know", "n_held", "n_excluded")},
        "participation_sha256": None,
        "method_version": METHOD,
    }


def computed(tally: Tally, prior: Prior) -> dict[str, Any]:
    """The columns that follow from tally and prior alone.

    The share of positive votes and its interval are plain arithmetic on the histogram beside them and are shown with it;
    polarisation and band are judgements and need 30 ratings.
    """
    belief = posterior(tally, prior)
    n = sum(tally)
    named = bands(belief)
    positive = positive_share(tally)
    return {
        "n_class": vote_class(n),
        "n": n,
        "score": belief.score,
        "ci_low": belief.low,
        "ci_high": belief.high,
        "share_positive": rounded(positive.share),
        "share_low": rounded(positive.low),
        "share_high": rounded(positive.high),
        "polarisation": rounded(polarisation(tally)) if n >= SOLID_FROM else None,
        "band": None if named is None else str(named),
    }


def renewed(known: Mapping[str, Any]) -> dict[str, Any]:
    """Figures that an older method made, with what this one works out of the same tally and prior: nothing that is not public."""
    if known["method_version"] == METHOD:
        return dict(known)
    return {**known, **computed(tally_in(known), prior_in(known)), "method_version": METHOD}


def tally_in(known: Mapping[str, Any]) -> Tally:
    """The tally that stands in published figures, or in a row of their file."""
    one, two, three, four, five = (int(known[f"n_{level}"]) for level in LEVELS)
    return one, two, three, four, five


def prior_in(known: Mapping[str, Any]) -> Prior:
    """The prior beside it."""
    one, two, three, four, five = (float(known[f"prior_{level}"]) for level in LEVELS)
    return Prior((one, two, three, four, five), float(known["prior_weight"]))


def shown_state(tally: Tally, prior: Prior) -> State:
    """``first`` or ``solid``."""
    belief: Posterior = posterior(tally, prior)
    return state(belief.n, belief.half_width)


def vote_class(n: int) -> str:
    """``5-29`` or ``30+``; what is below 5 has one class."""
    if n < SHOWN_FROM:
        return FEW
    return f"{SHOWN_FROM}-{SOLID_FROM - 1}" if n < SOLID_FROM else f"{SOLID_FROM}+"


def few(count: int) -> str:
    """A count beside the figure: 0 and 1 to 4 look the same."""
    return str(count) if count >= SHOWN_FROM else FEW


def trend(before: Tally, recent: Tally, prior: Prior) -> str | None:
    """``falling``, ``rising`` or ``steady`` between the 365 days before the last 90 and these; None without 20 ratings in each."""
    down, up = fall(before, recent, prior), fall(recent, before, prior)
    if down is None or up is None:
        return None
    return "falling" if down.falling else "rising" if up.falling else "steady"
