"""What was published of a project over time."""

import datetime as dt

from sqlmodel import Session

from datasets.register import scores
from datasets.tables.scores import Score, Snapshot
from tests import builders

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def a_score(session: Session, project_id: int, day: int, state: str, value: float, **more: object) -> None:
    snapshot = Snapshot(made_at=NOON)
    session.add(snapshot)
    session.flush()
    made_at = NOON + dt.timedelta(days=day)
    values = {"snapshot_id": snapshot.id, "project_id": project_id, "dimension": "overall", "state": state, "made_at": made_at}
    session.add(Score(**values | {"figures": {"score": value}} | more))
    session.flush()


def test_the_history_holds_every_figure_that_was_shown_in_order(session: Session) -> None:
    project = builders.key_of(builders.a_project(session))
    a_score(session, project, 0, "first", 3.1, replaced_at=NOON)
    a_score(session, project, 1, "too_few", 9.9, replaced_at=NOON)
    a_score(session, project, 2, "solid", 3.4)
    a_score(session, project, 2, "first", 5.0, dimension="climate")
    assert [(at.day, one.score) for at, one in scores.history(session, project)] == [(23, 3.1), (25, 3.4)]
    assert [one.score for _, one in scores.history(session, project, "climate")] == [5.0]
