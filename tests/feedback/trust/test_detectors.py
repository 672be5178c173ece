import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.statistics.prior import FIRST_PRIOR
from feedback.trust import detectors
from feedback.trust.detectors import Window

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
HONEST = (5, 8, 20, 37, 30)


def times(count: int, gap: float) -> tuple[dt.datetime, ...]:
    return tuple(NOON + dt.timedelta(seconds=gap * number) for number in range(count))


def a_window(count: int = 12, gap: float = 240.0, **values: object) -> Window:
    given = {"start": NOON, "times": times(count, gap), "tally": (1, 1, 2, 4, 4), "before": HONEST, "networks": (), "expected": 10.0}
    return Window(**given | values)


@pytest.mark.parametrize(("expected", "critical"), [(0.2, 4), (0.5, 6), (1, 7), (2, 10), (5, 16), (10, 25)])
def test_the_critical_number_of_votes(expected: float, critical: int) -> None:
    assert detectors.critical_votes(expected) == critical


@pytest.mark.parametrize(("votes", "expected", "unusual"), [(9, 0.2, False), (10, 0.2, True), (15, 5, False), (16, 5, True)])
def test_ten_votes_at_least_make_a_volume(votes: int, expected: float, unusual: bool) -> None:
    assert detectors.unusual_volume(votes, expected) is unusual


def test_no_mean_no_probability() -> None:
    with pytest.raises(ValueError, match="positive"):
        detectors.poisson_tail(0, 3)


def test_a_quiet_project_still_expects_a_fifth_of_a_vote_an_hour() -> None:
    assert detectors.baseline([]) == 0.2
    assert detectors.baseline([(7, 0.0)], hours=24) == pytest.approx(4.8)


def test_newer_days_weigh_more() -> None:
    # Weights 1/2 and 1/4: (3 / 2 + 0 / 4) / (3 / 4).
    assert detectors.baseline([(7, 3.0), (14, 0.0)]) == pytest.approx(2.0)


@pytest.mark.parametrize(("statistic", "freedom"), [(3.841, 1), (5.991, 2), (7.815, 3), (9.488, 4)])
def test_the_tail_of_chi_square_at_its_quantile(statistic: float, freedom: int) -> None:
    """The 95 % quantiles of every table."""
    assert detectors.chi_square_tail(statistic, freedom) == pytest.approx(0.05, abs=2e-5)


@pytest.mark.parametrize(
    ("window", "before", "unusual"),
    [
        ((9, 1, 0, 0, 0), (0, 0, 0, 0, 0), True),
        ((8, 1, 1, 0, 0), (0, 0, 0, 0, 0), False),
        ((9, 0, 0, 0, 0), HONEST, False),
        ((10, 10, 0, 0, 0), HONEST, True),
        ((1, 2, 4, 7, 6), HONEST, False),
    ],
)
def test_alike_or_unlike_the_days_before(window: tuple[int, ...], before: tuple[int, ...], unusual: bool) -> None:
    assert detectors.unusual_shape(window, before) is unusual  # type: ignore[arg-type]


def test_chi_square_by_hand() -> None:
    # 20 against 20: two cells 15:5 and 5:15, each expected 10; statistic 4 * 25/10 = 10 with one degree of freedom.
    assert detectors.difference((15, 0, 0, 0, 5), (5, 0, 0, 0, 15)) == pytest.approx(0.001565, abs=1e-5)


def test_few_votes_cannot_be_compared() -> None:
    assert detectors.difference((3, 0, 0, 0, 1), HONEST) == 1.0
    assert detectors.difference((0, 0, 0, 0, 0), HONEST) == 1.0


@given(st.tuples(*[st.integers(0, 60)] * 5), st.integers(1, 4))
def test_more_of_the_same_is_no_other_shape(tally: tuple[int, ...], times_more: int) -> None:
    more = tuple(times_more * count for count in tally)
    assert detectors.difference(tally, more) > 0.999  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("networks", "concentrated"),
    [
        ("AAAA" + "BCDEFG", False),
        ("AAAAA" + "BCDEF", True),
        ("AAAAA" + "BCDEFGHIJKLM", False),
        ("AAAAA" + "BCD", False),
        ("", False),
    ],
)
def test_a_third_from_one_network(networks: str, concentrated: bool) -> None:
    assert detectors.concentrated(list(networks)) is concentrated


def test_forgotten_networks_are_not_one_network() -> None:
    assert not detectors.concentrated([""] * 20)


@pytest.mark.parametrize(("count", "gap", "fast"), [(10, 19.0, True), (10, 20.0, False), (9, 1.0, False)])
def test_less_than_twenty_seconds_apart(count: int, gap: float, fast: bool) -> None:
    assert detectors.too_fast(times(count, gap)) is fast


def test_the_mean_moved_by_more_than_three_tenths() -> None:
    assert detectors.shifted(HONEST, (30, 8, 20, 37, 30), FIRST_PRIOR)
    assert not detectors.shifted(HONEST, (10, 8, 20, 37, 30), FIRST_PRIOR)
    assert not detectors.shifted((0, 0, 0, 0, 29), (60, 0, 0, 0, 29), FIRST_PRIOR)


def test_alarms_name_the_tests() -> None:
    assert detectors.alarms(a_window()) == frozenset()
    assert detectors.alarms(a_window(expected=0.2)) == {"volume"}
    attack = a_window(12, 5.0, tally=(12, 0, 0, 0, 0), networks=(tuple("AAAAABCDEFGH"),), expected=0.2)
    assert detectors.alarms(attack) == {"volume", "shape", "concentration", "speed"}
