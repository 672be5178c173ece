import datetime as dt
from typing import Any

import pytest
from sqlmodel import Session

from datasets.settings import Settings
from datasets.tables.outcomes import Outcome
from datasets.tables.projects import Project
from datasets.tables.scores import Score
from feedback.publish import publish
from feedback.review import cases
from feedback.tables.cases import ReviewCase
from tests.builders import a_project, key_of
from tests.feedback.voters import DAY, NOON, votes

TODAY = NOON.date()


def _project(**values: Any) -> Project:
    given: dict[str, Any] = {"slug": "a", "title": "A", "status": "running", "start": "2020", "created_at": NOON}
    return Project(**given | values)


def _score(n: int, made_at: dt.datetime = NOON, **figures: Any) -> Score:
    state = "too_few" if n < 5 else "first" if n < 30 else "solid"
    return Score(snapshot_id=1, project_id=1, dimension="overall", state=state, figures={"n": n, "ci_high": 4.0} | figures, made_at=made_at)


def _outcome(decided_on: dt.date, review_on: dt.date | None = None) -> Outcome:
    return Outcome(project_id=1, decision="continue", text="Weiter.", decided_on=decided_on, review_on=review_on)


FRESH = _outcome(TODAY)
REASONS = [
    ("solid and content", _project(), _score(40), FRESH, ()),
    ("low", _project(), _score(40, ci_high=2.49), FRESH, ("low",)),
    ("not surely low", _project(), _score(40, ci_high=2.5), FRESH, ()),
    ("low, but few votes", _project(), _score(20, ci_high=2.0), FRESH, ("too_few",)),
    ("no votes", _project(), None, None, ("too_few",)),
    ("no votes, just begun", _project(start="2026-11"), None, None, ()),
    ("no votes, not running", _project(status="finished"), None, None, ()),
    ("no five new votes for 60 days", _project(), _score(40, NOON - 60 * DAY), FRESH, ("too_few",)),
    ("falling", _project(), _score(40, trend="falling"), FRESH, ("falling",)),
    ("decided a year ago", _project(), _score(40), _outcome(TODAY - 365 * DAY), ("review_due",)),
    ("review agreed for today", _project(), _score(40), _outcome(TODAY, TODAY), ("review_due",)),
    ("review agreed for later", _project(), _score(40), _outcome(TODAY - 400 * DAY, TODAY + DAY), ()),
    ("rated, never decided", _project(), _score(40), None, ("review_due",)),
]


@pytest.mark.parametrize(("project", "score", "outcome", "expected"), [one[1:] for one in REASONS], ids=[one[0] for one in REASONS])
def test_reasons_to_look_at_a_project(project: Project, score: Score | None, outcome: Outcome | None, expected: tuple[str, ...]) -> None:
    assert cases.reasons(project, score, outcome, NOON) == expected


BEGINNINGS = [("2020", dt.date(2020, 12, 31)), ("2020-09", dt.date(2020, 9, 28)), ("2020-09-07", dt.date(2020, 9, 7)), ("", TODAY)]


@pytest.mark.parametrize(("start", "day"), BEGINNINGS)
def test_a_project_began_no_earlier_than_its_source_says(start: str, day: dt.date) -> None:
    assert cases.began(_project(start=start)) == day


def test_the_queue_lists_all_projects_the_most_urgent_first(session: Session, settings: Settings) -> None:
    calm = a_project(session, title="A", status="finished")
    few = a_project(session, title="B", start="2020")
    attacked = a_project(session, title="C", status="finished")
    low = a_project(session, title="D")
    votes(session, low, [1] * 60)
    session.add(ReviewCase(project_id=key_of(attacked), trigger="burst"))
    publish(session, settings, NOON)
    found = cases.queue(session, NOON)
    assert [(one.slug, one.priority) for one in found] == [(attacked.slug, 1), (low.slug, 2), (few.slug, 4), (calm.slug, cases.QUIET)]
    assert (found[1].state, found[1].figures["n"], found[1].reasons) == ("solid", 60, ("low", "review_due"))


def test_four_votes_change_nothing_in_the_queue(session: Session, settings: Settings) -> None:
    project = a_project(session, start="2020")
    publish(session, settings, NOON)
    before = cases.queue(session, NOON)
    votes(session, project, [1] * 4)
    publish(session, settings, NOON)
    assert cases.queue(session, NOON) == before


def test_the_queue_shows_the_newest_decision_and_its_age(session: Session) -> None:
    project = a_project(session)
    for days, decision in ((50, "adjust"), (20, "continue")):
        session.add(Outcome(project_id=key_of(project), decision=decision, text="x", decided_on=TODAY - days * DAY))
    session.flush()
    [entry] = cases.queue(session, NOON)
    assert (entry.decision, entry.decided_on, entry.days_since_decision) == ("continue", TODAY - 20 * DAY, 20)
