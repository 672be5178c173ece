import datetime as dt

import pytest

from datasets.errors import BadQuestion
from feedback.trust import stamp
from tests.feedback.voters import NOON, SECRET


def _after(**time: float) -> stamp.Stamp:
    return stamp.read(SECRET, "rating/a", stamp.issue(SECRET, "rating/a", NOON), NOON + dt.timedelta(**time))


def test_a_stamp_comes_back_with_its_nonce() -> None:
    nonces = {_after(minutes=1).nonce for _ in range(50)}
    assert len(nonces) == 50


@pytest.mark.parametrize(("seconds", "hurried"), [(0, True), (2.9, True), (3, False), (60, False)])
def test_a_form_sent_at_once_is_accepted_and_said_to_be_hurried(seconds: float, hurried: bool) -> None:
    assert _after(seconds=seconds).hurried is hurried


def test_a_stamp_lives_for_two_hours() -> None:
    assert _after(hours=2)
    with pytest.raises(BadQuestion, match="two hours"):
        _after(hours=2, seconds=1)


def test_a_stamp_from_the_future_is_refused_unless_clocks_differ_a_little() -> None:
    assert _after(seconds=-59)
    with pytest.raises(BadQuestion):
        _after(seconds=-61)


@pytest.mark.parametrize("forged", ["", "x", "WzEsMl0.x", "é", "a.b.c"])
def test_a_forged_stamp_is_refused(forged: str) -> None:
    with pytest.raises(BadQuestion) as caught:
        stamp.read(SECRET, "rating/a", forged, NOON)
    assert caught.value.field == stamp.FIELD


def test_a_stamp_of_another_form_or_installation_is_refused() -> None:
    made = stamp.issue(SECRET, "rating/a", NOON)
    for secret, subject in ((SECRET, "rating/b"), (SECRET, "idea/a"), (b"other", "rating/a")):
        with pytest.raises(BadQuestion):
            stamp.read(secret, subject, made, NOON)


def test_a_stamp_fits_into_an_attribute_as_it_is() -> None:
    assert set(stamp.issue(SECRET, "rating/a", NOON)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")
