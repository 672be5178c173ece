"""The worked example of /methode: votes made into the published figures by the functions that make them, step by step."""

from feedback.scores.figures import computed
from feedback.statistics.posterior import dirichlet
from feedback.statistics.prior import FIRST_PRIOR
from feedback.statistics.rounding import rounded
from feedback.statistics.tally import LEVELS, Tally, mean
from feedback.statistics.weighting import Answer, weigh
from portal.numbers import format_number

LOUD, QUIET = ("loud", 90, 5), ("quiet", 30, 2)
"""Two districts in which equally many people live: name, votes, and what all of them say."""

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


def weighting() -> dict[str, str]:
    """The example of weighting, made by the function that weighs."""
    answers = [Answer(value, name) for name, count, value in (LOUD, QUIET) for _ in range(count)]
    made = weigh(answers, {LOUD[0]: 1, QUIET[0]: 1}, {})
    if made is None:
        raise ValueError("the example needs a hundred votes")
    effect = rounded(made.effect, 1)
    return {
        **{f"{name}_n": format_number(count) for name, count, _value in (LOUD, QUIET)},
        **{f"{name}_value": str(value) for name, _count, value in (LOUD, QUIET)},
        "loud_weight": format_number(made.weights[0], 2),
        "quiet_weight": format_number(made.weights[-1], 2),
        "plain_mean": format_number(sum(answer.value for answer in answers) / len(answers), 2),
        "weighted_mean": format_number(mean(made.counts), 2),
        "weighted_n": format_number(len(answers)),
        "weighted_worth": format_number(rounded(len(answers) / effect, 0)),
        "weighted_effect": format_number(effect, 1),
    }
