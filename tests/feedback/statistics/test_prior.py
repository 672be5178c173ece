"""Priors: the first one, and the one learnt from other projects' published ratings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.statistics.prior import FIRST_PRIOR, Prior, prior_for
from feedback.statistics.tally import Tally, mean

tallies = st.tuples(*[st.integers(0, 400)] * 5)


def test_the_first_prior_weighs_ten_ratings_with_mean_3_48() -> None:
    assert FIRST_PRIOR.counts == pytest.approx((1.0, 1.2, 2.3, 3.0, 2.5))
    assert mean(FIRST_PRIOR.shares) == pytest.approx(3.48)


def test_other_projects_with_thirty_ratings_are_pooled() -> None:
    published: dict[str, Tally] = {"own": (90, 0, 0, 0, 0), "a": (0, 0, 10, 10, 20), "b": (10, 0, 0, 20, 30)}
    assert prior_for("own", published) == Prior((0.10, 0.0, 0.10, 0.30, 0.50), pooled=True)


def test_a_project_does_not_vote_on_its_own_prior() -> None:
    published: dict[str, Tally] = {"own": (90, 0, 0, 0, 0)}
    assert prior_for("own", published) == FIRST_PRIOR
    assert prior_for("other", published).shares == (1.0, 0, 0, 0, 0)


def test_a_project_below_thirty_ratings_says_nothing_about_others() -> None:
    assert prior_for("own", {"a": (29, 0, 0, 0, 0)}) == FIRST_PRIOR
    assert prior_for("own", {"a": (30, 0, 0, 0, 0)}).pooled


def test_shares_that_do_not_divide_evenly_still_add_up_to_one() -> None:
    assert prior_for("own", {"a": (10, 10, 10, 0, 0)}).shares == (0.34, 0.33, 0.33, 0, 0)


@given(tallies.filter(lambda tally: sum(tally) >= 30))
def test_pooled_shares_are_whole_hundredths_within_one_of_the_true_ones(tally: Tally) -> None:
    shares = prior_for("own", {"a": tally}).shares
    assert sum(round(100 * share) for share in shares) == 100
    assert all(100 * share == pytest.approx(round(100 * share)) for share in shares)
    assert all(abs(share - count / sum(tally)) < 0.01 for share, count in zip(shares, tally, strict=True))
