"""Invented ratings, comments and decisions to try a portal out with; only an installation that is marked as a demo takes them."""

import datetime as dt
import random
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from datasets.errors import Refused
from datasets.residents import AGES
from datasets.settings import Settings
from datasets.tables.projects import Project
from datasets.tables.scores import Score
from datasets.tables.types import now
from feedback import publish as gate
from feedback.people import staff
from feedback.review import decisions
from feedback.review.outcomes import Promise
from feedback.tables.people import Staff
from feedback.tables.ratings import DIMENSIONS, Rating
from feedback.voices import ratings
from feedback.voices.forms import RatingForm
from feedback.voices.submission import Submission

FILE = Path(__file__).with_suffix(".toml")
MONTHS = 6
MONTH = dt.timedelta(days=30)
VOICES = (0, 3, 6, 14, 35, 60)
"""How many voices a project has: none, too few to show, a first figure, a solid one."""
CROWD = 260
"""Voices of the first running project: so many that who voted is shown, and the score weighted by it."""

MOODS = ((1, 2, 6, 20, 30), (2, 5, 15, 25, 12), (9, 12, 16, 13, 10), (20, 6, 4, 8, 22), (24, 18, 10, 5, 2))
"""How often each step from 1 to 5 is chosen: loved, good, lukewarm, split, low."""


@dataclass(frozen=True, slots=True)
class Filled:
    """How much was invented; nothing where there were ratings already."""

    ratings: int
    decisions: int


def fill(session: Session, settings: Settings, moment: dt.datetime | None = None) -> Filled:
    """Half a year of ratings with a snapshot a month, then a decision on each of the lowest figures.

    Raises Refused where the installation is no demo. Asked again it does nothing: somebody may be trying things out in it.
    """
    if not settings.demo:
        raise Refused("Samples belong into a demo; set MEHRWERT_DEMO=1 in an installation of its own, as make demo does.")
    if session.exec(select(Rating.id).limit(1)).first() is not None:
        return Filled(0, 0)
    moment, invented = moment or now(), tomllib.loads(FILE.read_text("utf-8"))
    projects = session.exec(select(Project).order_by(col(Project.slug))).all()
    crowded = next((project for project in projects if project.status == "running"), None)
    cast = 0
    for month in range(MONTHS, 0, -1):
        start = moment - month * MONTH
        for project in projects:
            cast += _month(session, settings, Month(project, month, start, project is crowded), invented["comments"])
        gate.publish(session, settings, start + MONTH)
    return Filled(cast, _decide(session, invented, moment))


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a project."""

    project: Project
    number: int
    start: dt.datetime
    crowded: bool


def _month(session: Session, settings: Settings, month: Month, comments: list[str]) -> int:
    """The voices of one month on one project; a project is as loved and as well known in each month."""
    slug = month.project.slug
    character = random.Random(slug)  # noqa: S311  # invents, keeps no secret
    chance = random.Random(f"{slug} {month.number}")  # noqa: S311
    mood, voices = character.choice(MOODS), character.choice(VOICES)
    voices = CROWD if month.crowded else voices
    number = voices // MONTHS + (month.number <= voices % MONTHS)
    for _ in range(number):
        given = Submission(_form(chance, settings, mood, comments), nonce=secrets.token_urlsafe(16))
        ratings.cast(session, settings.secret(), int(month.project.id or 0), given, month.start + MONTH * chance.random())
    return number


def _form(chance: random.Random, settings: Settings, mood: tuple[int, ...], comments: list[str]) -> RatingForm:
    asked = ["overall", *(name for name in DIMENSIONS[1:] if chance.random() < 0.5)]
    steps: list[int | None] = list(chance.choices(range(1, 6), mood, k=len(asked)))
    districts = [part.slug for part in settings.city.districts]
    return RatingForm(
        answers=dict(zip(asked, [None if chance.random() < 0.06 else step for step in steps], strict=True)),
        familiarity=chance.choice(("use", "use", "heard", "no", "")),
        # The further behind a district stands, the less is heard of it: so there is something to weight.
        district=chance.choices(["", *districts], [len(districts), *range(len(districts), 0, -1)])[0],
        age=chance.choice(["", *AGES]),
        comment=chance.choice(comments) if chance.random() < 0.15 else "",
    )


def _decide(session: Session, invented: dict[str, Any], moment: dt.datetime) -> int:
    """One decision on each of the projects with the lowest figures, proposed by the first and confirmed by the second person."""
    first, second = (_person(session, given) for given in invented["staff"])
    low = _lowest(session)
    for project_id, given in zip(low, invented["decisions"], strict=False):
        measure = Promise(text=given["measure"], due=(moment + 3 * MONTH).date())
        words = {name: given[name] for name in ("decision", "reasoning", "text")}
        proposal = decisions.Proposal(**words, measures=(measure,), review_on=(moment + 12 * MONTH).date(), no_interest=True)
        made = decisions.propose(session, first, project_id, proposal, moment)
        decisions.confirm(session, second, int(made.id or 0), no_interest=True, moment=moment)
    return min(len(low), len(invented["decisions"]))


def _person(session: Session, given: dict[str, str]) -> Staff:
    return staff.add(session, given["name"], given["email"], given["role"], unit="")


def _lowest(session: Session) -> list[int]:
    """Projects with a published figure, the lowest first."""
    scores = session.exec(select(Score).where(col(Score.replaced_at).is_(None), Score.dimension == "overall")).all()
    return [score.project_id for score in sorted((one for one in scores if one.figures), key=lambda one: float(one.figures["score"]))]
