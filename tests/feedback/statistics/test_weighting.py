"""Weighting ratings by district and age."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.statistics.posterior import posterior
from feedback.statistics.prior import FIRST_PRIOR
from feedback.statistics.tally import tally_of
from feedback.statistics.weighting import Answer, Weighting, trimmed, weigh

DISTRICTS = {"north": 40_000, "centre": 40_000, "south": 40_000}
AGES = {"u18": 30_000, "18-64": 60_000, "65": 30_000}
LIKE_THE_CITY = [Answer(3, district, age) for district in DISTRICTS for age in ("u18", "18-64", "18-64", "65") for _ in range(10)]

some_answers = st.lists(
    st.builds(Answer, st.integers(1, 5), st.sampled_from([*DISTRICTS, "outside", ""]), st.sampled_from([*AGES, ""])), max_size=60
)


def weighed(answers: list[Answer]) -> Weighting:
    weighting = weigh(answers, DISTRICTS, AGES)
    assert weighting is not None
    return weighting


def test_answers_like_the_city_keep_weights_of_one() -> None:
    weighting = weighed(LIKE_THE_CITY)
    assert weighting.weights == pytest.approx([1.0] * 120)
    assert (weighting.effect, weighting.n_effective, weighting.both) == pytest.approx((1, 120, 120))
    assert weighting.publishable


def test_a_loud_district_is_turned_down() -> None:
    loud = [Answer(5, "north", age) for age in AGES for _ in range(40)]
    weighting = weighed([*LIKE_THE_CITY, *loud])
    raw = posterior(tally_of([answer.value for answer in [*LIKE_THE_CITY, *loud]]), FIRST_PRIOR)
    north = [weight for answer, weight in zip([*LIKE_THE_CITY, *loud], weighting.weights, strict=True) if answer.district == "north"]
    assert sum(north) == pytest.approx(240 / 3, abs=0.2)
    assert posterior(weighting.counts, FIRST_PRIOR).mu < raw.mu


def test_answers_without_district_or_age_or_from_outside_weigh_one() -> None:
    silent = [Answer(5, "", "65"), Answer(5, "north", ""), Answer(5, "outside", "u18"), Answer(5)]
    weighting = weighed([*silent, *LIKE_THE_CITY[:110]])
    assert weighting.weights[:4] == (1, 1, 1, 1)
    assert weighting.both == 110


def test_nothing_is_weighted_below_a_hundred_answers_with_both() -> None:
    answers = LIKE_THE_CITY[:99] + [Answer(3, "north")] * 500
    assert weigh(answers, DISTRICTS, AGES) is None
    assert weigh([*answers, Answer(3, "north", "65")], DISTRICTS, AGES) is not None


def test_a_group_of_nine_is_weighted_with_its_neighbour() -> None:
    middle = [Answer(3, district, "18-64") for district in DISTRICTS for _ in range(40)]
    old = [Answer(5, "south", "65")] * 9
    young = [Answer(1, "north", "u18")] * 30
    weighting = weighed([*middle, *old, *young])
    south_middle, south_old = weighting.weights[80], weighting.weights[120]
    assert south_middle == south_old


def test_weights_are_cut_at_five_times_the_mean() -> None:
    answers = [Answer(1, "south", "65")] * 12 + [Answer(5, "north", "65")] * 1200
    weighting = weigh(answers, {"north": 1_000, "south": 900_000}, AGES)
    assert weighting is not None
    assert max(weighting.weights) == pytest.approx(5)
    assert min(weighting.weights) >= 0.2


def test_a_design_effect_above_three_is_not_published() -> None:
    answers = [Answer(1, "north", "65")] * 20 + [Answer(5, "south", "65")] * 100
    weighting = weigh(answers, {"north": 5_000, "south": 1_000}, AGES)
    assert weighting is not None
    assert weighting.effect == pytest.approx(4.2)
    assert not weighting.publishable


@given(some_answers)
def test_weights_have_mean_one_and_counts_add_up_to_the_effective_number(answers: list[Answer]) -> None:
    weighting = weighed([*LIKE_THE_CITY, *answers])
    assert sum(weighting.weights) == pytest.approx(120 + len(answers))
    assert sum(weighting.counts) == pytest.approx(weighting.n_effective)
    assert weighting.n_effective <= 120 + len(answers) + 1e-9


@given(st.lists(st.floats(0.001, 1000), min_size=1, max_size=40))
def test_trimmed_weights_keep_their_bounds_and_their_order(weights: list[float]) -> None:
    kept = trimmed(weights)
    assert sum(kept) / len(kept) == pytest.approx(1, abs=1e-6)
    assert 0.2 - 1e-6 <= min(kept) <= max(kept) <= 5 + 1e-6
    by_weight = [weight for _, weight in sorted(zip(weights, kept, strict=True))]
    assert by_weight == sorted(by_weight)
