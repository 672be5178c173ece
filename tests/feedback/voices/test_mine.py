import json

import pytest
from sqlmodel import Session

from datasets.errors import NotFound
from feedback.trust import token as tokens
from feedback.voices import mine, ratings
from tests.builders import a_project, key_of
from tests.feedback.voters import DAY, NOON, SECRET, TOKEN, vote


def test_a_code_is_found_however_it_is_typed(session: Session) -> None:
    cast = vote(session, a_project(session))
    typed = [cast.code, tokens.grouped(cast.code), f" {cast.code.lower()} ", cast.code[:6] + " " + cast.code[6:]]
    assert {mine.by_code(session, SECRET, one, NOON) for one in typed} == {cast.rating_id}


@pytest.mark.parametrize("code", ["", "ABCDABCDABCD", "x" * 5000, "ÄÖÜ"])
def test_a_wrong_code_finds_nothing(session: Session, code: str) -> None:
    vote(session, a_project(session))
    with pytest.raises(NotFound):
        mine.by_code(session, SECRET, code, NOON)


def test_after_90_days_neither_code_nor_cookie_work(session: Session) -> None:
    project = a_project(session)
    cast = vote(session, project, token=TOKEN)
    later = NOON + 91 * DAY
    with pytest.raises(NotFound):
        mine.by_code(session, SECRET, cast.code, later)
    with pytest.raises(NotFound):
        mine.by_token(session, SECRET, TOKEN, key_of(project), later)
    assert mine.of_browser(session, SECRET, TOKEN, later) == []


def test_a_browser_sees_all_of_its_ratings_and_no_others(session: Session) -> None:
    first, second, third = (a_project(session) for _ in range(3))
    vote(session, first, 2, token=TOKEN)
    vote(session, second, 3, token=TOKEN, moment=NOON + DAY)
    vote(session, third, 4)
    found = mine.of_browser(session, SECRET, TOKEN, NOON + DAY)
    assert [(one.project, one.answers) for one in found] == [(second.slug, {"overall": 3}), (first.slug, {"overall": 2})]


def test_no_cookie_is_nobodys_cookie(session: Session) -> None:
    project = a_project(session)
    vote(session, project)
    assert mine.of_browser(session, SECRET, "", NOON) == []
    with pytest.raises(NotFound):
        mine.by_token(session, SECRET, "", key_of(project), NOON)


def test_a_cookie_finds_the_rating_of_its_project(session: Session) -> None:
    project = a_project(session)
    cast = vote(session, project)
    assert mine.by_token(session, SECRET, cast.token, key_of(project), NOON) == cast.rating_id


def test_the_export_holds_all_that_was_said_and_no_hash(session: Session) -> None:
    project = a_project(session)
    form = {"answers": {"trust": None}, "familiarity": "use", "age": "80+", "district": "ausserhalb", "comment": "Gut so."}
    cast = vote(session, project, 5, form=form)
    taken = mine.export(session, cast.rating_id)
    said = {"project": project.slug, "answers": {"overall": 5, "trust": None}, "age": "80+", "comment": "Gut so.", "status": "counted"}
    assert {name: taken[name] for name in said} == said
    assert taken["until"] == "2027-02-21T12:00:00+00:00"
    assert not any("hash" in name or "nonce" in name for name in json.loads(json.dumps(taken)))


def test_an_erased_rating_cannot_be_shown(session: Session) -> None:
    cast = vote(session, a_project(session))
    ratings.erase(session, cast.rating_id)
    with pytest.raises(NotFound):
        mine.show(session, cast.rating_id)
