from sqlmodel import Session, col, select

from feedback.scores import marks
from feedback.tables.ratings import RatingValue
from feedback.voices import ratings
from feedback.voices.tallies import Standing, Stream, standings
from tests.builders import a_project, key_of
from tests.feedback.voters import NOON, a_form, vote, votes


def _differing(session: Session, stream: Stream) -> int:
    return standings(session, NOON).get(stream, Standing()).differing


def test_what_is_marked_differs_no_more_and_each_change_counts_once(session: Session) -> None:
    project = a_project(session)
    stream = Stream(key_of(project), "overall", "experience")
    first, second, *_ = votes(session, project, [1, 2, 3])
    assert _differing(session, stream) == 3
    marks.renew(session, stream, NOON)
    assert _differing(session, stream) == 0
    ratings.change(session, first.rating_id, a_form(5), NOON)
    ratings.withdraw(session, second.rating_id)
    vote(session, project, None)
    assert _differing(session, stream) == 2


def test_an_answer_that_moved_loses_its_mark_in_the_other_figure(session: Session) -> None:
    project = a_project(session)
    known, unknown = Stream(key_of(project), "overall", "experience"), Stream(key_of(project), "overall", "expectation")
    cast = vote(session, project)
    marks.renew(session, known, NOON)
    ratings.change(session, cast.rating_id, a_form(familiarity="no"), NOON)
    assert (_differing(session, known), _differing(session, unknown)) == (1, 1)
    assert marks.renew(session, unknown, NOON) == {"experience": 1}


def test_marks_of_other_projects_and_questions_stay(session: Session) -> None:
    first, second = a_project(session), a_project(session)
    for project in (first, second):
        vote(session, project, form={"answers": {"trust": 1}})
        marks.renew(session, Stream(key_of(project), "overall", "experience"), NOON)
    ratings.withdraw(session, 1)
    marks.renew(session, Stream(key_of(first), "overall", "experience"), NOON)
    rows = session.exec(
        select(RatingValue.dimension, RatingValue.shown_value).order_by(col(RatingValue.rating_id), col(RatingValue.dimension))
    )
    assert list(rows) == [("overall", None), ("trust", None), ("overall", 4), ("trust", None)]
