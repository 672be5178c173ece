"""What is assumed of a project before anybody has rated it."""

from collections.abc import Mapping
from dataclasses import dataclass

from feedback.statistics.tally import Counts, Tally

POOLED_FROM = 30
"""Only projects with this many ratings say something about the others."""


@dataclass(frozen=True, slots=True)
class Prior:
    """A distribution over the five levels (``shares``, sum 1) that weighs as much as ``weight`` ratings."""

    shares: Counts
    weight: float = 10.0
    pooled: bool = False
    """Whether it was learnt from other projects' published ratings."""

    @property
    def counts(self) -> Counts:
        """The pseudo-ratings: ``weight * shares``."""
        one, two, three, four, five = (self.weight * share for share in self.shares)
        return one, two, three, four, five


FIRST_PRIOR = Prior((0.10, 0.12, 0.23, 0.30, 0.25))
"""In force until another project has 30 published ratings; its mean is 3.48."""


def prior_for(project: str, published: Mapping[str, Tally]) -> Prior:
    """The prior of one project: all other projects' ratings together, else ``FIRST_PRIOR``.

    ``published`` holds the tallies of one dimension as they stand in the newest snapshot, by project. The
    project itself is left out, or its ratings would count twice. Shares are whole hundredths: they are
    published and used as they are published, so a score can be recomputed from the open data alone.
    """
    others = [tally for name, tally in published.items() if name != project and sum(tally) >= POOLED_FROM]
    if not others:
        return FIRST_PRIOR
    return Prior(_hundredths([sum(level) for level in zip(*others, strict=True)]), pooled=True)


def _hundredths(totals: list[int]) -> Counts:
    """Shares in hundredths by largest remainders (Hamilton), so that they add up to one; ties to the lower level."""
    whole = [100 * total // sum(totals) for total in totals]
    remainders = [100 * total % sum(totals) for total in totals]
    fullest = sorted(range(len(totals)), key=lambda level: -remainders[level])
    for level in fullest[: 100 - sum(whole)]:
        whole[level] += 1
    one, two, three, four, five = (part / 100 for part in whole)
    return one, two, three, four, five
