"""Votes that arrive together: each gets its own receipt, none costs another, and they are judged as one after the other."""

import threading
from concurrent.futures import Future
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from datasets.database import transaction
from datasets.errors import Interrupted, NotFound
from datasets.tables.scores import Score, Snapshot
from datasets.tables.types import now
from feedback.trust.risk import PER_PROJECT
from feedback.voices import mine
from feedback.voices.intake import MOST, Intake, Receipt
from tests.builders import a_project
from tests.feedback.voters import SECRET, TOKEN, a_submission, all_ratings

PATIENCE = 30.0


@pytest.fixture
def intake(engine: Engine) -> Intake:
    with transaction(engine) as session:
        a_project(session, slug="radweg")
        a_project(session, slug="hafen")
    return Intake(engine, SECRET)


def receipts(sent: list[Future[Receipt]]) -> list[Receipt]:
    return [one.result(PATIENCE) for one in sent]


def test_each_of_many_votes_is_stored_and_found_by_its_own_code(engine: Engine, intake: Intake) -> None:
    got = receipts([intake.cast(("radweg", "hafen")[n % 2], a_submission(n % 5 + 1)) for n in range(3 * MOST)])
    assert len({one.cast.rating_id for one in got}) == 3 * MOST
    assert [one.project.slug for one in got] == ["radweg", "hafen"] * (3 * MOST // 2)
    with transaction(engine) as session:
        assert len(all_ratings(session)) == 3 * MOST
        assert all(mine.by_code(session, SECRET, one.cast.code) == one.cast.rating_id for one in got)


def test_one_browser_that_sends_two_hundred_times_is_one_rating(engine: Engine, intake: Intake) -> None:
    got = receipts([intake.cast("radweg", a_submission(n % 5 + 1, token=TOKEN)) for n in range(200)])
    assert {one.cast.rating_id for one in got} == {got[0].cast.rating_id}
    assert [one.cast.replaced for one in got] == [False] + [True] * 199
    with transaction(engine) as session:
        assert len(all_ratings(session)) == 1


def test_the_same_form_twice_in_one_transaction_is_one_rating(engine: Engine, intake: Intake) -> None:
    form = a_submission(nonce="once")
    assert len({one.cast.rating_id for one in receipts([intake.cast("radweg", form) for _ in range(8)])}) == 1


def test_a_vote_that_the_database_refuses_costs_no_other(engine: Engine, intake: Intake) -> None:
    sent = [intake.cast("radweg", a_submission(9 if n == 5 else 4)) for n in range(10)]
    with pytest.raises(IntegrityError):
        sent[5].result(PATIENCE)
    assert len({one.cast.rating_id for one in receipts(sent[:5] + sent[6:])}) == 9
    with transaction(engine) as session:
        assert len(all_ratings(session)) == 9


def test_a_project_that_is_not_there_is_said_to_the_one_who_asked(intake: Intake) -> None:
    sent = [intake.cast(slug, a_submission()) for slug in ("radweg", "nirgends", "hafen")]
    with pytest.raises(NotFound, match="nirgends"):
        sent[1].result(PATIENCE)
    assert [one.project.slug for one in receipts([sent[0], sent[2]])] == ["radweg", "hafen"]


def test_the_limit_of_a_network_counts_votes_of_the_same_transaction(engine: Engine, intake: Intake) -> None:
    got = receipts([intake.cast("radweg", a_submission(prefix="203.0.113.0/24")) for _ in range(9)])
    most = PER_PROJECT[0][1]
    assert [one.cast.status for one in got] == ["counted"] * most + ["held"] * (9 - most)
    with transaction(engine) as session:
        assert [row.status for row in all_ratings(session)] == [one.cast.status for one in got]


def test_a_visitor_who_left_has_voted_all_the_same(engine: Engine, intake: Intake) -> None:
    sent = intake.cast("radweg", a_submission())
    assert not sent.cancel()
    assert sent.result(PATIENCE).cast.status == "counted"
    with transaction(engine) as session:
        assert len(all_ratings(session)) == 1


def test_a_receipt_that_was_given_already_does_not_end_the_writer(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    settle = Intake._settle

    def settle_and_fail(*args: Any) -> None:
        settle(*args)
        raise OSError("the connection broke after the votes were stored")

    monkeypatch.setattr(Intake, "_settle", settle_and_fail)
    writers = set()
    for _ in range(3):
        [got] = receipts([intake.cast("radweg", a_submission())])
        assert got.cast.status == "counted"
        writers.add(intake._writer)
    assert len(writers) == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_nobody_waits_for_a_writer_that_ended_and_the_next_vote_starts_another(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = threading.Event()

    def end(*_args: object) -> None:
        ready.wait(PATIENCE)
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(Intake, "_store", end)
        sent = [intake.cast("radweg", a_submission()) for _ in range(2 * MOST)]
        ready.set()
        for one in sent:
            with pytest.raises(Interrupted, match="once more"):
                one.result(PATIENCE)
    [got] = receipts([intake.cast("radweg", a_submission())])
    assert got.cast.status == "counted"


@pytest.mark.parametrize("engine", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True)
def test_a_database_that_ends_its_connections_costs_no_vote(engine: Engine, intake: Intake) -> None:
    ending = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
    for n in range(3):
        assert intake.cast("radweg", a_submission(n + 1)).result(PATIENCE)
        with engine.connect() as connection:
            connection.execute(ending)
    with transaction(engine) as session:
        assert len(all_ratings(session)) == 3


@pytest.mark.parametrize(("fresh", "seen"), [(0.0, "first"), (600.0, None)])
def test_the_score_in_a_receipt_is_as_old_as_was_allowed(engine: Engine, intake: Intake, fresh: float, seen: str | None) -> None:
    patient = Intake(engine, SECRET, fresh)
    [before] = receipts([patient.cast("radweg", a_submission())])
    with transaction(engine) as session:
        snapshot = Snapshot()
        session.add(snapshot)
        session.flush()
        session.add(Score(snapshot_id=snapshot.id, project_id=before.project.id, dimension="overall", state="first", made_at=now()))
    [after] = receipts([patient.cast("radweg", a_submission())])
    assert before.score is None
    assert (after.score.state if after.score else None) == seen
