import dataclasses
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from datasets.database import reading, transaction
from datasets.settings import Settings
from datasets.tables.types import now
from feedback.publish import publish
from feedback.tables.ratings import RatingValue
from feedback.voices import ratings
from feedback.voices.tallies import Stream, standings
from tests.builders import a_project, key_of
from tests.feedback.voters import SECRET, a_submission, score


def test_marks_fit_the_figure_although_people_vote_while_it_is_made(engine: Engine, settings: Settings) -> None:
    at_once = dataclasses.replace(settings, snapshot_hours=0)
    with transaction(engine) as session:
        project = a_project(session)

    def act(number: int) -> None:
        with transaction(engine) as session:
            if number % 10 == 9:
                publish(session, at_once)
            else:
                ratings.cast(session, SECRET, key_of(project), a_submission(number % 5 + 1, token=f"{number % 40:032x}"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(200)))
    with reading(engine) as session:
        standing = standings(session, now())[Stream(key_of(project), "overall", "experience")]
        assert score(session, project).figures["n"] == _marked(session) >= 5
        assert standing.n == 36


def test_two_gates_at_once_make_one_score(engine: Engine, settings: Settings) -> None:
    with transaction(engine) as session:
        project = a_project(session)
        for _ in range(5):
            ratings.cast(session, SECRET, key_of(project), a_submission())

    def run(_: int) -> int:
        with transaction(engine) as session:
            return publish(session, settings).snapshot

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(run, range(4)))) == 1
    with reading(engine) as session:
        assert score(session, project).figures["n"] == 5


def _marked(session: Session) -> int:
    return session.exec(select(func.count()).select_from(RatingValue).where(col(RatingValue.shown_value).is_not(None))).one()
