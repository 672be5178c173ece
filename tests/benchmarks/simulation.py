"""Simulated projects and voters go through the real functions: is the range right, how far off is a figure, what does weighting mend."""

import math
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist, fmean

from feedback.scores.figures import computed
from feedback.statistics.prior import FIRST_PRIOR
from feedback.statistics.tally import LEVELS, Tally, mean
from feedback.statistics.weighting import Answer, weigh
from tests.benchmarks.table import Line

SEED = 20261123
PROJECTS = 10_000
FEWEST, MOST = 5, 500
FEW = 30

Shares = Sequence[float]
Truth = Callable[[random.Random], Shares]


@dataclass(frozen=True, slots=True)
class Trusted:
    """Of so many projects: share whose range holds the truth; mean absolute error of the figure and of the raw mean below 30 votes."""

    projects: int
    covered: float
    error: float
    raw_error: float

    @property
    def gain(self) -> float:
        """By which part the published figure errs less than the raw mean."""
        return 1 - self.error / self.raw_error


@dataclass(frozen=True, slots=True)
class Bias:
    """Mean error of the plain and of the weighted mean over many surveys of one skewed kind."""

    plain: float
    weighted: float


def dirichlet(weight: float) -> Truth:
    """Truth of a project drawn from Dir(weight × π) with the first prior's shares π; each made of gamma variables."""

    def draw(chance: random.Random) -> Shares:
        parts = [chance.gammavariate(weight * share, 1.0) for share in FIRST_PRIOR.shares]
        return [part / sum(parts) for part in parts]

    return draw


def latent(chance: random.Random) -> Shares:
    """Truth from a normal benefit per project (sd 0.6) that voters see with a normal error (sd 1), cut so that all projects give π."""
    whole = NormalDist(0.0, math.hypot(1.0, 0.6))
    cuts, below = [], 0.0
    for share in FIRST_PRIOR.shares[:-1]:
        below += share
        cuts.append(whole.inv_cdf(below))
    seen = NormalDist(chance.gauss(0.0, 0.6), 1.0)
    edges = [0.0, *(seen.cdf(cut) for cut in cuts), 1.0]
    return [upper - lower for lower, upper in pairwise(edges)]


TRUTHS: dict[str, Truth] = {"Dir(10π)": dirichlet(10), "Dir(3π)": dirichlet(3), "Dir(40π)": dirichlet(40), "latent normal": latent}


def trusted(truth: Truth, projects: int = PROJECTS, seed: int = SEED) -> Trusted:
    """Votes per project are log-uniform from 5 to 500; what is compared with the truth is what would be published."""
    chance = random.Random(seed)
    covered, errors, raw_errors = 0, [], []
    for _ in range(projects):
        shares = truth(chance)
        true = mean(shares)
        tally = votes(chance, shares, round(math.exp(chance.uniform(math.log(FEWEST), math.log(MOST)))))
        shown = computed(tally, FIRST_PRIOR)
        covered += shown["ci_low"] <= true <= shown["ci_high"]
        if sum(tally) < FEW:
            errors.append(abs(shown["score"] - true))
            raw_errors.append(abs(mean(tally) - true))
    return Trusted(projects, covered / projects, fmean(errors), fmean(raw_errors))


def votes(chance: random.Random, shares: Shares, n: int) -> Tally:
    """So many votes with these probabilities."""
    drawn = Counter(chance.choices(LEVELS, shares, k=n))
    return drawn[1], drawn[2], drawn[3], drawn[4], drawn[5]


DISTRICTS = {f"d{number}": people for number, people in enumerate((54, 61, 59, 39, 47, 56, 56, 57, 57, 49, 37, 39), start=1)}
AGES = {"u18": 100, "18-29": 90, "30-44": 120, "45-64": 160, "65-79": 90, "80+": 52}
SURVEYS = 300
ANSWERS = 400


def biases(seed: int = SEED) -> dict[str, Bias]:
    """Surveys of 400 in a city whose districts and ages differ in opinion and in who answers; and where opinion itself drives it."""
    return {"by district and age": _bias(_by_group, seed), "by opinion itself": _bias(_by_opinion, seed)}


@dataclass(frozen=True, slots=True)
class Cell:
    """People of one district and age: how many, what they think, how gladly they answer."""

    district: str
    age: str
    people: float
    shares: Shares
    glad: float


def _cells() -> list[Cell]:
    """Benefit falls from young to old and from the first district to the last; so does the wish to answer, sixfold each way."""
    found = []
    for place, (district, residents) in enumerate(DISTRICTS.items()):
        for step, (age, people) in enumerate(AGES.items()):
            tilt = 0.5 * (1 - 2 * place / (len(DISTRICTS) - 1)) + 0.7 * (1 - 2 * step / (len(AGES) - 1))
            weights = [share * math.exp(tilt * (level - 3) / 2) for level, share in zip(LEVELS, FIRST_PRIOR.shares, strict=True)]
            shares = [weight / sum(weights) for weight in weights]
            found.append(Cell(district, age, residents * people, shares, 6.0 ** (-place / 11) * 6.0 ** (-step / 5)))
    return found


def _by_group(cell: Cell, level: int) -> float:
    return cell.glad


def _by_opinion(cell: Cell, level: int) -> float:
    """Who sees no benefit answers four times as gladly, wherever they live."""
    return 4.0 if level == 1 else 1.0


def _bias(glad: Callable[[Cell, int], float], seed: int) -> Bias:
    chance, cells = random.Random(seed), _cells()
    people = [(cell, level, cell.people * share) for cell in cells for level, share in zip(LEVELS, cell.shares, strict=True)]
    truth = math.fsum(level * count for _, level, count in people) / math.fsum(count for _, _, count in people)
    odds = [count * glad(cell, level) for cell, level, count in people]
    plain, weighted = [], []
    for _ in range(SURVEYS):
        drawn = [Answer(level, cell.district, cell.age) for cell, level, _ in chance.choices(people, odds, k=ANSWERS)]
        made = weigh(drawn, DISTRICTS, AGES)
        if made is None or not made.publishable:
            continue
        plain.append(fmean(answer.value for answer in drawn) - truth)
        weighted.append(mean(made.counts) - truth)
    return Bias(fmean(plain), fmean(weighted))


def measure(projects: int = PROJECTS) -> Iterator[Line]:
    """The lines of the table."""
    for name, truth in TRUTHS.items():
        found, bound = trusted(truth, projects), name == "Dir(10π)"
        near = abs(100 * found.covered - 95)
        yield Line(f"{name}: range holds the truth", "%", 100 * found.covered, note=f"{found.projects} projects")
        if bound:
            yield Line(f"{name}: away from 95 %", "points", near, target=1.0, kind="at most")
        note = f"errs by {found.error:.3f} instead of {found.raw_error:.3f}"
        yield Line(f"{name}: error below raw mean's, n < {FEW}", "%", 100 * found.gain, target=20.0 if bound else None, note=note)
    for name, bias in biases().items():
        bound = name == "by district and age"
        note = f"{SURVEYS} surveys of {ANSWERS}; ours is the weighted mean's error, floor the plain one's"
        yield Line(f"bias, participation {name}", "steps", abs(bias.weighted), abs(bias.plain), 0.5 if bound else None, "at most", note)
