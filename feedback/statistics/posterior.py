"""The score of a tally and how sure it is: the Dirichlet-multinomial model."""

import math
from dataclasses import dataclass

from feedback.statistics.prior import Prior
from feedback.statistics.rounding import rounded
from feedback.statistics.tally import Counts, mean

Z = 1.96
"""Standard deviations on each side that hold 95 % of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Posterior:
    """What is believed of a project's mean rating after its ratings were seen.

    ``mu`` and ``sd`` are exact; ``score``, ``low``, ``high`` and ``half_width`` are the published figures.
    """

    counts: Counts
    prior: Prior
    mu: float
    sd: float

    @property
    def n(self) -> float:
        """Ratings counted, without the prior's; a sum of weights where ratings were weighted."""
        return math.fsum(self.counts)

    @property
    def score(self) -> float:
        """Mean rating from 1.00 to 5.00."""
        return rounded(self.mu)

    @property
    def low(self) -> float:
        """Lower end of the 95 % interval, not below 1.00."""
        return rounded(max(1.0, self.mu - Z * self.sd))

    @property
    def high(self) -> float:
        """Upper end of the 95 % interval, not above 5.00."""
        return rounded(min(5.0, self.mu + Z * self.sd))

    @property
    def half_width(self) -> float:
        """``1.96 * sd``, from before the ends are clipped: an extreme score is no surer for being extreme."""
        return rounded(Z * self.sd)


def posterior(counts: Counts, prior: Prior) -> Posterior:
    """The posterior of the mean level under a Dirichlet prior and multinomial ratings.

    With ``alpha_k = weight * share_k``, ``N = sum n_k`` and ``p_k = (n_k + alpha_k) / (N + weight)``:
    ``mu = sum k p_k`` and ``sd = sqrt(sum p_k (k - mu)^2 / (N + weight + 1))``, the moments of a linear
    function of a Dirichlet variable (Gelman et al., Bayesian Data Analysis, 3rd ed., section 3.4).
    With equal shares and weight 5 this is Evan Miller's ranking of star ratings. Negative counts raise ValueError.
    """
    if min(counts) < 0:
        raise ValueError(f"counts cannot be negative: {counts}")
    alphas = dirichlet(counts, prior)
    mu = mean(alphas)
    total = math.fsum(alphas)
    variance = math.fsum(alpha * (level - mu) ** 2 for level, alpha in enumerate(alphas, start=1)) / total
    return Posterior(counts, prior, mu, math.sqrt(variance / (total + 1)))


def dirichlet(counts: Counts, prior: Prior) -> Counts:
    """The parameters ``n_k + alpha_k`` of the posterior Dirichlet distribution."""
    one, two, three, four, five = (count + pseudo for count, pseudo in zip(counts, prior.counts, strict=True))
    return one, two, three, four, five
