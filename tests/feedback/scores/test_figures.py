import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.own.buergernutzen import COLUMNS
from feedback.scores.figures import Beside, few, figures, shown_state, trend, vote_class
from feedback.statistics.prior import FIRST_PRIOR
from feedback.statistics.tally import Tally

BESIDE = Beside("experience", dt.date(2026, 11, 23), {"n_held": "5"})
TALLIES = st.tuples(*[st.integers(0, 40)] * 5).filter(lambda tally: sum(tally) >= 5)
LATER = {"band", "polarisation", "trend"}


def test_six_ratings_make_the_score_that_can_be_worked_out_by_hand() -> None:
    made = figures((0, 0, 1, 2, 3), FIRST_PRIOR, BESIDE)
    assert (made["score"], made["n"], made["n_class"], made["share_positive"]) == (3.8, 6, "5-29", 0.83)
    assert (made["share_low"], made["share_high"]) == (0.44, 0.97)
    assert [made[f"n_{level}"] for level in range(1, 6)] == [0, 0, 1, 2, 3]
    assert [made[f"prior_{level}"] for level in range(1, 6)] == [0.10, 0.12, 0.23, 0.30, 0.25]
    assert (made["prior_weight"], made["basis"], made["method_version"]) == (10, "experience", "2")


def test_the_period_is_24_months() -> None:
    made = figures((5, 0, 0, 0, 0), FIRST_PRIOR, BESIDE)
    assert (made["period_start"], made["period_end"]) == ("2024-11-23", "2026-11-23")


def test_four_ratings_have_no_figures() -> None:
    with pytest.raises(ValueError, match="too few"):
        figures((0, 0, 0, 4, 0), FIRST_PRIOR, BESIDE)


def test_counts_beside_the_figure_look_the_same_below_five() -> None:
    assert {few(count) for count in range(5)} == {"<5"}
    assert few(5) == "5"


@pytest.mark.parametrize(("n", "named"), [(0, "<5"), (4, "<5"), (5, "5-29"), (29, "5-29"), (30, "30+"), (500, "30+")])
def test_votes_have_three_classes(n: int, named: str) -> None:
    assert vote_class(n) == named


@given(TALLIES)
def test_band_trend_and_polarisation_come_with_30_ratings(tally: Tally) -> None:
    made = figures(tally, FIRST_PRIOR, BESIDE)
    empty = {name for name, value in made.items() if value is None} - {"participation_sha256"}
    assert empty == (LATER if sum(tally) < 30 else {"trend"})


@given(TALLIES)
def test_every_figure_is_rounded_to_two_decimals(tally: Tally) -> None:
    numbers = [value for value in figures(tally, FIRST_PRIOR, BESIDE).values() if isinstance(value, float)]
    assert numbers == [round(value, 2) for value in numbers]


def test_the_dataset_knows_every_column_but_the_checksum() -> None:
    names = {column.name for column in COLUMNS} - {"project", "dimension", "state", "snapshot_sha256"}
    assert names <= set(figures((5, 0, 0, 0, 0), FIRST_PRIOR, BESIDE))


def test_a_solid_score_needs_30_ratings_and_a_narrow_interval() -> None:
    states = [shown_state(tally, FIRST_PRIOR) for tally in ((0, 0, 1, 2, 3), (2, 3, 6, 10, 9), (15, 0, 0, 0, 15))]
    assert states == ["first", "solid", "first"]


def test_a_trend_is_named_only_where_it_is_sure() -> None:
    before, recent = (5, 8, 20, 30, 37), (8, 7, 6, 5, 4)
    assert trend(before, recent, FIRST_PRIOR) == "falling"
    assert trend(recent, before, FIRST_PRIOR) == "rising"
    assert trend(before, before, FIRST_PRIOR) == "steady"
    assert trend(before, (1, 1, 1, 1, 1), FIRST_PRIOR) is None
