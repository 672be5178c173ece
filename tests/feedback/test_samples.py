from dataclasses import replace

import pytest
from sqlmodel import Session, col, func, select

from datasets.errors import Refused
from datasets.own import beteiligung
from datasets.settings import Settings
from datasets.tables.outcomes import Outcome
from datasets.tables.scores import Score
from feedback import samples
from feedback.tables.ratings import Rating
from tests.builders import a_project


@pytest.fixture
def demo(settings: Settings) -> Settings:
    return replace(settings, demo=True)


def test_only_a_demo_takes_samples(session: Session, settings: Settings) -> None:
    with pytest.raises(Refused):
        samples.fill(session, settings)
    assert session.exec(select(func.count(col(Rating.id)))).one() == 0


def test_a_demo_shows_figures_and_what_came_of_them(session: Session, demo: Settings) -> None:
    for number in range(8):
        a_project(session, slug=f"beispiel-{number}")
    filled = samples.fill(session, demo)
    shown = [score for score in session.exec(select(Score).where(col(Score.replaced_at).is_(None))) if score.figures]
    assert filled.ratings == session.exec(select(func.count(col(Rating.id)))).one() > 0
    assert shown
    tables = [score.figures[beteiligung.FIGURE] for score in shown if score.figures.get(beteiligung.FIGURE)]
    assert [rows[-1]["weighted_score"] for rows in tables if "weighted_score" in rows[-1]]
    assert len(tables) < sum(score.dimension == "overall" for score in shown)
    assert filled.decisions == session.exec(select(func.count(col(Outcome.id)))).one() > 0


def test_samples_come_once(session: Session, demo: Settings) -> None:
    a_project(session, slug="beispiel-4")
    first, second = samples.fill(session, demo), samples.fill(session, demo)
    assert first.ratings > 0
    assert second == samples.Filled(0, 0)
