"""Scores that hang on one part of their ratings."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from feedback.statistics.posterior import posterior
from feedback.statistics.prior import FIRST_PRIOR
from feedback.statistics.sensitivity import Check, Voice, checks

TODAY = dt.date(2025, 6, 30)


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


CALM = [Voice(value, ago(day), channel, confirmed=True) for day in range(10, 30) for value in (2, 3, 4) for channel in ("web", "paper")]

voices = st.lists(
    st.builds(
        Voice,
        st.integers(1, 5),
        st.integers(0, 200).map(ago),
        st.sampled_from(["web", "kiosk", "paper"]),
        st.booleans(),
        st.sampled_from(["", "a", "b", "c", "d", "e"]),
    ),
    max_size=60,
)


def found(given_voices: list[Voice]) -> dict[str, Check]:
    return {check.name: check for check in checks(given_voices, FIRST_PRIOR, TODAY)}


def test_calm_ratings_are_not_sensitive() -> None:
    named = found(CALM)
    assert set(named) == {"busiest-day", "channel-paper", "channel-web", "newest"}
    assert not any(check.sensitive for check in named.values())


def test_a_crowd_from_one_network_on_one_day_is_noticed() -> None:
    crowd = [Voice(5, TODAY, network="a")] * 60
    named = found([*CALM, *crowd])
    assert all(named[name].sensitive for name in ("unconfirmed", "network-1", "busiest-day"))
    assert named["network-1"].left == len(CALM)
    assert named["network-1"].score == posterior((0, 40, 40, 40, 0), FIRST_PRIOR).score


def test_the_shift_is_the_difference_of_means_that_the_rest_can_carry() -> None:
    crowd = [Voice(5, TODAY, network="a")] * 60
    (shift,) = {check.shift for check in found([*CALM, *crowd]).values() if check.name == "network-1"}
    assert shift == round(120 / 130 * (3 - 660 / 180), 2)


def test_slow_equal_votes_on_a_project_that_nobody_knew_are_noticed() -> None:
    slow = [Voice(1, ago(day), network=f"n{day}") for day in range(30)]
    few = [Voice(4, ago(100))] * 4
    for history in ([], few):
        named = found([*history, *slow])
        assert (named["alike"].left, named["alike"].score) == (0, 3.48)
        assert named["alike"].sensitive
        assert not any(check.sensitive for name, check in named.items() if name not in {"alike", "newest", "older", "unconfirmed"})
    assert found([*[Voice(4, ago(100))] * 5, *slow])["alike"].left == 5


def test_new_votes_that_differ_are_not_called_alike() -> None:
    assert "alike" not in found([Voice(1 + day % 3, ago(day)) for day in range(30)])
    assert "alike" not in found([Voice(1, ago(day)) for day in range(9)])


def test_the_three_largest_networks_are_left_out_one_by_one() -> None:
    sizes = {"a": 2, "b": 5, "c": 4, "d": 3}
    named = found([Voice(3, ago(day), network=name) for name, size in sizes.items() for day in range(size)])
    assert [named[f"network-{place}"].left for place in (1, 2, 3)] == [9, 10, 11]
    assert "network-4" not in named


def test_old_ratings_are_left_out_to_see_the_last_ninety_days() -> None:
    named = found([Voice(1, ago(90))] * 30 + [Voice(5, ago(89))] * 30)
    assert (named["older"].left, named["older"].sensitive) == (30, True)


def test_the_newest_ratings_are_left_out_to_see_who_came_slowly() -> None:
    named = found([Voice(4, ago(60))] * 60 + [Voice(1, ago(day)) for day in range(29)])
    assert (named["newest"].left, named["newest"].sensitive) == (60, True)


def test_a_check_that_leaves_nothing_has_no_score() -> None:
    assert found([Voice(5, TODAY)] * 7)["busiest-day"] == Check("busiest-day", 0, None, 0.0)


def test_a_shift_of_exactly_three_tenths_is_not_sensitive() -> None:
    assert not Check("older", 30, 3.5, -0.30).sensitive
    assert Check("older", 30, 3.5, -0.31).sensitive


def test_no_ratings_give_no_checks() -> None:
    assert checks([], FIRST_PRIOR, TODAY) == ()


@given(st.integers(1, 5), voices)
def test_ratings_that_all_say_the_same_are_never_sensitive(value: int, circumstances: list[Voice]) -> None:
    alike = [Voice(value, voice.day, voice.channel, voice.confirmed, voice.network) for voice in circumstances]
    assert not any(check.sensitive for check in checks(alike, FIRST_PRIOR, TODAY))


@given(voices)
def test_checks_do_not_depend_on_the_order_of_the_ratings(some: list[Voice]) -> None:
    assert checks(some, FIRST_PRIOR, TODAY) == checks(some[::-1], FIRST_PRIOR, TODAY)


@given(voices)
def test_every_check_leaves_fewer_ratings_and_names_no_network(some: list[Voice]) -> None:
    for check in checks(some, FIRST_PRIOR, TODAY):
        assert check.left < len(some)
        assert check.name in {f"network-{place}" for place in (1, 2, 3)} or "network" not in check.name
