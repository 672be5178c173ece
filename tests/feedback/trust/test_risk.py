import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.trust.risk import POINTS, Seen, assess, names_a_contact, over_limit, too_fast
from tests.feedback.voters import NOON

SECOND = dt.timedelta(seconds=1)


def _seen(count: int, gap: dt.timedelta, project_id: int = 1) -> list[Seen]:
    return [Seen(project_id, NOON - (number + 1) * gap) for number in range(count)]


@given(st.dictionaries(st.sampled_from(sorted(POINTS)), st.booleans()))
def test_points_add_up_and_three_hold(signs: dict[str, bool]) -> None:
    risk = assess(signs)
    assert risk.points == sum(POINTS[name] for name in risk.reasons)
    assert risk.held is (risk.points >= 3)


def test_no_single_light_sign_holds_a_vote() -> None:
    assert [name for name in POINTS if assess({name: True}).held] == ["limit", "trap", "burst"]


def test_a_sign_that_nobody_knows_is_a_fault() -> None:
    with pytest.raises(KeyError):
        assess({"colour": True})


@pytest.mark.parametrize(("count", "over"), [(4, False), (5, True)])
def test_five_in_ten_minutes_are_enough(count: int, over: bool) -> None:
    assert over_limit(_seen(count, SECOND * 60), 1, NOON) is over


def test_votes_on_other_projects_count_only_overall() -> None:
    assert not over_limit(_seen(59, SECOND * 30, project_id=2), 1, NOON)
    assert over_limit(_seen(60, SECOND * 30, project_id=2), 1, NOON)


@pytest.mark.parametrize(("count", "gap", "fast"), [(8, 1, False), (9, 1, True), (9, 19, True), (9, 20, False), (30, 60, False)])
def test_speed_is_judged_from_ten_votes_on(count: int, gap: int, fast: bool) -> None:
    assert too_fast(_seen(count, SECOND * gap), NOON) is fast


CONTACTS = [
    ("Mehr auf https://example.org", True),
    ("www.example.org ist besser", True),
    ("Schreiben Sie an a.b@example.org", True),
    ("Rufen Sie an: 0231 123456", True),
    ("Seit 2019 dauert das, 12 000 000 Euro!", False),
    ("Gut. Aber @alle: zu spät", False),
    ("", False),
]


@pytest.mark.parametrize(("comment", "there"), CONTACTS)
def test_a_contact_in_a_comment_is_seen(comment: str, there: bool) -> None:
    assert names_a_contact(comment) is there
