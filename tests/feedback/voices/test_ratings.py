from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from datasets.database import reading, transaction
from datasets.errors import NotFound
from feedback.tables.cases import ReviewCase
from feedback.tables.gate import GateState
from feedback.tables.ratings import Comment, Rating, RatingValue
from feedback.tables.traces import NetSketch
from feedback.voices import answers, mine, ratings
from feedback.voices.submission import Submission
from tests.builders import a_project, key_of
from tests.feedback.voters import DAY, NOON, SECRET, TOKEN, a_form, all_ratings, rating, value, vote


def test_two_tabs_of_one_browser_are_one_rating(session: Session) -> None:
    project = a_project(session)
    vote(session, project, 2, token=TOKEN)
    second = vote(session, project, 5, token=TOKEN)
    assert second.replaced
    assert [row.id for row in all_ratings(session)] == [second.rating_id]
    assert value(session, second) == 5


def test_one_browser_rates_two_projects_and_nothing_joins_them(session: Session) -> None:
    first = vote(session, a_project(session), token=TOKEN)
    second = vote(session, a_project(session), token=TOKEN)
    hashes = {rating(session, first).token_hash, rating(session, second).token_hash}
    assert len(hashes) == 2
    assert TOKEN not in str(hashes)


def test_without_cookies_a_vote_counts_and_its_code_finds_it(session: Session) -> None:
    cast = vote(session, a_project(session))
    assert cast.status == "counted"
    assert mine.by_code(session, SECRET, cast.code, NOON) == cast.rating_id


def test_the_same_form_sent_twice_is_one_rating_even_without_cookies(session: Session) -> None:
    project = a_project(session)
    first = vote(session, project, 3, nonce="n")
    again = vote(session, project, 3, nonce="n")
    assert (again.rating_id, again.code, again.token, again.replaced) == (first.rating_id, first.code, first.token, True)
    assert len(all_ratings(session)) == 1


def test_the_same_form_sent_again_after_the_cookie_was_lost_is_one_rating(session: Session) -> None:
    project = a_project(session)
    vote(session, project, nonce="n", token=TOKEN)
    assert vote(session, project, nonce="n").replaced
    assert len(all_ratings(session)) == 1


def test_a_form_sent_without_and_then_with_another_cookie_keeps_both_ratings_apart(session: Session) -> None:
    project = a_project(session)
    old = vote(session, project, 1, token=TOKEN)
    new = vote(session, project, 2, nonce="n")
    again = vote(session, project, 3, nonce="n", token=TOKEN)
    assert again.rating_id == new.rating_id
    assert (value(session, old), value(session, new)) == (1, 3)


def test_two_people_without_cookies_are_two_ratings(session: Session) -> None:
    project = a_project(session)
    assert vote(session, project).rating_id != vote(session, project).rating_id


def test_the_code_of_a_replaced_rating_is_the_newest(session: Session) -> None:
    project = a_project(session)
    old = vote(session, project, token=TOKEN)
    new = vote(session, project, token=TOKEN)
    assert mine.by_code(session, SECRET, new.code, NOON) == new.rating_id
    with pytest.raises(NotFound):
        mine.by_code(session, SECRET, old.code, NOON)


def test_within_90_days_a_rating_replaces_and_later_it_counts_anew(session: Session) -> None:
    project = a_project(session)
    vote(session, project, token=TOKEN)
    assert vote(session, project, moment=NOON + 90 * DAY, token=TOKEN).replaced
    assert not vote(session, project, moment=NOON + 181 * DAY, token=TOKEN).replaced
    assert len(all_ratings(session)) == 2


def test_answers_that_are_left_out_the_second_time_are_gone(session: Session) -> None:
    project = a_project(session)
    vote(session, project, 3, token=TOKEN, form={"answers": {"climate": 5, "life": None}, "comment": "Gut."})
    again = vote(session, project, 4, token=TOKEN, form={"answers": {"trust": 2}})
    assert answers.read(session, again.rating_id) == {"overall": 4, "trust": 2}
    assert session.get(Comment, again.rating_id) is None


