from sqlmodel import Session

from datasets.settings import Settings
from feedback.publish import publish
from feedback.scores import priors
from feedback.statistics.prior import FIRST_PRIOR
from feedback.voices.tallies import Stream
from tests.builders import a_project, key_of
from tests.feedback.voters import DAY, NOON, votes


def test_a_prior_is_frozen_for_the_month(session: Session, settings: Settings) -> None:
    project = a_project(session)
    votes(session, project, [5] * 30)
    publish(session, settings, NOON)
    assert priors.published(session, NOON.replace(day=30)) == {}
    in_december = {("overall", "experience"): {str(key_of(project)): (0, 0, 0, 0, 30)}}
    assert priors.published(session, NOON + 8 * DAY) == in_december
    votes(session, project, [1] * 5)
    publish(session, settings, NOON + 9 * DAY)
    assert priors.published(session, NOON + 10 * DAY) == in_december


def test_a_project_is_no_prior_of_itself_and_experience_none_of_expectation() -> None:
    tallies: priors.Published = {("overall", "experience"): {"1": (0, 0, 0, 0, 30)}}
    assert priors.prior_of(Stream(1, "overall", "experience"), tallies) == FIRST_PRIOR
    assert priors.prior_of(Stream(2, "overall", "expectation"), tallies) == FIRST_PRIOR
    assert priors.prior_of(Stream(2, "overall", "experience"), tallies).shares == (0, 0, 0, 0, 1)


def test_expectation_shown_apart_is_a_prior_for_expectation(session: Session, settings: Settings) -> None:
    votes(session, a_project(session), [1] * 30, form={"familiarity": "no"})
    publish(session, settings, NOON)
    assert list(priors.published(session, NOON + 8 * DAY)) == [("overall", "expectation")]
