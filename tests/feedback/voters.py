"""The shortest way to a vote, a score and a person at the desk."""

import datetime as dt
from collections.abc import Sequence
from itertools import count
from typing import Any

from sqlmodel import Session, col, select

from datasets.tables.projects import Project
from datasets.tables.scores import Score
from feedback.people import staff
from feedback.tables.people import Staff
from feedback.tables.ratings import Rating, RatingValue
from feedback.voices import ratings
from feedback.voices.forms import RatingForm
from feedback.voices.submission import Cast, Submission
from tests.builders import key_of

SECRET = bytes.fromhex("5e" * 32)
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
TOKEN = "ab" * 16

_number = count(1)


def a_form(overall: int | None = 4, **values: Any) -> RatingForm:
    """A form with the first question answered; ``answers`` adds others."""
    answers = {"overall": overall} | values.pop("answers", {})
    return RatingForm(answers=answers, **values)


def a_submission(overall: int | None = 4, *, form: dict[str, Any] | None = None, **values: Any) -> Submission:
    """A form of its own from a network of its own."""
    number = next(_number)
    given = {"nonce": f"nonce-{number}", "prefix": f"198.{18 + number // 256 % 2}.{number % 256}.0/24"}
    return Submission(form=a_form(overall, **form or {}), **given | values)


def vote(session: Session, project: Project, overall: int | None = 4, moment: dt.datetime = NOON, **values: Any) -> Cast:
    """Casts one vote."""
    return ratings.cast(session, SECRET, key_of(project), a_submission(overall, **values), moment)


def votes(session: Session, project: Project, steps: Sequence[int | None], moment: dt.datetime = NOON, **values: Any) -> list[Cast]:
    """One vote for each step, each from somebody else."""
    return [vote(session, project, step, moment, **values) for step in steps]


def rating(session: Session, cast: Cast) -> Rating:
    """The row behind a vote, as the database has it."""
    return session.get_one(Rating, cast.rating_id, populate_existing=True)


def all_ratings(session: Session) -> list[Rating]:
    """Every row."""
    return list(session.exec(select(Rating).order_by(col(Rating.id)).execution_options(populate_existing=True)))


def value(session: Session, cast: Cast, dimension: str = "overall") -> int | None:
    """One stored answer."""
    return session.get_one(RatingValue, (cast.rating_id, dimension), populate_existing=True).value


def score(session: Session, project: Project, dimension: str = "overall") -> Score:
    """The score in force."""
    question = select(Score).where(Score.project_id == key_of(project), Score.dimension == dimension, col(Score.replaced_at).is_(None))
    return session.exec(question.execution_options(populate_existing=True)).one()


def a_person(session: Session, role: str = "pruefung", unit: str = "Amt 10") -> Staff:
    """Somebody at the desk."""
    return staff.add(session, "Eine Person", f"person{next(_number)}@example.org", role, unit)