def test_a_planned_project_is_rated_by_expectation(session: Session) -> None:
    assert rating(session, vote(session, a_project(session, status="planned"))).basis == "expectation"


def test_who_does_not_know_a_running_project_expects(session: Session) -> None:
    project = a_project(session)
    bases = [rating(session, vote(session, project, form={"familiarity": word})).basis for word in ("use", "heard", "", "no")]
    assert bases == ["experience", "experience", "experience", "expectation"]


def test_a_project_that_does_not_exist_cannot_be_rated(session: Session) -> None:
    with pytest.raises(NotFound):
        ratings.cast(session, SECRET, 999, Submission(a_form(), "n"), NOON)


def test_a_withdrawn_rating_comes_back_when_it_is_changed(session: Session) -> None:
    cast = vote(session, a_project(session), 1)
    ratings.withdraw(session, cast.rating_id)
    assert rating(session, cast).status == "withdrawn"
    assert ratings.change(session, cast.rating_id, a_form(2), NOON) == "counted"
    assert value(session, cast) == 2


def test_changing_an_excluded_or_held_rating_does_not_wash_it(session: Session) -> None:
    project = a_project(session)
    excluded, held = vote(session, project), vote(session, project, trapped=True)
    row = rating(session, excluded)
    row.status, row.reason = "excluded", "automatisiert"
    session.flush()
    ratings.withdraw(session, held.rating_id)
    assert [ratings.change(session, cast.rating_id, a_form(5), NOON) for cast in (excluded, held)] == ["excluded", "held"]


def test_erasing_leaves_nothing_but_that_a_published_answer_is_gone(session: Session) -> None:
    project = a_project(session)
    cast = vote(session, project, form={"comment": "Weg damit."})
    session.get_one(RatingValue, (cast.rating_id, "overall")).shown_basis = "experience"
    session.add(GateState(project_id=key_of(project), dimension="overall", basis="experience", changed_at=NOON))
    session.flush()
    ratings.erase(session, cast.rating_id)
    assert [len(session.exec(select(table)).all()) for table in (Rating, RatingValue, Comment)] == [0, 0, 0]
    assert session.exec(select(GateState.unmarked)).one() == 1
    assert session.exec(select(NetSketch.rating_id)).one() is None


def test_while_a_burst_is_checked_new_votes_are_held(session: Session) -> None:
    project = a_project(session)
    session.add(ReviewCase(project_id=key_of(project), trigger="burst", alarms=2))
    session.flush()
    assert vote(session, project).status == "held"
    assert vote(session, project, channel="code").status == "counted"


def _at_once(engine: Engine, project_id: int, nonces: list[str], token: str) -> None:
    """200 submissions by 16 threads."""

    def run(number: int) -> None:
        given = Submission(a_form(number % 5 + 1), nonces[number % len(nonces)], token)
        with transaction(engine) as session:
            ratings.cast(session, SECRET, project_id, given)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(run, range(200)))


@pytest.mark.parametrize("nonces", [["same"], [f"n{number}" for number in range(200)]], ids=["one form", "200 forms"])
def test_200_simultaneous_submissions_of_one_browser_are_one_rating(engine: Engine, nonces: list[str]) -> None:
    with transaction(engine) as session:
        project_id = key_of(a_project(session))
    _at_once(engine, project_id, nonces, TOKEN)
    with reading(engine) as session:
        assert [row.status for row in all_ratings(session)] == ["counted"]
        assert session.exec(select(func.count()).select_from(RatingValue)).one() == 1


def test_200_simultaneous_submissions_of_one_form_without_cookies_are_one_rating(engine: Engine) -> None:
    with transaction(engine) as session:
        project_id = key_of(a_project(session))
    _at_once(engine, project_id, ["same"], "")
    with reading(engine) as session:
        assert len(all_ratings(session)) == 1
