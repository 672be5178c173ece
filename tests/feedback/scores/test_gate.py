import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.scores.gate import verdict
from tests.feedback.voters import DAY

HOURS = st.integers(0, 100).map(lambda hours: dt.timedelta(hours=hours))
NEVER = None

CASES = [
    ("too few for a first figure", False, 4, 4, NEVER, "keep"),
    ("the fifth", False, 5, 5, NEVER, "publish"),
    ("one more", True, 6, 1, 2 * DAY, "keep"),
    ("four more", True, 9, 4, 2 * DAY, "keep"),
    ("five more", True, 10, 5, 2 * DAY, "publish"),
    ("five more on the same day", True, 10, 5, DAY / 2, "keep"),
    ("exactly a day later", True, 10, 5, DAY, "publish"),
    ("one left", True, 4, 1, DAY / 2, "take_off"),
    ("back after it was taken off, but the same people", False, 5, 2, 9 * DAY, "keep"),
    ("back after it was taken off, with others", False, 5, 5, 9 * DAY, "publish"),
]


@pytest.mark.parametrize(("shown", "n", "differing", "since", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_rule(shown: bool, n: int, differing: int, since: dt.timedelta | None, expected: str) -> None:
    assert verdict(shown, n, differing, since, DAY, frozen=False) == expected


def test_a_frozen_figure_stays_but_is_taken_off_below_five() -> None:
    assert verdict(True, 90, 80, 9 * DAY, DAY, frozen=True) == "keep"
    assert verdict(False, 90, 90, None, DAY, frozen=True) == "keep"
    assert verdict(True, 4, 80, 9 * DAY, DAY, frozen=True) == "take_off"


def test_without_a_wait_the_changes_alone_decide() -> None:
    assert verdict(True, 10, 5, dt.timedelta(0), dt.timedelta(0), frozen=False) == "publish"
    assert verdict(True, 10, 4, dt.timedelta(0), dt.timedelta(0), frozen=False) == "keep"


@given(st.booleans(), st.integers(0, 60), st.integers(0, 60), st.none() | HOURS, HOURS, st.booleans())
def test_nothing_is_shown_below_five_nor_moved_by_fewer_than_five(
    shown: bool, n: int, differing: int, since: dt.timedelta | None, wait: dt.timedelta, frozen: bool
) -> None:
    decided = verdict(shown, n, differing, since, wait, frozen)
    assert decided != "publish" or (n >= 5 and differing >= 5)
    assert (decided == "take_off") is (shown and n < 5)
