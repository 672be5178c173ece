"""The worked example of /methode: votes made into the published figures by the functions that make them, step by step."""

from feedback.scores.figures import computed
from feedback.statistics.posterior import dirichlet
from feedback.statistics.prior import FIRST_PRIOR
from feedback.statistics.tally import LEVELS, Tally
from portal.numbers import format_number

VOTES: Tally = (2, 3, 6, 10, 9)


def steps() -> dict[str, str]:
    """Each number of the example as people read it, by the name of its place in the text."""
    shown, together = computed(VOTES, FIRST_PRIOR), dirichlet(VOTES, FIRST_PRIOR)
    products = [level * count for level, count in zip(LEVELS, together, strict=True)]
    return {
        **{f"votes_{level}": format_number(count) for level, count in zip(LEVELS, VOTES, strict=True)},
        **{f"prior_{level}": format_number(count) for level, count in zip(LEVELS, FIRST_PRIOR.counts, strict=True)},
        **{f"together_{level}": format_number(count) for level, count in zip(LEVELS, together, strict=True)},
        "votes": format_number(sum(VOTES)),
        "prior": format_number(FIRST_PRIOR.weight),
        "together": format_number(round(sum(together), 6)),
        "products": " + ".join(f"{level} × {format_number(count)}" for level, count in zip(LEVELS, together, strict=True)),
        "sum": format_number(round(sum(products), 6)),
        "score": format_number(shown["score"], 2),
        "low": format_number(shown["ci_low"], 2),
        "high": format_number(shown["ci_high"], 2),
        "plain": format_number(sum(level * count for level, count in zip(LEVELS, VOTES, strict=True)) / sum(VOTES), 2),
    }
