"""The one way in which a figure is rounded before anybody sees it."""

from decimal import ROUND_HALF_UP, Decimal

NOISE_PLACES = 9
"""Binary fractions are first brought back to the decimal they stand for: 3.4949999999999997 is 3.495."""


def rounded(value: float, places: int = 2) -> float:
    """The nearest number with ``places`` decimals (fewer than 9), halves away from zero; never -0.0.

    Page, CSV and JSON print what this gives, and bands and states are decided from it, so that whoever
    sees the figure can repeat the decision.
    """
    exact = Decimal(f"{value:.{NOISE_PLACES}f}")
    return float(exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)) + 0.0
