import datetime as dt

import pytest
from sqlmodel import Session

from datasets.errors import BadQuestion, NotAllowed, NotFound, Refused
from feedback.review import audit, conflicts, windows
from feedback.tables.bursts import PlannedWindow
from tests.builders import a_project, key_of
from tests.feedback.voters import DAY, NOON, a_person

HOUR = dt.timedelta(hours=1)


def a_plan(**values: object) -> PlannedWindow:
    given = {"starts_at": NOON + DAY, "ends_at": NOON + 2 * DAY, "channel": "Newsletter", "reason": "Versand", "staff_id": 0}
    return PlannedWindow(**given | values)


def test_a_window_is_planned_with_its_reason_and_logged(session: Session) -> None:
    project, person = a_project(session), a_person(session)
    made = windows.plan(session, person, a_plan(project_id=key_of(project)), NOON)
    [span] = windows.spans(session, key_of(project), NOON)
    assert (windows.within([span], NOON + DAY), windows.within([span], NOON + 2 * DAY)) == (True, False)
    assert windows.spans(session, key_of(a_project(session)), NOON) == []
    assert [event.action for event in audit.about(session, [f"window/{made.id}"])] == ["window.plan"]
    assert windows.listing(session) == [made]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"channel": " "}, "channel"),
        ({"reason": ""}, "reason"),
        ({"starts_at": NOON - HOUR}, "starts_at"),
        ({"ends_at": NOON + DAY}, "ends_at"),
        ({"ends_at": NOON + 16 * DAY}, "ends_at"),
    ],
)
def test_what_a_window_needs(session: Session, values: dict[str, object], field: str) -> None:
    with pytest.raises(BadQuestion) as error:
        windows.plan(session, a_person(session), a_plan(**values), NOON)
    assert error.value.field == field


def test_a_revoked_window_ends_then(session: Session) -> None:
    person = a_person(session)
    made = windows.plan(session, person, a_plan(), NOON)
    windows.revoke(session, person, key_of(made), NOON + DAY + HOUR)
    [span] = windows.spans(session, 1, NOON)
    assert (windows.within([span], NOON + DAY), windows.within([span], NOON + DAY + HOUR)) == (True, False)
    with pytest.raises(Refused):
        windows.revoke(session, person, key_of(made), NOON + DAY + HOUR)
    with pytest.raises(NotFound):
        windows.revoke(session, person, 99_999)


def test_who_may_plan(session: Session) -> None:
    project, person = a_project(session), a_person(session)
    conflicts.declare(session, person, key_of(project))
    with pytest.raises(Refused):
        windows.plan(session, person, a_plan(project_id=key_of(project)), NOON)
    with pytest.raises(NotAllowed):
        windows.plan(session, a_person(session, "redaktion"), a_plan(), NOON)
