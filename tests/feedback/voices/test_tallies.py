from sqlmodel import Session

from feedback.tables.ratings import Rating
from feedback.voices import ratings
from feedback.voices.tallies import Stream, recent_and_before, standings
from tests.builders import a_project, key_of
from tests.feedback.voters import DAY, NOON, a_form, rating, vote, votes


def test_steps_are_counted_and_dont_know_is_apart(session: Session) -> None:
    project = a_project(session)
    votes(session, project, [5, 4, 4, 1])
    vote(session, project, None)
    standing = standings(session, NOON)[Stream(key_of(project), "overall", "experience")]
    assert (standing.tally, standing.n, standing.dont_know) == ((1, 0, 0, 2, 1), 4, 1)


def test_held_excluded_and_withdrawn_ratings_are_in_no_tally(session: Session) -> None:
    project = a_project(session)
    counted, held, excluded, withdrawn = votes(session, project, [5, 1, 1, 1])
    for cast, status in ((held, "held"), (excluded, "excluded"), (withdrawn, "withdrawn")):
        session.get_one(Rating, cast.rating_id).status = status
    session.flush()
    standing = standings(session, NOON)[Stream(key_of(project), "overall", "experience")]
    assert (standing.tally, standing.held, standing.excluded) == ((0, 0, 0, 0, 1), 1, 1)
    assert rating(session, counted).status == "counted"


def test_expectation_is_kept_apart_from_experience(session: Session) -> None:
    project = a_project(session)
    votes(session, project, [5, 5])
    votes(session, project, [1], form={"familiarity": "no"})
    found = standings(session, NOON)
    assert found[Stream(key_of(project), "overall", "experience")].tally == (0, 0, 0, 0, 2)
    assert found[Stream(key_of(project), "overall", "expectation")].tally == (1, 0, 0, 0, 0)


def test_a_rating_counts_for_24_months_from_its_last_change(session: Session) -> None:
    project = a_project(session)
    old, renewed = votes(session, project, [2, 2])
    ratings.change(session, renewed.rating_id, a_form(3), NOON + 80 * DAY)
    found = standings(session, NOON + 730 * DAY)[Stream(key_of(project), "overall", "experience")]
    assert found.tally == (0, 0, 1, 0, 0)
    assert rating(session, old).status == "counted"


def test_other_questions_have_tallies_of_their_own(session: Session) -> None:
    project = a_project(session)
    vote(session, project, 5, form={"answers": {"climate": 1}})
    assert standings(session, NOON)[Stream(key_of(project), "climate", "experience")].tally == (1, 0, 0, 0, 0)


def test_only_the_projects_asked_for_are_counted(session: Session) -> None:
    first, second = a_project(session), a_project(session)
    votes(session, first, [1])
    votes(session, second, [1])
    assert {stream.project_id for stream in standings(session, NOON, [key_of(second)])} == {key_of(second)}


def test_recent_ratings_are_apart_from_those_of_the_year_before(session: Session) -> None:
    project = a_project(session)
    for days, step in ((1, 1), (89, 2), (91, 3), (454, 4), (456, 5)):
        vote(session, project, step, NOON - days * DAY)
    stream = Stream(key_of(project), "overall", "experience")
    assert recent_and_before(session, stream, NOON) == ((1, 1, 0, 0, 0), (0, 0, 1, 1, 0))
