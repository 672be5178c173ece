import pytest
from sqlmodel import Session

from feedback.review import bursts
from feedback.tables.cases import ReviewCase
from tests.builders import a_project, key_of

CASES = [
    ("burst", "open", 2, True),
    ("burst", "working", 3, True),
    ("burst", "open", 1, False),
    ("burst", "closed", 2, False),
    ("low", "open", 2, False),
]


@pytest.mark.parametrize(("trigger", "state", "alarms", "frozen"), CASES)
def test_only_an_open_burst_that_two_detectors_saw_freezes(session: Session, trigger: str, state: str, alarms: int, frozen: bool) -> None:
    project = a_project(session)
    session.add(ReviewCase(project_id=key_of(project), trigger=trigger, state=state, alarms=alarms))
    session.flush()
    assert (key_of(project) in bursts.frozen(session)) is frozen
