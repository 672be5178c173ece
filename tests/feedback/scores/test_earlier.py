import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.scores.earlier import Earlier, apart
from feedback.statistics.tally import Tally

TALLIES = st.tuples(*[st.integers(0, 9)] * 5)


def _told(tally: Tally, **counts: str) -> dict[str, int | str]:
    return {f"n_{level}": count for level, count in enumerate(tally, start=1)} | counts


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0, 0, 0, 0, 6), (0, 0, 0, 0, 6), 0),
        ((0, 0, 0, 0, 6), (0, 0, 0, 0, 7), 1),
        ((0, 0, 0, 0, 6), (1, 0, 0, 0, 5), 1),
        ((5, 0, 0, 0, 0), (0, 0, 0, 0, 5), 5),
        ((3, 0, 0, 0, 0), (0, 0, 2, 0, 0), 3),
    ],
)
def test_a_change_is_one_rating_and_so_is_a_vote_more(one: Tally, other: Tally, expected: int) -> None:
    assert apart(one, other) == apart(other, one) == expected


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=20))
def test_no_more_ratings_can_be_apart_than_really_differ(moves: list[tuple[int, int]]) -> None:
    """Each rating moves from one level to another; 0 is outside of the figure."""
    before, after = ([[pair[side] for pair in moves].count(level) for level in range(1, 6)] for side in (0, 1))
    assert apart(tuple(before), tuple(after)) <= sum(old != new for old, new in moves)  # type: ignore[arg-type]


@given(TALLIES, st.lists(TALLIES, max_size=5))
def test_a_tally_is_near_when_one_of_all_is(tally: Tally, known: list[Tally]) -> None:
    near = Earlier(tuple(_told(one) for one in known)).is_near(tally)
    assert near is any(apart(tally, one) in {1, 2, 3, 4} for one in known)


@pytest.mark.parametrize(
    ("told", "count", "expected"),
    [((), 4, "<5"), ((), 5, "5"), (("<5",), 5, "5"), (("7",), 9, "7"), (("7",), 12, "12"), (("7", "<5"), 6, "<5"), (("7",), 4, "<5")],
)
def test_a_count_beside_is_told_anew_when_it_differs_enough(told: tuple[str, ...], count: int, expected: str) -> None:
    figures = tuple(_told((5, 0, 0, 0, 0), n_held=one) for one in told)
    assert Earlier(figures).beside("n_held", count) == expected
