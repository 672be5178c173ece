import datetime as dt
import threading

import pytest
from sqlmodel import Session, col, select

from datasets import catalogue, jobs
from datasets.database import open_engine, reading, transaction
from datasets.settings import Settings
from datasets.tables.runs import Lease
from datasets.tables.scores import Score
from feedback import worker
from feedback.worker import Clock
from tests.builders import a_project
from tests.feedback.voters import DAY, votes


def _round(settings: Settings, holder: str, clock: Clock) -> None:
    engine = open_engine(settings.database_url)
    worker._round(engine, settings, holder, clock)
    engine.dispose()


def _scores(session: Session) -> int:
    return len(session.exec(select(Score).where(col(Score.replaced_at).is_(None), Score.state == "first")).all())


def test_a_round_publishes_sweeps_releases_and_keeps_the_head(engine: object, session: Session, settings: Settings) -> None:
    votes(session, a_project(session), [5] * 5, dt.datetime.now(dt.UTC))
    session.commit()
    clock = Clock()
    _round(settings, "one", clock)
    assert (clock.published is not None, clock.swept is not None, _scores(session)) == (True, True, 1)
    assert catalogue.dataset(session, "buergernutzen").current is not None
    assert (settings.home / "audit-head").exists()
    session.rollback()


def test_a_worker_without_the_lease_stands_by(settings: Settings) -> None:
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        assert jobs.lead(session, worker.LEASE, "other")
    clock = Clock()
    _round(settings, "one", clock)
    assert clock == Clock()
    engine.dispose()


def test_a_round_that_fails_is_told_and_does_not_end_the_worker(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('empty') / 'x.sqlite'}")
    clock = Clock()
    worker._round(engine, settings, "one", clock)
    assert clock == Clock()
    engine.dispose()


def test_a_worker_that_is_told_to_stop_gives_its_lease_back(settings: Settings) -> None:
    stop = threading.Event()
    stop.set()
    worker.work(settings, stop)
    engine = open_engine(settings.database_url)
    with reading(engine) as session:
        assert session.exec(select(Lease)).all() == []
    engine.dispose()


@pytest.mark.parametrize(("hours", "span"), [(24, DAY / 24), (0, dt.timedelta(minutes=1)), (1, dt.timedelta(minutes=2.5))])
def test_the_gate_is_asked_more_often_than_it_may_answer(hours: float, span: dt.timedelta) -> None:
    assert worker.every(hours) == span
